// The one web-standard name that the image decoders rely on and Node's types do not declare.

declare namespace WebAssembly {
  type Module = object;
  function compile(bytes: Uint8Array): Promise<Module>;
}
