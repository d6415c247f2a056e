// The classes of Cityscapes (github.com/mcordts/cityscapesScripts, helpers/labels.py), which its masks hold by number.
// Must not know masks.

import type { ClassEntry } from '../model';

/** By id, from 0. */
const names =
  'unlabeled,ego vehicle,rectification border,out of roi,static,dynamic,ground,road,sidewalk,parking,rail track,' +
  'building,wall,fence,guard rail,bridge,tunnel,pole,polegroup,traffic light,traffic sign,vegetation,terrain,sky,' +
  'person,rider,car,truck,bus,caravan,trailer,train,motorcycle,bicycle';
/** Ids that are trained on, in the order of their train ids. */
const trained = [7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33];

/** The classes of masks of a kind, as the endings of their names say it; undefined for other kinds. */
export function cityscapesClasses(kind: string): readonly ClassEntry[] | undefined {
  const all = names.split(',').map((name, at): ClassEntry => ({ id: at.toString(), name }));
  if (kind === 'labelIds' || kind === 'instanceIds') return all;
  if (kind !== 'labelTrainIds') return undefined;
  return trained.map((id, at) => ({ id: at.toString(), name: all[id].name }));
}
