import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DelimitedTokenizer, fieldText } from '../../../../src/core/bytes/delimited';
import { sniffBlanks, sniffDialect, type Dialect } from '../../../../src/core/bytes/dialect';
import { feedInChunks, sayNotRun, sharedFixtures, utf8 } from './helpers';

const sniff = (text: string, complete = true): Dialect => sniffDialect(utf8(text), complete);

function utf16(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

describe('sniffDialect', () => {
  test.each([
    [',', 'a,b,c\n1,2,3\n'],
    [';', 'a;b;c\n1;2;3\n'],
    ['\t', 'id\ttext\n1\tHello, world\n2\tAh; well, yes\n'],
    ['|', 'a|b|c\n1|2|3\n'],
    [';', 'file;score;label\r\na.jpg;0,5;cat\r\nb.jpg;1,0;dog\r\n'],
    [';', '1,5;2,5;cat\n1,25;3,0;dog\n'],
    [',', 'Image,Finding\n1.png,Mass|Nodule\n2.png,Mass|Nodule\n'],
    [',', '1.png,cat|dog\n2.png,cat|bird\n'],
    [';', 'a.jpg;1,2,3,4;cat\nb.jpg;5,6,7,8;dog\n'],
    [',', 'name,text\n1,"a;b;c"\n2,"d;e;f"\n'],
    [',', 'label\ncat\ndog\n'],
    [',', ''],
  ])('chooses %j for %j', (delimiter, text) => {
    expect(sniff(text).delimiter).toBe(delimiter);
  });

  test('leaves the cut last line out, when the head is not the whole file', () => {
    const head = 'a;b,c\n1;2,x\n3;4,5,6,7';
    expect(sniff('a,b\n1,2\n3,4,5;6;7', false)).toMatchObject({ fields: 2, score: 1 });
    expect(sniff('a,b\n1,2\n3,4,5;6;7', true).score).toBeCloseTo(2 / 3);
    expect(sniff(head, false).score).toBe(1);
  });

  test('judges the one line that is there, even when it is cut', () => {
    expect(sniff('a;b;c', false)).toMatchObject({ delimiter: ';', fields: 3 });
  });

  test('finds backslashes before quotes only where the text does not fit without them', () => {
    expect(sniff('a,b\n"x \\"y\\", z",1\n"x",2\n').backslashes).toBe(true);
    expect(sniff('a,b\n"C:\\dir\\",1\n"D:\\",2\n').backslashes).toBeUndefined();
    expect(sniff('a,b\n"x ""y""",1\n').backslashes).toBeUndefined();
  });

  test('takes single quotes for quotes only when the cells are wrapped in them', () => {
    expect(sniff("'file','label'\n'a, b.jpg','cat'\n").quote).toBe("'");
    expect(sniff("file,label\n'tis.jpg,cat\nit's.jpg,dog'\n").quote).toBe('"');
    expect(sniff(`"file",'label'\n'a','b'\n`).quote).toBe('"');
  });

  test('takes single quotes for quotes when they wrap each name of the header', () => {
    expect(sniff("'age'\t'vote'\n36\t1\n20\t0\n41\t1\n").quote).toBe("'");
    expect(sniff("'age'\tvote\n36\t1\n20\t0\n41\t1\n").quote).toBe('"');
  });

  test('takes quotes for text in tab-separated text where they do not pair', () => {
    expect(sniff('sentence\tlabel\n"a great film\t1\na "bad" one\t0\n').quote).toBe('');
    expect(sniff('"\tPUNCT\nHello\tNOUN\n"\tPUNCT\n').quote).toBe('');
  });

  test('keeps double quotes when one of them is malformed', () => {
    expect(sniff('"a","b"\n"say "hi" now","1"\n"c","d"\n').quote).toBe('"');
    expect(sniff('a\tb\n"x\ny\tz"\t1\n').quote).toBe('"');
  });

  test('follows the line that Excel writes', () => {
    expect(sniff('sep=;\r\na,1;b\r\nc,2;d\r\n')).toMatchObject({ delimiter: ';', skipLines: 1 });
    expect(sniff('sep=|\na,b\n')).toMatchObject({ delimiter: '|', skipLines: 1, fields: 1 });
    expect(sniff('sep=x and more\n1,2\n').skipLines).toBe(0);
  });

  test('skips titles above a table, and nothing above a plain one', () => {
    expect(sniff('My export\n\nof today\na,b,c\n1,2,3\n4,5,6\n')).toMatchObject({
      skipLines: 3,
      score: 1,
    });
    expect(sniff('sep=,\nTitle\na,b,c\n1,2,3\n4,5,6\n').skipLines).toBe(2);
    expect(sniff('a,b\n1,2\nfootnote\n').skipLines).toBe(0);
    expect(sniff('x\na,b\ny\nc,d\n').skipLines).toBe(0);
    expect(sniff('cat\ndog\ntench, fish\nbird\n').skipLines).toBe(0);
  });

  test.each([
    ['lf', 'a,b\nc,d\r\ne,f\n'],
    ['crlf', 'a,b\r\nc,d\r\n'],
    ['cr', 'a,b\rc,d\r'],
  ])('names the more frequent line end %s', (newline, text) => {
    expect(sniff(text).newline).toBe(newline);
  });

  test.each(['utf-16le', 'utf-16be'] as const)('reads %s with and without a mark', (encoding) => {
    const text = 'file;label\r\na.jpg;猫\r\n';
    const expected = { encoding, delimiter: ';', fields: 2, score: 1, newline: 'crlf' };
    const marked = sniffDialect(utf16('\ufeff' + text, encoding), true);
    expect(marked).toMatchObject({ ...expected, bomLength: 2 });
    expect(sniffDialect(utf16(text, encoding), true)).toMatchObject({ ...expected, bomLength: 0 });
  });

  test('sees a UTF-8 mark and does not take it for data', () => {
    expect(sniff('\ufeffsep=;\na;b\n')).toMatchObject({
      bomLength: 3,
      skipLines: 1,
      delimiter: ';',
    });
  });

  test('never fails and never takes long on noise', () => {
    const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251);
    expect(sniffDialect(noise, true).score).toBeLessThanOrEqual(1);
    expect(sniffDialect(utf8('"'.repeat(70_000)), false).delimiter).toBe(',');
  });

  test('makes the options of a tokenizer', () => {
    const text = 'sep=;\n"a";"b"\n"1;2";"3"\n';
    const rows: string[][] = [];
    const tokenizer = new DelimitedTokenizer({
      ...sniff(text),
      onRecord: (r) => rows.push(Array.from({ length: r.count }, (_, i) => fieldText(r, i))),
    });
    feedInChunks(tokenizer, utf8(text), 4);
    expect(rows).toEqual([
      ['a', 'b'],
      ['1;2', '3'],
    ]);
  });
});

