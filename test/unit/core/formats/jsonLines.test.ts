// JSON lines: labels, lists, spans, categories, objects, verdicts, splits, and what is none of them.

import { describe, expect, test } from 'vitest';
import { jsonLines } from '../../../../src/core/formats/jsonLines';
import type { Dataset } from '../../../../src/core/model';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, problemsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

function lines(...records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function only(...records: readonly unknown[]): Promise<Dataset> {
  return onlyIn([jsonLines], { 'a.jsonl': lines(...records) });
}

const cat = { file_name: 'a.jpg', label: 'cat' };
const dog = { file_name: 'b.jpg', label: 'dog' };

describe('JSON lines', () => {
  test('with a label give samples of the medium they name', async () => {
    const dataset = await only(cat, dog, cat, { file_name: 'c.jpg', label: null });
    expect(dataset).toMatchObject({ unit: 'image', samples: 4, unlabelled: 1 });
    expect(countsOf(dataset)).toEqual({ cat: 2, dog: 1 });
    expect(
      (
        await only(
          { audio_filepath: 'a.wav', command: 'yes', label: 'x' },
          { audio_filepath: 'b.wav', label: 'y' },
        )
      ).unit,
    ).toBe('clip');
  });

  test('with lists of labels are multi-label', async () => {
    const dataset = await only(
      { text: 'a', labels: ['x', 'y'] },
      { text: 'b', labels: ['y'] },
      { text: 'c', labels: [] },
    );
    expect(countsOf(dataset)).toEqual({ x: 1, y: 2 });
    expect(dataset).toMatchObject({
      unit: 'document',
      multiLabel: true,
      samples: 3,
      unlabelled: 1,
    });
  });

  test('with integers are named by a list beside them', async () => {
    const dataset = await onlyIn([jsonLines], {
      'classes.txt': 'yak\ncat\ndog\n',
      'a.jsonl': lines({ image: 'a.png', label: 2 }, { image: 'b.png', label: 1 }),
    });
    expect(dataset.classes.map(({ name, count }) => [name, count])).toEqual([
      ['yak', 0],
      ['cat', 1],
      ['dog', 1],
    ]);
  });

  test('prefer names to the numbers that stand for them', async () => {
    const dataset = await only(
      { text: 'a', label: 1, label_name: 'pos' },
      { text: 'b', label: 0, label_name: 'neg' },
    );
    expect(Object.keys(countsOf(dataset)).sort()).toEqual(['neg', 'pos']);
  });

  test('of spaCy have a map of categories, all of them declared', async () => {
    const dataset = await only(
      { text: 'a', cats: { POS: 1, NEG: 0, MAYBE: 0 } },
      { text: 'b', cats: { POS: 0.2, NEG: 0.9, MAYBE: 0 } },
      { text: 'c', cats: { POS: true, NEG: true, MAYBE: false } },
    );
    expect(countsOf(dataset)).toEqual({ POS: 2, NEG: 2, MAYBE: 0 });
    expect(dataset).toMatchObject({ unit: 'document', multiLabel: true });
  });

  test('of doccano have triples or entities', async () => {
    expect(
      countsOf(
        await only(
          {
            text: 'x',
            label: [
              [0, 1, 'A'],
              [1, 2, 'B'],
            ],
          },
          { text: 'y', label: [] },
        ),
      ),
    ).toEqual({ A: 1, B: 1 });
    const entities = await only({
      id: 1,
      text: 'x',
      entities: [{ id: 1, label: 'A', start_offset: 0, end_offset: 1 }],
      relations: [],
    });
    expect(entities).toMatchObject({ unit: 'span' });
    expect(countsOf(entities)).toEqual({ A: 1 });
  });

  test('of Prodigy count what was accepted and say the rest', async () => {
    const choice = (accept: readonly string[], answer: string): object => ({
      text: 'x',
      options: [
        { id: 'A', text: 'Sports' },
        { id: 'B', text: 'News' },
      ],
      accept,
      answer,
    });
    const dataset = await only(
      choice(['A'], 'accept'),
      choice(['B'], 'reject'),
      choice(['A'], 'ignore'),
    );
    expect(dataset.classes).toEqual([
      { id: 'A', name: 'Sports', count: 1 },
      { id: 'B', name: 'News', count: 0 },
    ]);
    expect(dataset).toMatchObject({ samples: 2, unlabelled: 1 });
    expect(problemsOf(dataset)).toEqual(['not-accepted a.jsonl']);
  });

  test('take the split from a key, or from the file', async () => {
    const dataset = await only(
      { ...cat, split: 'train' },
      { ...dog, split: 'dev' },
      { ...dog, split: 'train' },
    );
    expect(splitsOf(dataset)).toEqual({ train: { cat: 1, dog: 1 }, val: { dog: 1 } });
    const files = { 'd/train.jsonl': lines(cat, dog), 'd/validation.jsonl': lines(dog, cat) };
    expect(splitsOf(await onlyIn([jsonLines], files))).toEqual({
      train: { cat: 1, dog: 1 },
      val: { cat: 1, dog: 1 },
    });
  });

  test('with a broken line keep the others and say where', async () => {
    const text = `${lines(cat, dog)}{"file_name": "x.jpg", "label": "c\n[1]\n\n${lines(dog)}{"file_name": "z.jpg", "lab`;
    const dataset = await onlyIn([jsonLines], { 'a.jsonl': text });
    expect(countsOf(dataset)).toEqual({ cat: 1, dog: 2 });
    expect(problemsOf(dataset)).toEqual([
      expect.stringMatching(/^json-truncated a\.jsonl:3:\d+$/),
      'no-record a.jsonl:4:1',
      expect.stringMatching(/^json-truncated a\.jsonl:7:\d+$/),
    ]);
  });

  test('count the same in any cut, and say where they are cut short', async () => {
    const text = lines(
      {
        text: 'x',
        label: [
          [0, 1, 'A'],
          [1, 2, 'Bü'],
        ],
      },
      { text: 'y', label: [[0, 1, 'A']] },
    );
    await expectSameInAnyCut([jsonLines], { 'a.jsonl': text });
    await expectCutsSaid([jsonLines], { 'a.jsonl': text }, 'a.jsonl');
  });

  test.each([
    ['chats', { messages: [{ role: 'user', content: 'x' }] }],
    ['metrics', { epoch: 1, loss: 0.5, label: 1 }],
    ['detections', { image_id: 1, category_id: 2, bbox: [1, 2, 3, 4], score: 0.5 }],
    ['regression', { text: 'a', target: 0.25 }],
    ['prompts', { prompt: 'a', completion: 'b' }],
  ])('are not claimed where they hold %s', async (_what, record) => {
    expect((await scanMemory([jsonLines], { 'a.jsonl': lines(record, record) })).datasets).toEqual(
      [],
    );
  });
});
