// A command that lists what the program knows of one kind.
// Must not know which kind.

import type { Command } from './flags';
import { UsageError } from './io';
import { paintFor } from './paint';
import { table } from './table';
import { safeJson } from './text';

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly more: string;
}

/**
 * @param name of the command, and of the list in its JSON.
 * @param listed entries for people, and the same as plain JSON.
 */
export function catalogue(
  name: string,
  summary: string,
  listed: () => { readonly entries: readonly Entry[]; readonly json: readonly object[] },
): Command {
  return {
    name,
    operands: '',
    summary,
    flags: { json: { help: 'print the list as one JSON object' } },
    run(given, io) {
      if (given.operands.length > 0) throw new UsageError(`“${name}” takes no operand.`);
      const { entries, json } = listed();
      if (given.isOn('json')) {
        io.out.write(`${safeJson({ schema: `class-balance/${name}@1`, [name]: json })}\n`);
        return Promise.resolve(0);
      }
      const columns = [
        { title: 'id', cells: entries.map((entry) => entry.id) },
        { title: 'title', cells: entries.map((entry) => entry.title) },
        { title: 'about', cells: entries.map((entry) => entry.more) },
      ];
      // Lists are for reading and piping: their text is never cut.
      const lines = table(columns, undefined, { ...io.out, isTerminal: false }, paintFor(io.out));
      io.out.write(`${lines.join('\n')}\n`);
      return Promise.resolve(0);
    },
  };
}