describe('sniffDialect on real files', () => {
  const fixtures = sharedFixtures();
  if (fixtures === undefined) sayNotRun('dialects of the CSV fixtures');
  const cases: readonly (readonly [string, Partial<Dialect>])[] = [
    ['csv-single-quote/data/labels.csv', { delimiter: ',', quote: "'", fields: 2 }],
    ['csv-bom-semicolon-crlf/data/labels.csv', { delimiter: ';', bomLength: 3, newline: 'crlf' }],
    ['csv-pipe-multilabel/data/Data_Entry.csv', { delimiter: ',', fields: 3 }],
    ['csv-boxes-bboxstring/data/ann3.csv', { delimiter: ',', fields: 3, score: 1 }],
    ['via2-csv/data/via_export_csv.csv', { delimiter: ',', quote: '"', fields: 7 }],
  ];
  test.skipIf(fixtures === undefined).each(cases)('%s', (file, expected) => {
    const bytes = fs.readFileSync(path.join(fixtures ?? '', file));
    expect(sniffDialect(bytes, true)).toMatchObject(expected);
    expect(sniffDialect(bytes.subarray(0, -2), false)).toMatchObject(expected);
  });
});

describe('sniffBlanks', () => {
  const blanks = (line: string, times = 12) => sniffBlanks(utf8(`${line}\n`.repeat(times)), true);

  test('takes a table of figures', () => {
    expect(blanks('1  2.5\t3')).toMatchObject({ delimiter: ' ', fields: 3, share: 1 });
  });

  test.each([
    ['running text', 'it was the best of times'],
    ['two columns', '1 2'],
  ])('leaves %s', (_, line) => {
    expect(blanks(line)).toBeUndefined();
  });

  test('leaves a few lines', () => {
    expect(blanks('1 2 3', 9)).toBeUndefined();
  });
});
