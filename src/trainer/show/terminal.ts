// Shows a run while it goes on: a table that redraws itself on a terminal, plain lines elsewhere.
// Must not know how the run is trained; it only sees events.

import type { StampedEvent } from '../../core/training/events';
import { Board, rankingLines } from './board';
import { percent } from '../numbers';

export interface Screen {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Lines and columns of the terminal. */
  readonly rows: number;
  readonly columns: number;
}

const redrawEvery = 200;

/** Answers what to call with each event. */
export function showOn(screen: Screen): (event: StampedEvent) => void {
  const board = new Board();
  const table = new LiveTable(screen);
  let shown = 0;
  return (event) => {
    board.take(event);
    const line = lineOf(event);
    if (line !== undefined) table.say(line);
    const settled = event.type === 'verdict' || event.type === 'end';
    const now = performance.now();
    if (!screen.isTerminal || (!settled && now - shown < redrawEvery)) return;
    shown = now;
    if (settled) table.clear();
    else if (event.type !== 'log') table.draw(board.lines());
  };
}

/** What is worth a line of its own. */
function lineOf(event: StampedEvent): string | undefined {
  switch (event.type) {
    case 'start': {
      const { engine, device, reason, arms, seeds } = event;
      return `Training ${arms.length} losses with ${seeds.length} seeds on ${engine} (${device}). ${reason}`;
    }
    case 'data': {
      const left = event.skipped === 0 ? '' : `; ${event.skipped} left out`;
      const some = event.examples.map(({ path, reason }) => `\n  ${plain(path)}: ${plain(reason)}`);
      return `${event.train} samples to train on, ${event.val} to validate, ${event.test} to test${left}${some.join('')}`;
    }
    case 'metrics': {
      if (!event.final || event.split !== 'test') return undefined;
      const { balancedAccuracy, head, tail } = event.metrics;
      const parts = `balanced ${percent(balancedAccuracy)}, head ${percent(head)}, tail ${percent(tail)}`;
      return `${plain(event.arm)}, seed ${event.seed}: ${parts}`;
    }
    case 'arm':
      if (event.state === 'started' || event.state === 'finished') return undefined;
      return `${plain(event.arm)}, seed ${event.seed}: ${event.state}. ${plain(event.reason ?? '')}`;
    case 'log':
      return event.level === 'info'
        ? plain(event.message)
        : `${event.level}: ${plain(event.message)}`;
    case 'verdict':
      return ['', ...rankingLines(event.ranking), '', plain(event.statement)].join('\n');
    case 'end':
      return event.status === 'done' ? undefined : `${event.status}: ${plain(event.reason ?? '')}`;
    case 'progress':
      return undefined;
  }
}

/** Lines above a table that is drawn over itself. */
class LiveTable {
  #height = 0;

  constructor(private readonly screen: Screen) {}

  say(line: string): void {
    this.clear();
    this.screen.write(`${line}\n`);
  }

  draw(lines: readonly string[]): void {
    this.clear();
    const { rows, columns } = this.screen;
    const shown = lines.slice(0, Math.max(1, rows - 1)).map((line) => line.slice(0, columns - 1));
    this.screen.write(`${shown.join('\n')}\n`);
    this.#height = shown.length;
  }

  clear(): void {
    if (this.#height > 0) this.screen.write(`\u001b[${this.#height}A\u001b[0J`);
    this.#height = 0;
  }
}

/** Names come from label files: control characters must not reach the terminal. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
