// Reading and decoding small JPEG files in one thread: the trainer's decoder, jpeg-js, and sharp where it is installed.
// Needs images as probe.bench.mjs does. ROUNDS (default 5), FILES (default 4000); contenders run in turn.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import jpeg from 'jpeg-js';
import decode, { init } from '@jsquash/jpeg/decode.js';
import { cifarImages } from './lib/cifar.mjs';

const rounds = Number(process.env.ROUNDS ?? 5);
const count = Number(process.env.FILES ?? 4000);
const images = cifarImages();
if (images === undefined) {
  console.error('Not run: there are no images; name a folder with IMAGES.');
  process.exit(1);
}
const files = jpegFiles(images.folder).slice(0, count);

globalThis.ImageData ??= class {
  constructor(data, width, height) {
    Object.assign(this, { data, width, height });
  }
};
const require = createRequire(import.meta.url);
const wasm = join(require.resolve('@jsquash/jpeg/decode.js'), '../codec/dec/mozjpeg_dec.wasm');
await init(await WebAssembly.compile(readFileSync(wasm)));

const contenders = {
  'MozJPEG in WebAssembly (ours)': (bytes) => decode(Uint8Array.from(bytes).buffer),
  'jpeg-js': (bytes) => jpeg.decode(bytes, { useTArray: true }),
  ...(await sharpContender()),
};

const rates = new Map(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [name, run] of Object.entries(contenders)) {
    const started = performance.now();
    for (const file of files) await run(readFileSync(file));
    const rate = files.length / ((performance.now() - started) / 1000);
    if (round > 0) rates.get(name).push(rate);
  }
}
images.remove();
const [first] = rates.values();
for (const [name, own] of rates) {
  const ratio = median(first.map((rate, round) => rate / own[round]));
  const spread = `${Math.round(Math.min(...own))} to ${Math.round(Math.max(...own))}`;
  console.log(
    `${name.padEnd(32)}${String(Math.round(median(own))).padStart(7)} images/s (${spread}), ours is ${ratio.toFixed(2)}x`,
  );
}

async function sharpContender() {
  try {
    const { default: sharp } = await import(process.env.SHARP ?? 'sharp');
    sharp.concurrency(1);
    return { sharp: (bytes) => sharp(bytes).raw().toBuffer() };
  } catch (error) {
    console.log(`Not run: sharp (${error.code ?? error.message}); SHARP names its module.`);
    return {};
  }
}

function jpegFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}
