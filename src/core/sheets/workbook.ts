// Workbooks: the sheets of an .xlsx or .ods archive, and the rows of one, unpacked a little at a time.
// Must not know which column is a label.

import { InflateError } from '../archives/inflate';
import { type RangeReader, readZipDirectory, type ZipMember } from '../archives/zipDirectory';
import { openMember } from '../archives/zipMember';
import { XmlTokenizer } from '../bytes/xml';
import { excelRows, openDocumentRows, sharedStrings, type SheetReader } from './sheetXml';

/** A workbook cannot be read; the message says why. */
export class WorkbookError extends Error {}

export interface Sheet {
  readonly name: string;
  /** The part of the archive with its rows. */
  readonly part: string;
}

/** An open workbook. */
export interface Workbook {
  readonly kind: 'excel' | 'open-document';
  readonly sheets: readonly Sheet[];
  readonly read: RangeReader;
  readonly members: readonly ZipMember[];
}

const chunkBytes = 64 * 1024;
/** Letters of all shared strings together; a workbook of more is refused rather than read in part. */
const stringsLimit = 128 * 1024 * 1024;

/** Opens a workbook; undefined where the archive is none. Rejects with a {@link WorkbookError} where it is damaged. */
export async function openWorkbook(read: RangeReader, size: number): Promise<Workbook | undefined> {
  const members = await readZipDirectory(read, size);
  if (members === undefined) throw new WorkbookError('the archive is damaged or cut off');
  const has = (name: string): boolean => members.some((member) => member.name === name);
  if (has('xl/workbook.xml')) {
    const sheets = await excelSheets(read, members);
    return { kind: 'excel', sheets, read, members };
  }
  if (!has('content.xml')) return undefined;
  const sheets: Sheet[] = [];
  const names = openDocumentRows(
    (name) => sheets.push({ name, part: 'content.xml' }),
    () => undefined,
  );
  await feed(read, members, 'content.xml', names);
  return { kind: 'open-document', sheets, read, members };
}

/** Sheets in the order of the tabs, and where their rows stand. */
async function excelSheets(read: RangeReader, members: readonly ZipMember[]): Promise<Sheet[]> {
  const targets = new Map<string, string>();
  await eachElement(read, members, 'xl/_rels/workbook.xml.rels', (name, text) => {
    const target = text('Target') ?? '';
    const part = target.startsWith('/') ? target.slice(1) : `xl/${target}`;
    if (name === 'Relationship') targets.set(text('Id') ?? '', part);
  });
  const sheets: Sheet[] = [];
  await eachElement(read, members, 'xl/workbook.xml', (name, text) => {
    const part = targets.get(text('r:id') ?? '');
    if (name !== 'sheet' || !part?.includes('worksheets/')) return;
    sheets.push({ name: text('name') ?? '', part });
  });
  return sheets;
}

async function eachElement(
  read: RangeReader,
  members: readonly ZipMember[],
  part: string,
  onElement: (name: string, text: (attribute: string) => string | undefined) => void,
): Promise<void> {
  const tokenizer = new XmlTokenizer({
    onStart: (name, attributes) => {
      onElement(name.replace(/^\w+:/, ''), (attribute) => attributes.text(attribute));
    },
    onEnd: () => undefined,
    onText: () => undefined,
  });
  const reader = {
    feed: (chunk: Uint8Array) => {
      tokenizer.feed(chunk);
    },
    end: () => {
      tokenizer.end();
    },
    damage: undefined,
    isTooWide: false,
  };
  await feed(read, members, part, reader);
}

/**
 * Rows of a sheet in runs, blank ones left out. Rejects with a {@link WorkbookError} where it is damaged; calls `onTooWide`
 * at the end where cells were left out.
 */
export async function* sheetRows(
  { kind, read, members }: Workbook,
  sheet: Sheet,
  signal: AbortSignal,
  onTooWide?: () => void,
): AsyncGenerator<readonly (readonly string[])[]> {
  const strings = kind === 'excel' ? await readStrings(read, members) : [];
  let rows: string[][] = [];
  let table = '';
  const onRow = (cells: readonly string[]): void => {
    if (cells.some((cell) => cell !== '')) rows.push([...cells]);
  };
  const reader =
    kind === 'excel'
      ? excelRows(strings, onRow)
      : openDocumentRows(
          (name) => (table = name),
          (cells) => {
            if (table === sheet.name) onRow(cells);
          },
        );
  for await (const chunk of chunksOf(read, members, sheet.part)) {
    signal.throwIfAborted();
    reader.feed(chunk);
    if (rows.length > 0) yield rows;
    rows = [];
  }
  reader.end();
  if (rows.length > 0) yield rows;
  if (reader.damage !== undefined) throw new WorkbookError(`${sheet.part}: ${reader.damage}`);
  if (reader.isTooWide) onTooWide?.();
}

async function readStrings(read: RangeReader, members: readonly ZipMember[]): Promise<string[]> {
  const strings: string[] = [];
  let length = 0;
  if (!members.some(({ name }) => name === 'xl/sharedStrings.xml')) return strings;
  const reader = sharedStrings((text) => {
    strings.push(text);
    length += text.length;
    if (length > stringsLimit) throw new WorkbookError('it holds too much text; save it as CSV');
  });
  await feed(read, members, 'xl/sharedStrings.xml', reader);
  return strings;
}

async function feed(
  read: RangeReader,
  members: readonly ZipMember[],
  part: string,
  reader: SheetReader,
): Promise<void> {
  for await (const chunk of chunksOf(read, members, part)) reader.feed(chunk);
  reader.end();
  if (reader.damage !== undefined) throw new WorkbookError(`${part}: ${reader.damage}`);
}

async function* chunksOf(
  read: RangeReader,
  members: readonly ZipMember[],
  part: string,
): AsyncGenerator<Uint8Array> {
  const member = members.find(({ name }) => name === part);
  if (member === undefined) throw new WorkbookError(`${part} is missing`);
  try {
    const pull = await openMember(read, member);
    if ('refused' in pull) throw new WorkbookError(`${part}: ${pull.refused}`);
    for (;;) {
      const chunk = await pull.take(chunkBytes);
      if (chunk.length === 0) return;
      yield chunk;
    }
  } catch (error) {
    if (!(error instanceof InflateError)) throw error;
    throw new WorkbookError(`${part} cannot be unpacked: ${error.message}`);
  }
}
