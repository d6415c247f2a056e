// Plain Pascal VOC documents read in one pass against the tokenizer: the same tally, or the document is left to it.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { PlainVoc } from '../../../../src/core/annotations/vocPlain';
import { VocReader } from '../../../../src/core/annotations/vocReader';
import { Tally } from '../../../../src/core/tally';

const encoder = new TextEncoder();

function tallyOf(texts: readonly string[]): unknown {
  const tally = new Tally();
  const reader = new VocReader(tally, 'all');
  texts.forEach((text, at) => {
    reader.read(encoder.encode(text), `${String(at)}.xml`);
  });
  return tally.toData();
}

/** What the tokenizer alone makes of the documents. */
function byTokenizer(texts: readonly string[]): unknown {
  const read = vi.spyOn(PlainVoc.prototype, 'read').mockReturnValue(false);
  try {
    return tallyOf(texts);
  } finally {
    read.mockRestore();
  }
}

const blank = fc.constantFrom('', '', '\n\t', '\r\n  ', ' ', '\n\n');
const value = fc.constantFrom(
  ...['cat', 'dog', ' a b ', 'cat\n', '1', '0', '', '\u00e4', 'a\rb', 'a\r\nb', 'x&amp;y', '&lt;'],
  ...['<b/>', 'cat<!-- c -->', '<![CDATA[cat]]>', '>', ']]>', 'c<b>1</b>', '\u{1F436}'],
);
const field = fc
  .tuple(
    blank,
    fc.constantFrom(
      ...['name', 'name', 'name', 'difficult', 'pose', 'bndbox', 'part', 'deleted', 'polygon'],
      ...['Name', 'names', 'x:y', '\u00e4', 'a.b-c_1', 'segm'],
    ),
    value,
  )
  .map(([space, tag, text]) => `${space}<${tag}>${text}</${tag}>`);
const usual = fc
  .tuple(blank, fc.constantFrom('cat', 'dog', 'a b'), fc.constantFrom('0', '1', ' 1 '), blank)
  .map(
    ([a, name, mark, b]) =>
      `${a}<object>${b}<name>${name}</name><difficult>${mark}</difficult><part><name>head</name></part></object>`,
  );
const any = fc
  .tuple(blank, fc.array(field, { maxLength: 4 }))
  .map(([space, fields]) => `${space}<object>${fields.join('')}</object>`);
const odd = fc.constantFrom(
  ...[
    '<object/>',
    '<object><name/></object>',
    '<object><name/>cat</object>',
    '<object><name>cat</name><deleted>1</deleted></object>',
    '<object><name>cat</name><polygon></polygon></object>',
    '<object a="1"><name>cat</name></object>',
    '<size/>',
  ],
  ...[
    '<object ><name>cat</name ></object>',
    '</object>',
    '<object>',
    '<!-- x -->',
    '<?pi?>',
    'text',
  ],
  ...['<source><object><name>x</name></object></source>', '<', '&', '\0', '\r', '<a>'.repeat(40)],
);
const body = fc.array(
  fc.oneof({ weight: 8, arbitrary: usual }, { weight: 2, arbitrary: any }, odd),
  { maxLength: 6 },
);
const head = fc.constantFrom(
  ...['', '', '<?xml version="1.0"?>', "<?xml version='1.0' encoding='utf-8'?>\n", '\uFEFF', '\n'],
  ...['<?xml version="1.0" encoding="latin1"?>', '<!DOCTYPE a>', '<?xml version="1.0"\n?>'],
);
const root = fc.constantFrom('annotation', 'annotation', 'annotation', 'other');
const foot = fc.constantFrom('', '', '\n', ' \r\n', '<a/>', 'x', '<!-- end -->');
const documents = fc
  .tuple(head, root, body, blank, foot)
  .map(([a, name, parts, space, b]) => `${a}<${name}>${parts.join('')}${space}</${name}>${b}`);

describe('plain Pascal VOC', () => {
  test('is counted as the tokenizer reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(documents, { maxLength: 3 }), (texts) => {
        expect(tallyOf(texts)).toEqual(byTokenizer(texts));
      }),
      { numRuns: 4000 },
    );
  });

  test('is counted as the tokenizer reads it where it is damaged anywhere', () => {
    const damage = fc.tuple(fc.nat(), fc.constantFrom('', '<', '>', '/', '&', ' ', '\n', 'x', '"'));
    fc.assert(
      fc.property(documents, damage, fc.boolean(), (text, [place, piece], cut) => {
        const at = place % (text.length + 1);
        const damaged = cut ? text.slice(0, at) : text.slice(0, at) + piece + text.slice(at + 1);
        expect(tallyOf([damaged])).toEqual(byTokenizer([damaged]));
      }),
      { numRuns: 6000 },
    );
  });

  test('needs no tokenizer where it is plain, with more objects than it had room for', () => {
    const object = '\n<object><name>cat</name><difficult>1</difficult></object>';
    const text = `<?xml version="1.0"?>\n<annotation>${object.repeat(300)}\n</annotation>\n`;
    const plain = new PlainVoc();
    expect(plain.read(encoder.encode(text))).toBe(true);
    expect([plain.objects, plain.lines[299], plain.difficult[299]]).toEqual([300, 302, 1]);
    expect(plain.read(encoder.encode('<annotation></annotation>'))).toBe(true);
    expect(plain.objects).toBe(0);
  });
});
