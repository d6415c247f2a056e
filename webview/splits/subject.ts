// What the comparison is about: the dataset's splits, what can be counted in it, or another dataset beside it.
// Must not know the DOM.
import type { Dataset } from '../../src/core/model';
import { type Counted, countedChoices } from '../../src/core/selection';
import { type Side, sideBySide } from '../../src/core/sideBySide';
import type { Shown } from '../../src/protocol/panel';
import type { ViewState } from '../../src/protocol/viewState';
import { memo } from '../memo';

/** `splits`, `units`, or the id of another dataset. */
export type Compared = string;

/** What a dataset can be compared by. */
export function comparable(dataset: Dataset, { datasets }: Pick<Shown, 'datasets'>): Compared[] {
  return [
    ...(dataset.splits.length > 1 ? ['splits'] : []),
    ...(countedChoices(dataset).length > 1 ? ['units'] : []),
    ...datasets.map(({ id }) => id).filter((id) => id !== dataset.id),
  ];
}

/** The choice of the view where it can be had, else splits or units; another dataset only where somebody asked for it. */
export function chosenOf(
  dataset: Dataset,
  shown: Pick<Shown, 'datasets'>,
  view: Pick<ViewState, 'compared'>,
): Compared | undefined {
  const choices = comparable(dataset, shown);
  return (
    choices.find((one) => one === view.compared) ??
    choices.find((one) => one === 'splits' || one === 'units')
  );
}

/** Further datasets beside the chosen one, those that are there and not on show already; none beside splits or units. */
export function alsoChosen(
  dataset: Dataset,
  shown: Pick<Shown, 'datasets'>,
  view: Pick<ViewState, 'compared' | 'alsoCompared'>,
): readonly string[] {
  const chosen = chosenOf(dataset, shown, view);
  if (chosen === undefined || chosen === 'splits' || chosen === 'units') return [];
  const known = new Set(shown.datasets.map(({ id }) => id));
  return [...new Set(view.alsoCompared)].filter(
    (id) => known.has(id) && id !== chosen && id !== dataset.id,
  );
}

const none: readonly Dataset[] = [];

/**
 * A selector of the dataset whose splits are to be drawn; undefined while no other dataset has come yet.
 * @param titleOf says what is counted, in the user's language.
 */
export function subjectSelector(titleOf: (dataset: Dataset, counted: Counted) => string) {
  const units = memo((dataset: Dataset, split: string) => {
    const [first, ...rest] = countedChoices(dataset).map((counted): Side => ({
      ...{ title: titleOf(dataset, counted), dataset, split, counted },
    }));
    return sideBySide([first, ...rest]);
  });
  const others = memo(
    (
      dataset: Dataset,
      there: readonly Dataset[],
      ids: string,
      split: string,
      counted: Side['counted'],
    ) => {
      const side = (one: Dataset): Side => {
        const how = countedChoices(one).includes(counted) ? counted : 'unit';
        return { title: one.name, dataset: one, split, counted: how };
      };
      const chosen = ids.split('\n').flatMap((id) => there.find((one) => one.id === id) ?? []);
      return chosen.length === 0 ? undefined : sideBySide([side(dataset), ...chosen.map(side)]);
    },
  );
  return (shown: Shown, view: ViewState): Dataset | undefined => {
    const { dataset, others: there = none } = shown;
    if (dataset === undefined) return undefined;
    const chosen = chosenOf(dataset, shown, view);
    if (chosen === 'splits') return dataset;
    if (chosen === 'units') return units(dataset, view.split);
    const ids = [chosen, ...alsoChosen(dataset, shown, view)].join('\n');
    return others(dataset, there, ids, view.split, view.counted);
  };
}
