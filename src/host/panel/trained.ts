// Tells the page what training on its dataset has found, and starts a run or opens the results where it asks.
// Must not know how anything is trained, nor how it is shown.

import { adviseTrained } from '../../core/advice/trained';
import { isTrainable } from '../../core/training/trainable';
import type { Trained } from '../../protocol/panelTraining';
import { Owner } from '../base/dispose';
import type { Features, TrainedVerdict, Training } from '../features';
import type { Target } from '../folderState';

export class TrainedTeller extends Owner {
  #sent = '';
  #asked = 0;
  #verdict: TrainedVerdict | undefined;
  #listening = false;

  /** @param tell sends to the page. */
  constructor(
    private readonly features: Features,
    private readonly target: () => Target,
    private readonly tell: (trained: Trained) => void,
  ) {
    super();
  }

  /** Looks again, and tells the page where that changes anything. @param isNew the page has been told nothing yet. */
  look(isNew = false): void {
    if (isNew) this.#sent = '';
    this.features.errors.start('Looking for training results', () => this.#look());
  }

  start(): void {
    const { key } = this.target();
    this.features.errors.start('Training from the panel', async () => {
      await (await this.features.training()).start({ key });
    });
  }

  openResults(): void {
    const folder = this.#verdict?.folder;
    this.features.errors.start('Training results from the panel', async () => {
      await (await this.features.training()).openResults(folder);
    });
  }

  async #look(): Promise<void> {
    const asked = ++this.#asked;
    const { key } = this.target();
    const found = this.features.store.find(key);
    if (found === undefined) return;
    const canStart = isTrainable(found.dataset) && found.state.folder.uri.scheme === 'file';
    const verdict = canStart ? await this.#verdictOn(key) : undefined;
    // What was asked for last is what counts.
    if (asked !== this.#asked || this.disposed) return;
    this.#verdict = verdict;
    const trained: Trained = { datasetId: key, canStart, ...shown(verdict) };
    const text = JSON.stringify(trained);
    if (text === this.#sent) return;
    this.#sent = text;
    this.tell(trained);
  }

  async #verdictOn(key: string): Promise<TrainedVerdict | undefined> {
    const training = await this.features.training();
    this.#listen(training);
    return await training.verdictOn(key);
  }

  #listen({ onDidChangeRuns }: Training): void {
    if (this.#listening || this.disposed) return;
    this.#listening = true;
    this.own(
      onDidChangeRuns(() => {
        this.look();
      }),
    );
  }
}

function shown(verdict: TrainedVerdict | undefined): Pick<Trained, 'verdict'> {
  const advice = verdict && adviseTrained(verdict.verdict, verdict.arms);
  if (verdict === undefined || advice === undefined) return {};
  const { engine, created, name } = verdict;
  return { verdict: { run: name, engine, created, advice } };
}
