// What a preview shows of an export target: the start of its file, or why there is none. Tested in plain Node.
// Must not know an editor.

import type { Exporter, ExportInput } from '../../core/exporters/exporter';

/** Code for the clipboard instead of the file. */
export type Shape = 'file' | 'snippet';

export interface PreviewText {
  /** A file name; its extension tells the language. */
  readonly name: string;
  readonly text: string;
}

/** The sentences, in the user's language. */
export interface PreviewWords {
  readonly more: (lines: number) => string;
  readonly beside: (names: readonly string[]) => string;
  readonly binary: (name: string, bytes: number) => string;
  /** A file that is written while its samples are read. */
  readonly streamed: (name: string, samples: number) => string;
}

/** Lines shown: enough to judge the form, little enough to open at once. */
const mostLines = 400;

/** Never throws for a target that refuses: its reason is the text. */
export function previewOf(
  exporter: Exporter,
  inputOf: () => ExportInput,
  shape: Shape,
  words: PreviewWords,
): PreviewText {
  const plain = `${exporter.fileName}.txt`;
  try {
    const input = inputOf();
    const snippet = shape === 'snippet' ? exporter.snippet?.(input) : undefined;
    if (snippet !== undefined) {
      return capped(`${exporter.id}.${extensions[snippet.language]}`, snippet.text, [], words);
    }
    const [{ name, content }, ...others] = exporter.files(input, exporter.fileName);
    const beside = others.length === 0 ? [] : [words.beside(others.map((file) => file.name))];
    if (typeof content === 'string') return capped(name, content, beside, words);
    const what =
      typeof content === 'function'
        ? words.streamed(name, input.provenance.samples)
        : words.binary(name, content.byteLength);
    const lines = [what, exporter.description, ...beside];
    return { name: plain, text: `${lines.join('\n')}\n` };
  } catch (error) {
    if (error instanceof RangeError) return { name: plain, text: `${error.message}\n` };
    throw error;
  }
}

const extensions = { python: 'py', typescript: 'ts', json: 'json' } as const;

function capped(
  name: string,
  text: string,
  beside: readonly string[],
  words: PreviewWords,
): PreviewText {
  const lines = text.split('\n');
  const count = lines.length - (lines.at(-1) === '' ? 1 : 0);
  const left = Math.max(0, count - mostLines);
  const mark = commentMark(name);
  const notes = [...(left > 0 ? [words.more(left)] : []), ...(mark === undefined ? [] : beside)];
  if (notes.length === 0) return { name, text };
  const shown = [...lines.slice(0, Math.min(count, mostLines)), ''];
  // What cannot carry a comment would be a broken document of its language: it is shown as plain text.
  const noted = notes.map((note) => (mark === undefined ? `… ${note}` : `${mark} ${note}`));
  return {
    name: mark === undefined ? `${name}.txt` : name,
    text: `${[...shown, ...noted].join('\n')}\n`,
  };
}

function commentMark(name: string): string | undefined {
  if (/\.(py|ya?ml)$/.test(name)) return '#';
  return name.endsWith('.ts') ? '//' : undefined;
}
