"""ResNet for 32 x 32 images, version 1 with parameter-free shortcuts (option A).

Source: He et al., CVPR 2016, section 4.2. Must not know losses.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

_WIDTHS = (16, 32, 64)


class BasicBlock(nn.Module):
    """Two 3 x 3 convolutions and a shortcut; (batch, in, h, w) to (batch, out, h / stride, w / stride)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.stride = stride
        self.more = outputs - inputs

    def forward(self, x: Tensor) -> Tensor:
        """The block's output."""
        inner = functional.relu(self.bn1(self.conv1(x)))
        return functional.relu(self.bn2(self.conv2(inner)) + self._shortcut(x))

    def _shortcut(self, x: Tensor) -> Tensor:
        if self.stride == 1 and self.more == 0:
            return x
        thinned = x[:, :, :: self.stride, :: self.stride]
        return functional.pad(thinned, (0, 0, 0, 0, self.more // 2, self.more - self.more // 2))


class ResNet(nn.Module):
    """6 n + 2 layers: a convolution, three stages of n blocks of 16, 32 and 64 channels, average, linear layer.

    Args:
        depth: 6 n + 2, such as 20 or 32.
        channels: of the images.
        classes: C.
    """

    def __init__(self, depth: int, channels: int, classes: int) -> None:
        super().__init__()
        blocks = (depth - 2) // 6
        if blocks < 1 or depth != 6 * blocks + 2:
            raise ValueError(f"depth is {depth}; it must be 6 n + 2")
        self.conv = nn.Conv2d(channels, _WIDTHS[0], 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(_WIDTHS[0])
        stages: list[nn.Module] = []
        inputs = _WIDTHS[0]
        for width in _WIDTHS:
            for at in range(blocks):
                stages.append(BasicBlock(inputs, width, 2 if at == 0 and width != _WIDTHS[0] else 1))
                inputs = width
        self.stages = nn.Sequential(*stages)
        self.head = nn.Linear(inputs, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """Logits (batch, C) of images (batch, channels, h, w)."""
        features: Tensor = self.stages(functional.relu(self.bn(self.conv(x))))
        logits: Tensor = self.head(features.mean((2, 3)))
        return logits
