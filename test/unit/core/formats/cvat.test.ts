// CVAT XML: shapes and tags of images, tracks of videos, labels of the project.

import { describe, expect, test } from 'vitest';
import { cvat } from '../../../../src/core/formats/cvat';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, imagesOf, problemsOf, scanMemory, splitsOf } from '../../../lib/scanMemory';

const meta =
  '<version>1.1</version><meta><task><name>t</name><labels><label><name>yak</name><attributes><attribute><name>no</name></attribute></attributes></label><label><name>cat</name></label></labels></task></meta>';

function xml(...parts: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations>${meta}\n${parts.join('\n')}\n</annotations>`;
}

const box = (label: string): string =>
  `<box label="${label}" xtl="1"><attribute name="x">dog</attribute></box>`;
const image = (inside: string, subset = ''): string =>
  `<image id="0" name="a.jpg"${subset === '' ? '' : ` subset="${subset}"`}>${inside}</image>`;
const frame = (at: number, outside: number): string =>
  `<box frame="${at}" outside="${outside}" keyframe="1"/>`;

describe('a CVAT file', () => {
  test('of images gives shapes in the order of the labels', async () => {
    const text = xml(
      image(`${box('cat')}${box('cat')}<polygon label="c&amp;d" points="1"/>`),
      image(''),
    );
    const dataset = await onlyIn([cvat], { 'a.xml': text });
    expect(Object.entries(countsOf(dataset))).toEqual([
      ['yak', 0],
      ['cat', 2],
      ['c&d', 1],
    ]);
    expect(imagesOf(dataset)).toEqual({ yak: 0, cat: 1, 'c&d': 1 });
    expect(dataset).toMatchObject({ unit: 'box', samples: 2, unlabelled: 1 });
  });

  test('takes the split from the subset', async () => {
    const text = xml(
      image(box('cat'), 'Train'),
      image(box('yak'), 'Validation'),
      image(box('cat'), 'Test'),
    );
    expect(splitsOf(await onlyIn([cvat], { 'a.xml': text }))).toEqual({
      train: { cat: 1 },
      val: { yak: 1 },
      test: { cat: 1 },
    });
  });

  test('with tags alone counts images', async () => {
    const dataset = await onlyIn([cvat], {
      'a.xml': xml(image('<tag label="cat"/><tag label="yak"/>'), image('<tag label="cat"/>')),
    });
    expect(countsOf(dataset)).toEqual({ yak: 1, cat: 2 });
    expect(dataset).toMatchObject({ unit: 'image', multiLabel: true });
  });

  test('of a video counts visible shapes, and offers tracks', async () => {
    const track = `<track id="0" label="cat">${frame(0, 0)}${frame(1, 0)}${frame(2, 1)}</track>`;
    const { datasets } = await scanMemory([cvat], { 'a.xml': xml(track) });
    expect(datasets.map(({ reading, status, unit }) => [reading, status, unit])).toEqual([
      ['shapes', 'asserted', 'box'],
      ['tracks', 'offered', 'track'],
    ]);
    expect(datasets.map(countsOf)).toEqual([
      { yak: 0, cat: 2 },
      { yak: 0, cat: 1 },
    ]);
    expect(problemsOf(datasets[0])).toContain('outside-shapes a.xml');
  });

  test('says shapes without a label', async () => {
    const dataset = await onlyIn([cvat], { 'a.xml': xml(image(`${box('')}${box('cat')}`)) });
    expect(countsOf(dataset)).toEqual({ yak: 0, cat: 1 });
    expect(problemsOf(dataset)).toEqual(['no-name a.xml']);
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    const text = xml(image(`${box('cat')}${box('yäk')}`), image(box('cat')));
    await expectSameInAnyCut([cvat], { 'a.xml': text });
    await expectCutsSaid([cvat], { 'a.xml': text }, 'a.xml');
  });

  test('is not what else has annotations', async () => {
    const others = {
      'a.xml': '<annotation><object><name>x</name></object></annotation>',
      'b.xml': '<annotations><item/></annotations>',
    };
    expect((await scanMemory([cvat], others)).datasets).toEqual([]);
  });
});
