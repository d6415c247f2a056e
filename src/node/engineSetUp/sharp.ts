// sharp, for pictures that the program's own decoders do not read (TIFF, AVIF, moving WebP): it comes built.
// Must not know who asks.

import { asNode, type EngineSteps, type SetUpBench } from './steps';

/** For `node -e`, run in the engine's folder: a black picture must come out black. */
const decode = `
const sharp = require('sharp');
const black = { create: { width: 8, height: 8, channels: 3, background: '#000' } };
sharp(black).png().toBuffer().then((png) => sharp(png).greyscale().raw().toBuffer()).then((grey) => {
  if (grey.length !== 64 || grey.some((value) => value !== 0)) throw new Error('A black picture came out otherwise.');
});
`;

async function check(bench: SetUpBench): Promise<void> {
  await bench.run(process.execPath, ['-e', decode], 'sharp does not decode:', asNode());
}

export const sharpSteps: EngineSteps = { check: { message: 'Decoding a picture', run: check } };
