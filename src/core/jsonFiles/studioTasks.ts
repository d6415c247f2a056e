// Counts Label Studio tasks: of each task the annotations that hold, of them the labels of the wanted kind of result.
// Must not know files beyond the name for problems.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { SplitName } from '../model';
import type { Tally } from '../tally';
import { SampleCounter } from './samples';
import { regionLabelKeys } from './studioMin';

/**
 * What an annotation is worth: the ground truth beats the others. Of equals all regions count, as Label Studio's own
 * exports to COCO and YOLO write them all; but a document has the choices of the last alone.
 */
const CANCELLED = 0;
const ORDINARY = 1;
const TRUTH = 2;

/** Reads one file: a list of tasks, or a single one. */
export class StudioTasks {
  readonly rows: readonly JsonRowSpec[];
  readonly #samples: SampleCounter;
  /** Labels of the result and of the annotation that are open, and of the best annotation so far. */
  #result: string[] = [];
  #annotation: string[] = [];
  #best: string[] = [];
  #rank = CANCELLED;
  #cancelled = 0;
  #further = 0;

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
    private readonly split: SplitName,
    private readonly choices: boolean,
    /** Where a task stands: `[]` in a list of them, empty where the file is one. */
    private readonly place: '[]' | '' = '[]',
  ) {
    this.#samples = new SampleCounter(tally, choices ? 'labels' : 'objects');
    this.rows = [
      this.#task(),
      ...['annotations', 'completions'].flatMap((key) => this.#annotations(key)),
    ];
  }

  /** Says what was left out. */
  end(): void {
    this.#say(
      'cancelled-annotations',
      this.#cancelled,
      'annotations were cancelled (skipped) and are left out.',
    );
    this.#say(
      'several-annotations',
      this.#further,
      'tasks have more than one annotation. The ground truth is counted where there is one; else all regions, or the last choices.',
    );
  }

  #say(code: string, count: number, what: string): void {
    if (count === 0) return;
    const message = `${count} ${what}`;
    this.tally.problem({ code, severity: 'information', file: this.file, message });
  }

  #task(): JsonRowSpec {
    let seen = 0;
    const onStart = (): void => {
      this.#best = [];
      this.#rank = CANCELLED;
      seen = this.#further;
    };
    const onRow = (row: JsonRow): void => {
      this.#further = Math.min(this.#further, seen + 1);
      this.#samples.keep();
      for (const label of this.#best) this.#samples.addText(label);
      const path = this.#samples.observed ? row.text(0) || row.text(1) || row.text(2) : undefined;
      this.#samples.end(this.split, this.file, row.line, path);
    };
    return { path: this.place, fields: ['data.image', 'data.audio', 'data.video'], onStart, onRow };
  }

  #annotations(key: string): JsonRowSpec[] {
    const path = this.place === '' ? `${key}[]` : `${this.place}.${key}[]`;
    return [
      {
        path,
        fields: ['was_cancelled', 'ground_truth'],
        onStart: () => {
          this.#annotation = [];
        },
        onRow: (row) => {
          this.#settle(row);
        },
      },
      this.#results(`${path}.result[]`),
      ...this.#labels(`${path}.result[].value`),
    ];
  }

  #settle(row: JsonRow): void {
    if (row.kind(0) === 'true') {
      this.#cancelled += 1;
      return;
    }
    const rank = row.kind(1) === 'true' ? TRUTH : ORDINARY;
    if (this.#rank > CANCELLED) this.#further += 1;
    if (rank < this.#rank) return;
    const isFurther = rank === this.#rank && !this.choices;
    this.#best = isFurther ? [...this.#best, ...this.#annotation] : this.#annotation;
    this.#rank = rank;
  }

  #results(path: string): JsonRowSpec {
    return {
      path,
      fields: ['type'],
      onStart: () => {
        this.#result = [];
      },
      onRow: (row) => {
        const type = row.text(0);
        const isChoice = type === 'choices' || type === 'taxonomy';
        if (isChoice === this.choices) this.#annotation.push(...this.#result);
      },
    };
  }

  /** `value.<type>` is a list of labels; of a taxonomy a list of paths, joined with /. */
  #labels(value: string): JsonRowSpec[] {
    return [
      ...regionLabelKeys.map((key) => ({
        path: `${value}.${key}[]`,
        fields: [''],
        onRow: (row: JsonRow) => {
          if (row.kind(0) === 'string' || row.kind(0) === 'number') this.#result.push(row.text(0));
        },
      })),
      ...this.#taxonomy(`${value}.taxonomy[]`),
    ];
  }

  #taxonomy(path: string): JsonRowSpec[] {
    let last = '';
    return [
      {
        path,
        fields: [''],
        onStart: () => {
          last = '';
        },
        onRow: (row) => {
          const own = row.text(0);
          if (own !== '' || last !== '') this.#result.push(own === '' ? last : own);
        },
      },
      {
        path: `${path}[]`,
        fields: [''],
        onRow: (row) => {
          last = last === '' ? row.text(0) : `${last}/${row.text(0)}`;
        },
      },
    ];
  }
}
