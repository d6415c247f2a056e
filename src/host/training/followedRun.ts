// One run followed live: its request and its state, from the run folder alone.
// Must not know who looks.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvent } from '../../core/training/readEvent';
import { readRunRequest } from '../../core/training/read';
import type { RunRequest } from '../../core/training/request';
import { initialRunState, reduceRun, type RunState } from '../../core/training/runState';
import { LineFollower } from '../../node/eventsFile';
import { eventsName, isHeld, requestName } from '../../node/runFolders';
import { debounce } from '../base/debounce';
import { Owner } from '../base/dispose';
import type { Log } from '../base/log';

/** How often, at most, the listener hears of changes. */
const tellEvery = 400;
/** Who trains may be killed without a word: the lock tells. */
const lookEvery = 2000;

export class FollowedRun extends Owner {
  #state = initialRunState;
  #request: RunRequest | undefined;
  #held = false;

  /** @param changed hears of new events, no more often than {@link tellEvery} allows. */
  constructor(
    readonly folder: string,
    changed: () => void,
    private readonly log: Log,
  ) {
    super();
    const tell = this.own(debounce(changed, 100, tellEvery));
    this.own(
      new LineFollower(join(folder, eventsName), {
        lines: (lines) => {
          this.#take(lines);
          // Who writes holds the run: that is known before its words are told, else it looked interrupted.
          void this.#heldNow().then(() => {
            if (!this.disposed) tell();
          });
        },
        restarted: () => {
          this.#state = initialRunState;
          tell();
        },
        failed: (error) => {
          log.error(`The events of ${folder} cannot be read`, error);
        },
      }),
    );
    const look = (): void => {
      void this.#look().then((isNew) => {
        if (isNew && !this.disposed) changed();
      });
    };
    const timer = setInterval(look, lookEvery);
    this.own({
      dispose: () => {
        clearInterval(timer);
      },
    });
    look();
  }

  get state(): RunState {
    return this.#state;
  }

  get request(): RunRequest | undefined {
    return this.#request;
  }

  /** True while a living process is at it. */
  get held(): boolean {
    return this.#held;
  }

  #take(lines: readonly string[]): void {
    for (const line of lines) {
      const event = readEvent(line);
      if (event !== undefined) this.#state = reduceRun(this.#state, event);
    }
  }

  async #heldNow(): Promise<void> {
    if (!this.#held) await this.#look();
  }

  async #look(): Promise<boolean> {
    try {
      const held = await isHeld(this.folder);
      const request = this.#request ?? (await this.#readRequest());
      const isNew = held !== this.#held || request !== this.#request;
      this.#held = held;
      this.#request = request;
      return isNew;
    } catch (error) {
      this.log.error(`${this.folder} cannot be looked at`, error);
      return false;
    }
  }

  async #readRequest(): Promise<RunRequest | undefined> {
    try {
      const reading = readRunRequest(await readFile(join(this.folder, requestName), 'utf8'));
      return reading.ok ? reading.request : undefined;
    } catch (error) {
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    }
  }
}
