// The WebAssembly engine as the set-up fetched it.
import { expect, test } from 'vitest';
import { wasm } from '../../src/trainer/engines/wasm';
import { accuracy, dataOf, jobOf, quiet } from '../lib/tensorJobs';

const options = { device: 'auto', deterministic: true };

test('the wasm engine trains, the same again', async () => {
  expect(await wasm.detect(options)).toMatchObject({ available: true });
  const features = dataOf('features', [6], { train: 160 });
  for (const name of wasm.models('features')) {
    const session = await wasm.open(features, { name, hidden: 16 }, options);
    const job = jobOf({ epochs: 8, until: 8 });
    const result = await session.train(job, quiet);
    expect(accuracy(result.test, features.test), name).toBeGreaterThan(0.9);
    expect(await session.train(job, quiet)).toEqual(result);
    await session.close();
  }
});
