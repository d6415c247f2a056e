// JPEG images as red, green and blue bytes: MozJPEG in WebAssembly, or jpeg-js where that cannot be loaded.
// Must not know files. One process uses one decoder throughout, for decoders differ in the last digits.

import { readFileSync } from 'node:fs';
import { besideProgram } from '../place';
import type { RgbImage, Size } from './image';
import { exactBuffer, fromRgba, provideImageData } from './rgba';

/** What was taken, for the report of a run. */
export interface JpegDecoder {
  readonly name: string;
  decode(bytes: Uint8Array): Promise<RgbImage> | RgbImage;
}

const wasmFile = 'mozjpeg_dec.wasm';
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
  const { decode } = await import('./jpegScript');
  return {
    name: 'jpeg-js',
    decode: (bytes) =>
      fromRgba(
        decode(bytes, {
          ...{ useTArray: true, maxResolutionInMP: 64, maxMemoryUsageInMB: 1024 },
          // Else what is cut off is filled up.
          tolerantDecoding: false,
        }),
      ),
  };
}

/** Width and height of a frame header; undefined where there is none. */
export function jpegSize(bytes: Uint8Array): Size | undefined {
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
