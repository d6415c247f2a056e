import { describe, expect, test } from 'vitest';
import { englishStrings } from '../../../src/protocol/strings';
import { totalText } from '../../../webview/counted';
import { betaText, numbersFor } from '../../../webview/format';
import { verdictOn } from '../../../webview/metrics/verdict';
import { modelSelector } from '../../../webview/model';
import { defaultView, fitView } from '../../../webview/state';
import { Texts } from '../../../webview/text';
import { datasetOf } from './datasets';

const numbers = numbersFor('en');
const text = new Texts();

describe('numbers', () => {
  test.each([
    ['count', 1_234_567, '1,234,567'],
    ['compact', 1_234_567, '1.23\u202fM'],
    ['compact', 999, '999'],
    ['compact', 2 ** 53, '9.01e15'],
    ['weight', 3.99334, '3.993'],
    ['weight', 1, '1.000'],
    ['weight', 0, '0'],
    ['weight', 0.000012345, '1.234e−5'],
    ['weight', 12345.6, '12,350'],
    ['share', 0.052, '5.20\u202f%'],
    ['share', 1, '100\u202f%'],
    ['share', 0, '0\u202f%'],
    ['plain', 78.891, '78.89'],
    ['plain', 12_345.6, '12,346'],
    ['prototypes', Infinity, '∞'],
    ['prototypes', 11.2, '11.2'],
  ] as const)('write %s of %s', (how, value, expected) => {
    expect(numbers[how](value)).toBe(expected);
  });

  test('tell β apart however near it is to 1', () => {
    const texts = [0, 0.9, 0.99, 0.999, 0.9999, 1 - 1 / 11_200, 0.999999, 1].map(betaText);
    expect(texts).toEqual(['0', '0.9', '0.99', '0.999', '0.9999', '0.9999107', '0.999999', '1']);
  });

  test('fall back to English in a language that is none', () => {
    expect(numbersFor('not a language').count(1234)).toBe('1,234');
    expect(numbersFor('de').count(1234)).toBe('1.234');
  });
});

describe('texts', () => {
  test('fill their holes and leave an unknown one alone', () => {
    expect(text.t('weights.sliderText', '10', '0.9')).toBe('N = 10, β = 0.9');
    expect(text.t('weights.sliderText', '10')).toBe('N = 10, β = {1}');
    expect(text.t('table.nothing', '$& {1} {0}')).toBe('No class matches “$& {1} {0}”.');
  });

  test('choose singular and plural', () => {
    expect(text.plural('unit.box', 1, '1')).toBe('1 box');
    expect(text.plural('unit.box', 2, '2')).toBe('2 boxes');
  });

  test('take a translation and fall back to English', () => {
    const german = new Texts({ 'action.export': 'Exportieren…', 'Inverse frequency': 'Kehrwert' });
    expect(german.t('action.export')).toBe('Exportieren…');
    expect(german.t('action.copy')).toBe('Copy as Code…');
    expect([german.core('Inverse frequency'), german.core('ENet')]).toEqual(['Kehrwert', 'ENet']);
  });

  test('have both forms of every pair', () => {
    // “There is only one split” is no pair.
    const keys = Object.keys(englishStrings).filter((key) => key !== 'splits.one');
    const singular = keys.filter((key) => key.endsWith('.one')).map((key) => key.slice(0, -4));
    const plural = keys.filter((key) => key.endsWith('.other')).map((key) => key.slice(0, -6));
    expect(singular).toEqual(plural);
  });
});

describe('total', () => {
  const total = (multiLabel: boolean): string => {
    const dataset = datasetOf(['a', 'b'], { all: [6, 3] }, { multiLabel });
    const model = modelSelector()(dataset, fitView(defaultView, dataset));
    return totalText(model, model.metrics.total, text, numbers);
  };

  test('counts labels where a sample can have several', () => {
    expect([total(false), total(true)]).toEqual(['9 images', '9 labels']);
  });
});

describe('verdict', () => {
  const verdict = (...counts: readonly number[]): string => {
    const dataset = datasetOf(
      counts.map((_, i) => `c${i.toString()}`),
      { all: counts },
    );
    return verdictOn(modelSelector()(dataset, fitView(defaultView, dataset)), text, numbers);
  };

  test.each([
    [[], 'There are no classes.'],
    [[0, 0], 'None of the 2 classes has any images in this split.'],
    [[7], 'There is a single class with 7 images: nothing to balance.'],
    [[9, 9, 9], 'All 3 classes have 9 images each: balanced, no weights needed.'],
    [[5, 0], '1 of 2 classes is empty; 1 of 2 classes has fewer than 20 images.'],
    [
      [9, 9, 0],
      '1 of 3 classes is empty; 2 of 3 classes have fewer than 20 images; all classes with samples are equally large; weights would change little.',
    ],
    [
      [500, 450],
      'Every class has 20 images or more; the largest is 1.111× the smallest; weights would change little.',
    ],
    [
      [5000, 50, 10, 19],
      '2 of 4 classes have fewer than 20 images; the largest is 500× the smallest; plain cross-entropy will mostly ignore the tail.',
    ],
  ])('on %j is plain', (counts, expected) => {
    expect(verdict(...counts)).toBe(expected);
  });
});
