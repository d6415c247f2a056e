// Rows of a sheet from its XML, as Excel (SpreadsheetML) and OpenDocument write it: push readers over any cut of bytes.
// Must not know archives.

import { ByteBuffer } from '../bytes/byteBuffer';
import { XmlTokenizer } from '../bytes/xml';
import type { XmlAttributes } from '../bytes/xmlTypes';

/** The text of each cell of one row; good during the call only. */
export type OnSheetRow = (cells: readonly string[]) => void;

/** Takes the bytes of one XML part. */
export interface SheetReader {
  feed(chunk: Uint8Array): void;
  end(): void;
  /** What is wrong with the XML, if anything. */
  readonly damage: string | undefined;
  /** True once a cell with text stood beyond {@link widestSheet} and was left out. */
  readonly isTooWide: boolean;
}

/** Columns that are read: as many as Excel has. OpenDocument may have more. */
export const widestSheet = 16_384;

/** `xl/worksheets/sheetN.xml`; `strings` are the shared ones. */
export function excelRows(strings: readonly string[], onRow: OnSheetRow): SheetReader {
  const cells: string[] = [];
  const text = new ByteBuffer();
  let type = '';
  let column = 0;
  let inValue = false;
  const state = { isTooWide: false };
  return readerOf(state, {
    onStart: (name, attributes) => {
      if (name === 'row') cells.length = 0;
      else if (name === 'c') {
        column = columnOf(attributes.text('r')) ?? cells.length;
        type = attributes.text('t') ?? 'n';
        text.length = 0;
      }
      inValue = name === 'v' || name === 't';
    },
    onText: (bytes, start, end) => {
      if (inValue) text.append(bytes, start, end);
    },
    onEnd: (name) => {
      inValue = false;
      if (name === 'c' && column >= widestSheet) state.isTooWide ||= text.length > 0;
      else if (name === 'c') {
        while (cells.length < column) cells.push('');
        cells[column] = valueOf(type, text.text(), strings);
      } else if (name === 'row') onRow(cells);
    },
  });
}

function valueOf(type: string, text: string, strings: readonly string[]): string {
  if (type === 's') return strings.at(Number(text)) ?? '';
  if (type === 'b') return text === '1' ? 'TRUE' : 'FALSE';
  if (type === 'e') return '';
  return type === 'n' ? plainNumber(text) : text;
}

/** `1.0` and `1E2` as the number that the sheet shows. */
function plainNumber(text: string): string {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number.toString() : text;
}

/** `B7` -> 1. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(place ?? '')?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (let at = 0; at < letters.length; at += 1) column = column * 26 + letters.charCodeAt(at) - 64;
  return column - 1;
}

/** Shared strings (`xl/sharedStrings.xml`), runs of one put together; phonetic notes are left out. */
export function sharedStrings(onText: (text: string) => void): SheetReader {
  const text = new ByteBuffer();
  let inText = false;
  let phonetic = 0;
  return readerOf(
    { isTooWide: false },
    {
      onStart: (name) => {
        if (name === 'si') text.length = 0;
        if (name === 'rPh') phonetic += 1;
        inText = name === 't' && phonetic === 0;
      },
      onText: (bytes, start, end) => {
        if (inText) text.append(bytes, start, end);
      },
      onEnd: (name) => {
        inText = false;
        if (name === 'rPh') phonetic -= 1;
        if (name === 'si') onText(text.text());
      },
    },
  );
}

/** `content.xml` of an OpenDocument sheet; `onTable` tells whose rows follow. */
export function openDocumentRows(onTable: (name: string) => void, onRow: OnSheetRow): SheetReader {
  const cells: string[] = [];
  const text = new ByteBuffer();
  let value: string | undefined;
  let repeated = 1;
  let rows = 1;
  let paragraphs = 0;
  let inNote = false;
  /** Empty cells that count only where a cell with text follows. */
  let blanks = 0;
  const state = { isTooWide: false };
  const add = (cell: string): void => {
    if (cell === '') {
      blanks += repeated;
      return;
    }
    const last = Math.min(widestSheet, cells.length + blanks);
    while (cells.length < last) cells.push('');
    const end = last + repeated;
    while (cells.length < Math.min(end, widestSheet)) cells.push(cell);
    blanks = 0;
    state.isTooWide ||= end > widestSheet;
  };
  return readerOf(state, {
    onStart: (name, attributes) => {
      if (name === 'office:annotation') inNote = true;
      if (inNote) return;
      if (name === 'table:table') onTable(attributes.text('table:name') ?? '');
      else if (name === 'table:table-row') {
        cells.length = 0;
        blanks = 0;
        rows = repeatOf(attributes, 'table:number-rows-repeated');
      } else if (isCell(name)) {
        text.length = 0;
        paragraphs = 0;
        repeated = repeatOf(attributes, 'table:number-columns-repeated');
        value = attributes.text('office:value') ?? attributes.text('office:boolean-value');
      } else if (name === 'text:p' && paragraphs++ > 0) text.push(10);
      else if (name === 'text:s') text.push(32);
    },
    onText: (bytes, start, end) => {
      if (paragraphs > 0 && !inNote) text.append(bytes, start, end);
    },
    onEnd: (name) => {
      if (name === 'office:annotation') inNote = false;
      if (isCell(name)) {
        add(value ?? text.text());
        paragraphs = 0;
      } else if (name === 'table:table-row' && cells.some((cell) => cell !== '')) {
        for (let at = 0; at < rows; at += 1) onRow(cells);
      }
    },
  });
}

function isCell(name: string): boolean {
  return name === 'table:table-cell' || name === 'table:covered-table-cell';
}

function repeatOf(attributes: XmlAttributes, name: string): number {
  const count = Number(attributes.text(name) ?? '1');
  return Number.isInteger(count) && count > 0 ? Math.min(count, 1_048_576) : 1;
}

interface Handler {
  onStart(name: string, attributes: XmlAttributes): void;
  onText(bytes: Uint8Array, start: number, end: number): void;
  onEnd(name: string): void;
}

function readerOf(state: { readonly isTooWide: boolean }, handler: Handler): SheetReader {
  let damage: string | undefined;
  // Excel and others name their elements without a prefix; some libraries write one.
  const local = (name: string): string => name.replace(/^x:/, '');
  const tokenizer = new XmlTokenizer(
    {
      onStart: (name, attributes) => {
        handler.onStart(local(name), attributes);
      },
      onText: (bytes, start, end) => {
        handler.onText(bytes, start, end);
      },
      onEnd: (name) => {
        handler.onEnd(local(name));
      },
    },
    {
      onProblem: ({ severity, message }) => {
        if (severity === 'error') damage ??= message;
      },
    },
  );
  return {
    feed: (chunk) => {
      tokenizer.feed(chunk);
    },
    end: () => {
      tokenizer.end();
    },
    get damage() {
      return damage;
    },
    get isTooWide() {
      return state.isTooWide;
    },
  };
}
