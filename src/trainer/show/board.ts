// Where every arm of a run stands, from its events: the lines that a terminal shows.
// Must not know terminals.

import type { Ranked, StampedEvent } from '../../core/training/events';
import { percent, points } from '../numbers';

interface Standing {
  readonly name: string;
  readonly scores: number[];
  state: string;
  loss: number | null;
}

const widest = 36;

export class Board {
  readonly #arms = new Map<string, Standing>();
  #seeds = 0;
  #head = '';
  #remaining: number | null = null;
  #rate: number | null = null;

  take(event: StampedEvent): void {
    switch (event.type) {
      case 'start':
        this.#head = `${event.engine} on ${event.device}`;
        this.#seeds = event.seeds.length;
        for (const name of event.arms) this.#standing(name);
        break;
      case 'progress': {
        const standing = this.#standing(event.arm);
        standing.state = `seed ${event.seed}, epoch ${Math.floor(event.epoch)}/${event.epochs}`;
        standing.loss = event.loss;
        this.#remaining = event.remaining;
        this.#rate = event.rate;
        break;
      }
      case 'metrics':
        if (event.final && event.split === 'test') {
          this.#standing(event.arm).scores.push(event.metrics.balancedAccuracy);
        }
        break;
      case 'arm':
        if (event.state !== 'started') this.#standing(event.arm).state = event.state;
        break;
      case 'data':
      case 'log':
      case 'verdict':
      case 'end':
        break;
    }
  }

  /** A head line and one line an arm. */
  lines(): readonly string[] {
    const left = this.#remaining === null ? '' : `, about ${duration(this.#remaining)} left`;
    const rate = this.#rate === null ? '' : `, ${Math.round(this.#rate)} samples/s a worker`;
    const rows = [...this.#arms.values()].map((arm) => this.#row(arm));
    return [`${this.#head}${rate}${left}`, ...rows];
  }

  #row({ name, scores, state, loss }: Standing): string {
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const score = scores.length === 0 ? '' : `${(mean * 100).toFixed(1)} %`;
    const done = `${scores.length}/${this.#seeds}`;
    const lossText = loss === null ? '' : loss.toFixed(3);
    return `  ${cut(name)}  ${done.padStart(5)}  ${score.padStart(7)}  ${lossText.padStart(7)}  ${state}`;
  }

  #standing(name: string): Standing {
    let standing = this.#arms.get(name);
    if (standing === undefined) {
      standing = { name, scores: [], state: '', loss: null };
      this.#arms.set(name, standing);
    }
    return standing;
  }
}

/** The ranking of a verdict, one line an arm. */
export function rankingLines(ranking: readonly Ranked[]): readonly string[] {
  const title = `  ${'loss'.padEnd(widest)}  balanced    difference to plain (95 %)    head     tail`;
  return [
    title,
    ...ranking.map(({ arm, mean, conclusion, difference, differenceInterval, metrics }) => {
      const range =
        differenceInterval === null
          ? ''
          : ` (${points(differenceInterval[0])} to ${points(differenceInterval[1])})`;
      const against = conclusion === 'baseline' ? 'baseline' : `${points(difference)}${range}`;
      const shares = [metrics.head, metrics.tail].map((share) => percent(share).padStart(7));
      return `  ${cut(arm)}  ${percent(mean).padStart(8)}  ${against.padStart(28)}  ${shares.join('  ')}  ${conclusion}`;
    }),
  ];
}

function cut(name: string): string {
  const plain = name.replace(/\p{Cc}+/gu, ' ');
  return (plain.length > widest ? `${plain.slice(0, widest - 1)}…` : plain).padEnd(widest);
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
