// Worker threads that take tasks in turn; a crashed one is replaced.
// Must not know what tasks do.

import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { besideProgram } from '../../node/place';
import type { WorkerAnswer, WorkerTask } from './tasks';

/** A worker could not do its task; the message is for people. */
export class WorkerFailure extends Error {
  constructor(
    readonly code: 'diverged' | 'out-of-memory' | 'failed',
    message: string,
  ) {
    super(message);
  }
}

interface Pending {
  readonly task: WorkerTask;
  readonly onNews: (news: WorkerAnswer) => void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class WorkerPool {
  readonly width: number;
  readonly #file: string;
  readonly #queue: Pending[] = [];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  constructor(width = availableParallelism(), file = besideProgram('trainerWorker.mjs')) {
    this.width = Math.max(1, width);
    this.#file = file;
  }

  /**
   * Runs a task when a worker is free.
   * @param urgent before those that wait; for what other tasks wait for.
   * @param onNews told of all that the worker says before its result.
   */
  run(
    task: WorkerTask,
    { urgent = false, onNews = () => undefined }: PoolOptions = {},
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const pending = { task, onNews, resolve, reject };
      if (urgent) this.#queue.unshift(pending);
      else this.#queue.push(pending);
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#queue.splice(0)) reject(new WorkerFailure('failed', 'Stopped.'));
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#closed || this.#queue.length === 0) return;
    const worker = this.#idle.pop() ?? this.#started();
    const pending = worker === undefined ? undefined : this.#queue.shift();
    if (worker !== undefined && pending !== undefined) this.#give(worker, pending);
  }

  #started(): Worker | undefined {
    if (this.#all.size >= this.width) return undefined;
    const worker = new Worker(this.#file);
    this.#all.add(worker);
    return worker;
  }

  #give(worker: Worker, pending: Pending): void {
    const over = (isAlive: boolean): void => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      if (isAlive) this.#idle.push(worker);
      else this.#all.delete(worker);
      this.#next();
    };
    const onMessage = (answer: WorkerAnswer): void => {
      if (answer.type === 'done') pending.resolve(answer.result);
      else if (answer.type === 'failed') {
        pending.reject(new WorkerFailure(answer.code, answer.message));
      } else {
        pending.onNews(answer);
        return;
      }
      over(true);
    };
    const onError = (error: Error): void => {
      const memory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      pending.reject(new WorkerFailure(memory ? 'out-of-memory' : 'failed', error.message));
      over(false);
    };
    const onExit = (): void => {
      pending.reject(new WorkerFailure('failed', 'A worker ended before its task was done.'));
      over(false);
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(pending.task);
  }
}

export interface PoolOptions {
  readonly urgent?: boolean;
  readonly onNews?: (news: WorkerAnswer) => void;
}
