// The fixtures: folders with data/ and truth.json, the project's own and the shared ones where they are there.
// Must not know formats.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, sharedPath } from './shared';
import type { Truth } from './truth';

export interface Fixture {
  /** `<format>/<case>` for the project's own. */
  readonly name: string;
  readonly folder: string;
  readonly truth: Truth;
}

function fixturesIn(folder: string): Fixture[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => ({ name, folder: join(folder, name) }))
    .filter((one) => existsSync(join(one.folder, 'truth.json')))
    .map((one) => ({
      ...one,
      truth: JSON.parse(readFileSync(join(one.folder, 'truth.json'), 'utf8')) as Truth,
    }));
}

/** One folder a format in test/fixtures/formats, one folder a case in each. */
export function ownFixtures(): Fixture[] {
  const home = join(root, 'test/fixtures/formats');
  return readdirSync(home).flatMap((format) =>
    fixturesIn(join(home, format)).map((fixture) => ({
      ...fixture,
      name: `${format}/${fixture.name}`,
    })),
  );
}

/** None where the shared data is not there; then it is said what could not run. */
export function sharedFixtures(needs: string): Fixture[] {
  const folder = sharedPath('fixtures', needs);
  return folder === undefined ? [] : fixturesIn(folder);
}

/** The files of a fixture's data, for a source in memory. */
export function filesOf({ folder }: Pick<Fixture, 'folder'>): Record<string, Uint8Array> {
  const data = join(folder, 'data');
  const names = readdirSync(data, { recursive: true, encoding: 'utf8' })
    .map((name) => join(data, name))
    .filter((path) => statSync(path).isFile());
  return Object.fromEntries(
    names.map((path) => [relative(data, path).replaceAll('\\', '/'), readFileSync(path)]),
  );
}
