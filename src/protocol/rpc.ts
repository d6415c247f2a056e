// Request, reply and event over any message channel; one class for host <-> page and host <-> worker.
// Must not know what travels, only that every request is answered, refused or timed out.

import * as v from 'valibot';

/** A pipe for structured-clone messages. */
export interface Channel {
  post(message: unknown): void;
  /** Returns a function that stops listening. */
  listen(listener: (message: unknown) => void): () => void;
}

/** Method name to the schemas of its parameters and its answer. */
export type Methods = Readonly<
  Record<string, { readonly params: v.GenericSchema; readonly result: v.GenericSchema }>
>;
/** Event name to the schema of what it carries. */
export type Events = Readonly<Record<string, v.GenericSchema>>;

export interface Contract {
  readonly methods: Methods;
  readonly events: Events;
}

type Params<C extends Contract, M extends keyof C['methods']> = v.InferOutput<
  C['methods'][M]['params']
>;
type Result<C extends Contract, M extends keyof C['methods']> = v.InferOutput<
  C['methods'][M]['result']
>;
type Payload<C extends Contract, E extends keyof C['events']> = v.InferOutput<C['events'][E]>;

/** The other side refused or failed; `code` is stable, `message` is for people. */
export class RemoteError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface RpcOptions {
  /** Told of messages that are ill-formed or unknown; they are dropped. */
  readonly onBadMessage: (reason: string) => void;
  readonly setTimer: (run: () => void, milliseconds: number) => () => void;
  /** Milliseconds until a request is given up; 0 never. */
  readonly timeout: number;
}

/** A channel that carries JSON leaves `undefined` out. */
const absent = v.optional(v.unknown());

const envelope = v.variant('kind', [
  v.object({ kind: v.literal('request'), id: v.number(), method: v.string(), params: absent }),
  v.object({ kind: v.literal('result'), id: v.number(), result: absent }),
  v.object({ kind: v.literal('error'), id: v.number(), code: v.string(), message: v.string() }),
  v.object({ kind: v.literal('cancel'), id: v.number() }),
  v.object({ kind: v.literal('event'), event: v.string(), payload: absent }),
]);
type Envelope = v.InferOutput<typeof envelope>;

/** What settles a request: an answer of the other side, or why there is none. */
type Answer = RemoteError | { readonly result?: unknown };

interface Waiting {
  readonly settle: (answer: Answer) => void;
}

/** Says, while a request is served, that its caller has given up. */
export interface Cancellation {
  readonly cancelled: boolean;
  onCancel: (() => void) | undefined;
}

type Handler = (params: unknown, cancellation: Cancellation) => Promise<unknown>;

/** One end of a channel: serves `Local`, calls `Remote`. Nothing from the other side is trusted: all is checked. */
export class Rpc<Local extends Contract, Remote extends Contract> {
  #nextId = 1;
  #isDisposed = false;
  readonly #waiting = new Map<number, Waiting>();
  readonly #serving = new Map<number, { cancelled: boolean; onCancel: (() => void) | undefined }>();
  readonly #handlers = new Map<string, Handler>();
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();
  readonly #stop: () => void;

