// Pairs of image and class: the same answers as a plain set, as bits, as chains and once given up.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ImageClasses } from '../../../../src/core/annotations/imageClasses';

const pairs = fc.array(fc.tuple(fc.nat(3000), fc.oneof(fc.nat(40), fc.nat(5000))), {
  maxLength: 400,
});

describe('image classes', () => {
  test.each([
    ['bits', 1 << 28],
    ['bits and then chains', 1 << 20],
    ['chains', 0],
  ])('image classes know new pairs from old ones, as %s', (_, limit) => {
    fc.assert(
      fc.property(pairs, (all) => {
        const held = new Map<number, Set<number>>();
        const classes = new ImageClasses(limit);
        for (const [image, label] of all) {
          const known = held.get(image) ?? new Set();
          held.set(image, known);
          expect(classes.add(image, label)).toBe(!known.has(label));
          known.add(label);
        }
        expect(classes.complete).toBe(true);
        expect(classes.images).toBe(held.size);
        for (const [image, known] of held) {
          expect(classes.has(image)).toBe(true);
          expect(classes.classesOf(image)).toBe(known.size);
        }
        expect(classes.has(3001)).toBe(false);
        expect(classes.classesOf(1e6)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('image classes give the pairs up beyond their limit, and still know the images', () => {
    const classes = new ImageClasses(1 << 19);
    for (let at = 0; at < 300_000; at += 1) classes.add(at % 40_000, at % 991);
    expect(classes.complete).toBe(false);
    expect(classes.images).toBe(40_000);
    expect(classes.has(39_999)).toBe(true);
    expect(classes.add(7, 7)).toBe(false);
  });
});
