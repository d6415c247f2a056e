// What people use in Node today, one way an argument: papaparse, JSON.parse, readline, plain file loops.
// Must not know our engine.

import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Papa from 'papaparse';
import said from './said.cjs';

const [, , way, path, modules] = process.argv;

const ways = {
  papaparse: () =>
    new Promise((resolve, reject) => {
      const counts = new Map();
      Papa.parse(createReadStream(path), {
        header: false,
        step: ({ data }) => counts.set(data[5], (counts.get(data[5]) ?? 0) + 1),
        complete: () => {
          counts.delete('species');
          resolve(counts.values());
        },
        error: reject,
      });
    }),
  'JSON.parse': () =>
    said.tallied(JSON.parse(readFileSync(path, 'utf8')).annotations.map((one) => one.category_id)),
  readline: async () => {
    const counts = new Map();
    for await (const line of createInterface({ input: createReadStream(path) })) {
      const { label } = JSON.parse(line);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return counts.values();
  },
  'file loop': () => {
    const folder = join(path, 'labels/train');
    const counts = new Map();
    for (const name of readdirSync(folder)) {
      for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
        if (line === '') continue;
        const label = line.split(' ')[0];
        counts.set(label, (counts.get(label) ?? 0) + 1);
      }
    }
    return counts.values();
  },
  hyparquet: async () => {
    const [{ asyncBufferFromFile, parquetMetadataAsync, parquetRead }, { compressors }] =
      await Promise.all([import('hyparquet'), import('hyparquet-compressors')]);
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const counts = new Map();
    let rowStart = 0;
    // One row group at a time: all of them at once do not fit into memory.
    for (const { num_rows } of metadata.row_groups) {
      const rowEnd = rowStart + Number(num_rows);
      const onChunk = ({ columnData }) => {
        for (const label of columnData) counts.set(label, (counts.get(label) ?? 0) + 1);
      };
      const wanted = { columns: ['species'], rowStart, rowEnd, onChunk };
      await parquetRead({ file, metadata, compressors, ...wanted });
      rowStart = rowEnd;
    }
    return counts.values();
  },
  'fast-xml-parser': () => {
    const { XMLParser } = createRequire(join(modules, 'x.js'))('fast-xml-parser');
    const parser = new XMLParser({ isArray: (name) => name === 'object' });
    const folder = join(path, 'Annotations');
    const counts = new Map();
    for (const name of readdirSync(folder)) {
      const { annotation } = parser.parse(readFileSync(join(folder, name), 'utf8'));
      for (const one of annotation.object ?? []) {
        counts.set(one.name, (counts.get(one.name) ?? 0) + 1);
      }
    }
    return counts.values();
  },
};

said.say(await ways[way]());
