// The little of papaparse that is used here; its public types would bring Node's into the engine.

declare module 'papaparse' {
  const Papa: {
    parse(
      text: string,
      config: object,
    ): { readonly data: string[][]; readonly meta: { readonly delimiter: string } };
  };
  export default Papa;
}
