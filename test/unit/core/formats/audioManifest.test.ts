// Audio manifests through the whole pipeline.

import { expect, test } from 'vitest';
import { audioManifest } from '../../../../src/core/formats/audioManifest';
import { inEveryChunk, inEveryCut, scannerOf } from '../../../lib/formatChecks';
import { countsOf, problemsOf, splitsOf } from '../../../lib/scanMemory';

const scan = scannerOf(audioManifest);
const clip = (label: unknown, at = 0) =>
  JSON.stringify({ audio_filepath: `${at}.wav`, duration: 1, text: 'some words', label });
const lines = (...all: readonly string[]) => [...all, ''].join('\n');

test('JSON lines are counted the same whatever the chunks are, saved as .json too', async () => {
  const text = lines(
    clip('dog'),
    clip('cat'),
    '',
    clip(null),
    clip('dog'),
    '{"audio_filepath": "x.wav", "la',
  );
  const [dataset, ...others] = await inEveryChunk(scan, { 'manifest.json': text });
  expect(others).toEqual([]);
  expect(countsOf(dataset)).toEqual({ cat: 1, dog: 2 });
  expect(dataset).toMatchObject({ samples: 4, unlabelled: 1, unit: 'clip', status: 'asserted' });
  expect(problemsOf(dataset)).toEqual([
    'missing-label manifest.json:4:1',
    'json-truncated manifest.json:6:32',
  ]);
});

test('train and test manifests are splits', async () => {
  const [dataset] = await scan({
    'train_manifest.json': lines(clip('yes'), clip('no')),
    'test_manifest.json': lines(clip('no')),
  });
  expect(splitsOf(dataset)).toEqual({ train: { no: 1, yes: 1 }, test: { no: 1 } });
});

test('transcripts are no classes, speakers beside them only offered', async () => {
  const one = (speaker: string) =>
    JSON.stringify({ audio_filepath: 'a.wav', text: 'hello', speaker });
  expect(await scan({ 'asr.json': lines('{"audio_filepath":"a.wav","text":"hello"}') })).toEqual(
    [],
  );
  const [dataset] = await scan({ 'asr.jsonl': lines(one('a'), one('b'), one('a')) });
  expect(dataset.status).toBe('offered');
});

test('labels in lists, joined labels, maps and lists of clips are read', async () => {
  const ast = JSON.stringify({
    data: [
      { wav: '/a.flac', labels: '/m/1,/m/2' },
      { wav: '/b.flac', labels: '/m/1' },
    ],
  });
  const [joined] = await scan({ 'train.json': ast });
  expect([countsOf(joined), joined.multiLabel]).toEqual([{ '/m/1': 2, '/m/2': 1 }, true]);
  const list = JSON.stringify([
    { path: 'a.wav', label: ['x', 'y'] },
    { path: 'b.wav', label: ['x'] },
  ]);
  expect(countsOf((await inEveryChunk(scan, { 'l.json': list }))[0])).toEqual({ x: 2, y: 1 });
  const map = JSON.stringify({
    u1: { wav: '{root}/1.wav', length: 1, command: 'up' },
    u2: { wav: '2', command: 'down' },
  });
  expect(countsOf((await scan({ 'm.json': map }))[0])).toEqual({ down: 1, up: 1 });
});

test('utt2spk counts speakers, one speaker an utterance is only offered', async () => {
  const [dataset] = await inEveryChunk(scan, {
    'data/train/utt2spk': 'a-1 a\na-2 a\nb-1 b\n',
    'data/test/utt2spk': 'c-1 c\n',
  });
  expect(splitsOf(dataset)).toEqual({ train: { a: 2, b: 1 }, test: { c: 1 } });
  const own = Array.from({ length: 20 }, (_, at) => `u${at} u${at}`).join('\n');
  expect((await scan({ utt2spk: own }))[0].status).toBe('offered');
});

test('a cut at any place is survived', async () => {
  await inEveryCut(scan, { 'm.jsonl': lines(clip('a'), clip('b')) }, 'm.jsonl', 2);
});

test('other JSON is none', async () => {
  expect(
    await scan({
      'package.json': '{"name": "x", "path": "y", "keywords": ["label"]}',
      'a.json': '[{"path": "a.jpg", "label": "x"}, {"path": "b.jpg", "label": "y"}]',
    }),
  ).toEqual([]);
});
