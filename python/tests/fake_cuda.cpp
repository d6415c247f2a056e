// A CUDA device for autograd on a machine without one: hooks and streams that do nothing. Tensors on it must be fake.
// Must not know tests; loaded before PyTorch, which looks for a device once.
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

namespace at {

// PyTorch finds the hooks by the name of their class.
struct CUDAHooks : CUDAHooksInterface {
  explicit CUDAHooks(CUDAHooksArgs) {}
  void init() const override {}
  bool isBuilt() const override {
    return true;
  }
  bool hasPrimaryContext(DeviceIndex) const override {
    return true;
  }
};

REGISTER_CUDA_HOOKS(CUDAHooks)

} // namespace at

namespace {

constexpr auto kCUDA = c10::DeviceType::CUDA;
const c10::Device first(kCUDA, 0);

struct Guard final : c10::impl::NoOpDeviceGuardImpl<kCUDA> {
  c10::Device exchangeDevice(c10::Device) const override {
    return first;
  }
  c10::Device getDevice() const override {
    return first;
  }
  c10::Stream getStream(c10::Device) const noexcept override {
    return c10::Stream(c10::Stream::DEFAULT, first);
  }
  c10::Stream exchangeStream(c10::Stream) const noexcept override {
    return c10::Stream(c10::Stream::DEFAULT, first);
  }
  void record(void**, const c10::Stream&, c10::DeviceIndex, c10::EventFlag) const override {}
  void block(void*, const c10::Stream&) const override {}
  bool queryEvent(void*) const override {
    return true;
  }
};

C10_REGISTER_GUARD_IMPL(CUDA, Guard)

} // namespace
