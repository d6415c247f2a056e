// Tables with a box or a region a row, and the images behind them.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findRegion } from '../../../../src/core/tables/boxColumns';
import { profileColumns } from '../../../../src/core/tables/columnProfile';
import { ImageBook } from '../../../../src/core/tables/imageBook';
import { SplitTally } from '../../../../src/core/tally';
import { sampleOf } from './samples';

const regionOf = (header: string, ...rows: readonly string[]) =>
  findRegion(profileColumns(sampleOf(header, ...rows)));

describe('a region', () => {
  test.each([
    'filename,class,xmin,ymin,xmax,ymax',
    'image_id,label,x1,y1,x2,y2',
    'image_id,label,x,y,w,h',
    'Filename,ClassId,Roi.X1,Roi.Y1,Roi.X2,Roi.Y2',
    'image_name,label,bbox_x,bbox_y,bbox_width,bbox_height',
    'ImageID,LabelName,XMin,XMax,YMin,YMax',
    'image_id,label,x_min,y_min,x_max,y_max',
  ])('is found in the columns %s', (header) => {
    const region = regionOf(header, 'a.jpg,cat,1,2,3,4', 'b.jpg,dog,5,6,7,9');
    expect(region).toMatchObject({ unit: 'box', image: [0] });
    expect([...(region?.columns ?? [])].sort()).toEqual([2, 3, 4, 5]);
  });

  test('is found in one column of text', () => {
    expect(regionOf('image,label,bbox', 'a.jpg,x,[1 2 3 4]')?.columns).toEqual([2]);
    expect(regionOf('ImageId,ClassId,EncodedPixels', 'a.jpg,1,1 3 9 2')?.unit).toBe('instance');
  });

  test('is not found in width and height alone, nor in text', () => {
    expect(regionOf('file,label,width,height', 'a.jpg,x,1,2')).toBeUndefined();
    expect(regionOf('file,label,box', 'a.jpg,x,blue')).toBeUndefined();
  });
});

describe('an image book', () => {
  const name = (image: number) => new TextEncoder().encode(`image ${image}`);

  test('counts each image once a class, in whatever order the rows come', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -1, max: 5 }));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const book = new ImageBook();
        const split = new SplitTally();
        for (const [image, label] of rows) {
          const bytes = name(image);
          book.open(bytes, 0, bytes.length);
          if (label >= 0) book.hold(label);
        }
        book.close(split, 'boxes.csv');
        const labelled = new Set(rows.filter(([, label]) => label >= 0).map(([image]) => image));
        const images = new Set(rows.map(([image]) => image));
        expect(split.samples).toBe(images.size);
        expect(split.unlabelled).toBe(images.size - labelled.size);
        for (let label = 0; label <= 5; label++) {
          const holding = rows.filter((one) => one[1] === label).map(([image]) => image);
          expect(split.images.at(label) ?? 0).toBe(new Set(holding).size);
        }
      }),
    );
  });

  test.each([
    { maxImages: 3, maxPathBytes: 1000, maxPairs: 1000 },
    { maxImages: 1000, maxPathBytes: 20, maxPairs: 1000 },
    { maxImages: 1000, maxPathBytes: 1000, maxPairs: 3 },
  ])('says that it is full beyond %j', (limits) => {
    const book = new ImageBook(limits);
    for (let image = 0; image < 10; image++) {
      const bytes = name(image);
      book.open(bytes, 0, bytes.length);
      book.hold(image);
    }
    expect(book.full).toBe(true);
  });
});
