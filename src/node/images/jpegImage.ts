// JPEG images as red, green and blue bytes: MozJPEG in WebAssembly, or jpeg-js where that cannot be loaded.
// Must not know files. One process uses one decoder throughout, for decoders differ in the last digits.

import { readFileSync } from 'node:fs';
import { besideProgram } from '../place';
import type { RgbImage } from './image';

/** What was taken, for the report of a run. */
export interface JpegDecoder {
  readonly name: string;
  decode(bytes: Uint8Array): Promise<RgbImage> | RgbImage;
}

const wasmFile = 'mozjpeg_dec.wasm';
const mebibyte = 2 ** 20;
let chosen: Promise<JpegDecoder> | undefined;

/** The decoder of this thread, loaded once. */
export function jpegDecoder(): Promise<JpegDecoder> {
  chosen ??= loadWasm().catch(loadScript);
  return chosen;
}

async function loadWasm(): Promise<JpegDecoder> {
  const module = await WebAssembly.compile(readFileSync(besideProgram(wasmFile)));
  provideImageData();
  const { default: decode, init } = await import('@jsquash/jpeg/decode.js');
  let said = '';
  const listen = (text: string): void => {
    said = text;
  };
  // The declared type leaves out the settings of the emscripten module.
  const start = init as (module: WebAssembly.Module, settings: object) => Promise<void>;
  await start(module, { print: listen, printErr: listen });
  return {
    name: 'mozjpeg (wasm)',
    decode: async (bytes) => {
      said = '';
      const image = await decode(exactBuffer(bytes)).catch(() => undefined);
      if (image === undefined || cutOff.test(said)) throw new Error(reasonIn(said));
      return fromRgba(image);
    },
  };
}

/** What the decoder fills up with gray; bytes between markers that mean nothing are harmless. */
const cutOff = /premature end|corrupt(?!.*extraneous)/i;

function reasonIn(said: string): string {
  return said === '' ? 'it is damaged' : `it is damaged: ${said.replace(/\p{Cc}+/gu, ' ').trim()}`;
}

async function loadScript(): Promise<JpegDecoder> {
  const { decode } = await import('jpeg-js');
  return {
    name: 'jpeg-js',
    decode: (bytes) =>
      fromRgba(decode(bytes, { useTArray: true, maxResolutionInMP: 64, maxMemoryUsageInMB: 1024 })),
  };
}

/** The decoder answers with browsers' ImageData, which Node does not have. */
function provideImageData(): void {
  if ('ImageData' in globalThis) return;
  const plain = class {
    constructor(
      readonly data: Uint8ClampedArray,
      readonly width: number,
      readonly height: number,
    ) {}
  };
  Object.assign(globalThis, { ImageData: plain });
}

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

function fromRgba({ width, height, data }: Rgba): RgbImage {
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    pixels[to] = data[from];
    pixels[to + 1] = data[from + 1];
    pixels[to + 2] = data[from + 2];
  }
  return { width, height, pixels };
}

/** Width and height of a frame header; undefined where there is none. */
export function jpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1];
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** A picture larger than this is refused before it is decoded. */
export const largestPicture = 64 * mebibyte;