  constructor(
    private readonly local: Local,
    private readonly remote: Remote,
    private readonly channel: Channel,
    private readonly options: RpcOptions,
  ) {
    this.#stop = channel.listen((message) => {
      this.#receive(message);
    });
  }

  /** Serves a method. A thrown error is answered with its message. */
  handle<M extends keyof Local['methods'] & string>(
    method: M,
    serve: (
      params: Params<Local, M>,
      cancellation: Cancellation,
    ) => Promise<Result<Local, M>> | Result<Local, M>,
  ): void {
    this.#handlers.set(method, async (params, cancellation) => serve(params, cancellation));
  }

  /** Listens to an event of the other side; returns a function that stops. */
  on<E extends keyof Remote['events'] & string>(
    event: E,
    listener: (payload: Payload<Remote, E>) => void,
  ): () => void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all);
    const untyped = listener;
    all.add(untyped);
    return () => all.delete(untyped);
  }

  /** Tells the other side; nothing happens once disposed. */
  emit<E extends keyof Local['events'] & string>(event: E, payload: Payload<Local, E>): void {
    if (this.#isDisposed) return;
    this.channel.post({ kind: 'event', event, payload } satisfies Envelope);
  }

  /** Asks the other side. Rejects with a {@link RemoteError}: `failed` where the
   * other side threw, `unknown-method`, `bad-parameters`, `bad-answer`, `timeout`, `cancelled` or `closed`. */
  request<M extends keyof Remote['methods'] & string>(
    method: M,
    params: Params<Remote, M>,
    signal?: AbortSignalLike,
  ): Promise<Result<Remote, M>> {
    if (this.#isDisposed) return Promise.reject(closed());
    if (signal?.aborted === true) return Promise.reject(cancelled());
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const giveUp = (reason: RemoteError): void => {
        this.channel.post({ kind: 'cancel', id } satisfies Envelope);
        this.#settle(id, reason);
      };
      const onAbort = (): void => {
        giveUp(cancelled());
      };
      const stopTimer = this.#startTimer(method, giveUp);
      const settle: Waiting['settle'] = (answer) => {
        stopTimer?.();
        signal?.removeEventListener('abort', onAbort);
        if (answer instanceof RemoteError) {
          reject(answer);
          return;
        }
        const checked = v.safeParse(this.remote.methods[method].result, answer.result);
        if (checked.success) resolve(checked.output);
        else reject(new RemoteError('bad-answer', `Ill-formed answer to “${method}”.`));
      };
      this.#waiting.set(id, { settle });
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        this.channel.post({ kind: 'request', id, method, params } satisfies Envelope);
      } catch (error) {
        this.#settle(id, new RemoteError('failed', messageOf(error)));
      }
    });
  }

  /** Stops listening; every open request is refused with `closed`. */
  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
    for (const id of this.#waiting.keys()) this.#settle(id, closed());
    for (const serving of this.#serving.values()) cancel(serving);
  }

  #startTimer(method: string, giveUp: (reason: RemoteError) => void): (() => void) | undefined {
    const { timeout, setTimer } = this.options;
    if (timeout <= 0) return undefined;
    return setTimer(() => {
      const message = `No answer to “${method}” in ${timeout / 1000} s.`;
      giveUp(new RemoteError('timeout', message));
    }, timeout);
  }

  #settle(id: number, answer: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.settle(answer);
  }

  #receive(raw: unknown): void {
    const checked = v.safeParse(envelope, raw);
    if (!checked.success) {
      this.options.onBadMessage('not an envelope');
      return;
    }
    const message = checked.output;
    if (message.kind === 'request') void this.#serve(message);
    else if (message.kind === 'event') this.#dispatch(message);
    else if (message.kind === 'cancel') cancel(this.#serving.get(message.id));
    else if (message.kind === 'result') this.#settle(message.id, message);
    else this.#settle(message.id, new RemoteError(message.code, message.message));
  }

  async #serve(message: Extract<Envelope, { kind: 'request' }>): Promise<void> {
    const { id, method } = message;
    const refuse = (code: string, text: string): void => {
      this.channel.post({ kind: 'error', id, code, message: text } satisfies Envelope);
    };
    const handler = this.#handlers.get(method);
    const schema = Object.hasOwn(this.local.methods, method)
      ? this.local.methods[method]
      : undefined;
    if (handler === undefined || schema === undefined) {
      this.options.onBadMessage(`unknown method ${method}`);
      refuse('unknown-method', `Unknown method “${method}”.`);
      return;
    }
    const checked = v.safeParse(schema.params, message.params);
    if (!checked.success) {
      this.options.onBadMessage(`ill-formed parameters of ${method}`);
      refuse('bad-parameters', `Ill-formed parameters of “${method}”.`);
      return;
    }
    const serving = { cancelled: false, onCancel: undefined };
    this.#serving.set(id, serving);
    try {
      const result = await handler(checked.output, serving);
      if (!this.#isDisposed) this.channel.post({ kind: 'result', id, result } satisfies Envelope);
    } catch (error) {
      if (!this.#isDisposed) refuse('failed', messageOf(error));
    } finally {
      this.#serving.delete(id);
    }
  }

  #dispatch(message: Extract<Envelope, { kind: 'event' }>): void {
    const schema = Object.hasOwn(this.remote.events, message.event)
      ? this.remote.events[message.event]
      : undefined;
    const checked = schema === undefined ? undefined : v.safeParse(schema, message.payload);
    if (checked?.success !== true) {
      this.options.onBadMessage(`unknown or ill-formed event ${message.event}`);
      return;
    }
    for (const listener of this.#listeners.get(message.event) ?? []) listener(checked.output);
  }
}

/** The part of an AbortSignal that is needed, so that every world's own type fits. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

function cancel(
  serving: { cancelled: boolean; onCancel: (() => void) | undefined } | undefined,
): void {
  if (serving === undefined || serving.cancelled) return;
  serving.cancelled = true;
  serving.onCancel?.();
}

function cancelled(): RemoteError {
  return new RemoteError('cancelled', 'Cancelled.');
}

function closed(): RemoteError {
  return new RemoteError('closed', 'Closed.');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
