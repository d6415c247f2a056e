// The third net of the import rules: what esbuild really pulls in, room by room.
import { build, type Metafile } from 'esbuild';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .filter((name) => statSync(join(root, name)).isFile());
}

/** Every import, type-only ones too: esbuild drops those, so they are read from the text. */
async function graphOf(folder: string): Promise<Metafile> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: filesBelow(folder),
    outdir: 'out/architecture',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['vscode', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
    loader: { '.css': 'empty' },
    logLevel: 'silent',
  });
  return result.metafile;
}

function roomsReached(graph: Metafile): string[] {
  const rooms = Object.keys(graph.inputs)
    .filter((input) => !input.includes('node_modules/') && !input.startsWith('('))
    .map((input) => {
      const parts = relative(root, resolve(root, input)).split('/');
      return parts[0] === 'src' ? parts.slice(0, 2).join('/') : parts[0];
    });
  return [...new Set(rooms)].sort();
}

function externalsOf(graph: Metafile): string[] {
  const all = Object.entries(graph.inputs)
    .filter(([input]) => !input.includes('node_modules/'))
    .flatMap(([, input]) => input.imports)
    .filter((one) => one.external)
    .map((one) => one.path);
  return [...new Set(all)].sort();
}

/** Room -> rooms it may reach in a bundle, itself included; what it may import from outside. */
const rules: Record<string, { rooms: string[]; outside: (name: string) => boolean }> = {
  'src/core': { rooms: ['src/core'], outside: () => false },
  'src/kernels': { rooms: ['src/core', 'src/kernels'], outside: () => false },
  'src/protocol': { rooms: ['src/core', 'src/protocol'], outside: () => false },
  'src/node': {
    rooms: ['src/core', 'src/kernels', 'src/protocol', 'src/node'],
    outside: isNode,
  },
  'src/cli': {
    rooms: ['src/core', 'src/kernels', 'src/protocol', 'src/node', 'src/cli'],
    outside: isNode,
  },
  'src/trainer': {
    rooms: ['src/core', 'src/kernels', 'src/protocol', 'src/node', 'src/trainer'],
    outside: isNode,
  },
  'src/host': {
    rooms: ['src/core', 'src/kernels', 'src/protocol', 'src/node', 'src/host'],
    outside: (name) => name === 'vscode' || isNode(name),
  },
  webview: { rooms: ['src/core', 'src/protocol', 'webview'], outside: () => false },
};

function isNode(name: string): boolean {
  return name.startsWith('node:');
}

describe('import rules', () => {
  for (const [room, rule] of Object.entries(rules)) {
    test(`${room} reaches only the rooms it may`, async () => {
      const graph = await graphOf(room);
      const strangers = roomsReached(graph).filter((one) => !rule.rooms.includes(one));
      expect(strangers).toEqual([]);
      expect(externalsOf(graph).filter((name) => !rule.outside(name))).toEqual([]);
    });
  }

  test('nothing in the product imports from test or bench', () => {
    const guilty = ['src', 'webview']
      .flatMap(filesBelow)
      .filter((file) => /from '[^']*\/(test|bench)\//.test(readFileSync(join(root, file), 'utf8')));
    expect(guilty).toEqual([]);
  });

  test('webview takes only pure maths and data from core', async () => {
    const graph = await graphOf('webview');
    const taken = Object.keys(graph.inputs).filter((input) => input.startsWith('src/core/'));
    const readers = taken.filter((input) =>
      /src\/core\/(bytes|formats|tables|detect|kernels)\//.test(input),
    );
    expect(readers).toEqual([]);
  });

  test('entries of a registry never import a sibling', () => {
    const shared: Record<string, string[]> = {
      'src/core/formats': ['format'],
      'src/core/weights': ['scheme', 'numberOfPrototypes'],
      'src/core/exporters': ['exporter'],
    };
    const rest = ['registry', 'table', 'normalise', 'scheme', 'numberOfPrototypes'];
    for (const [folder, allowed] of Object.entries(shared)) {
      for (const file of filesBelow(folder)) {
        if (rest.some((name) => file.endsWith(`/${name}.ts`))) continue;
        const text = readFileSync(join(root, file), 'utf8');
        const siblings = [...text.matchAll(/from '\.\/(\w+)'/g)].map((match) => match[1]);
        expect(
          siblings.filter((name) => !allowed.includes(name)),
          file,
        ).toEqual([]);
      }
    }
  });

  test('no file imports itself through others', () => {
    const files = ['src', 'webview'].flatMap(filesBelow);
    const graph = new Map(files.map((file) => [file, valueImports(file)]));
    const cycle = findCycle(graph);
    expect(cycle).toEqual([]);
  });
});

/** Imports that exist at run time; a type-only import cannot make a cycle of modules. */
function valueImports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from '(\.[^']+)'/gms)];
  return found
    .filter((match) => !match[0].startsWith('import type') && !match[0].startsWith('export type'))
    .map((match) => relative(root, resolve(root, file, '..', `${match[2]}.ts`)));
}

function findCycle(graph: ReadonlyMap<string, string[]>): string[] {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle.length > 0) return cycle;
    }
    path.pop();
    done.add(file);
    return [];
  };
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
