// Types of the plain modules that tests import.

declare module '*/esbuild.mjs' {
  import type { BuildOptions } from 'esbuild';
  export const bundles: Readonly<Record<'extension' | 'engine' | 'webview', BuildOptions>>;
}

declare module '*/registries.mjs' {
  export function writeRegistries(options?: { check?: boolean }): Promise<string[]>;
}

declare module 'papaparse' {
  export function parse(text: string): { data: string[][] };
}
