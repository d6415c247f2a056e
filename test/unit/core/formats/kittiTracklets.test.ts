// KITTI tracklets: tracks by object type, poses left alone.

import { describe, expect, test } from 'vitest';
import { kittiTracklets } from '../../../../src/core/formats/kittiTracklets';
import { expectCutsSaid, expectSameInAnyCut, onlyIn } from '../../../lib/documentChecks';
import { countsOf, scanMemory } from '../../../lib/scanMemory';

const item = (type: string): string =>
  `<item><objectType>${type}</objectType><poses><count>1</count><item><tx>1</tx><objectType>no</objectType></item></poses></item>`;
const xml = (...types: readonly string[]): string =>
  `<boost_serialization><tracklets><count>${types.length}</count>\n${types.map(item).join('\n')}</tracklets></boost_serialization>`;

describe('a file of tracklets', () => {
  test('gives tracks by object type', async () => {
    const dataset = await onlyIn([kittiTracklets], {
      'd/tracklet_labels.xml': xml('Van', 'Car', 'Van'),
    });
    expect(countsOf(dataset)).toEqual({ Car: 1, Van: 2 });
    expect(dataset).toMatchObject({ unit: 'track', samples: 3, name: 'd' });
  });

  test('counts the same in any cut, and says where it is cut short', async () => {
    await expectSameInAnyCut([kittiTracklets], { 'a.xml': xml('Van', 'Car') });
    await expectCutsSaid([kittiTracklets], { 'a.xml': xml('Van', 'Car', 'Van') }, 'a.xml');
  });

  test('is not what else boost wrote', async () => {
    expect(
      (
        await scanMemory([kittiTracklets], {
          'a.xml': '<boost_serialization><x/></boost_serialization>',
        })
      ).datasets,
    ).toEqual([]);
  });
});
