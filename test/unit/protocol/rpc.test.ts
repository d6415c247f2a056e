// The one rpc class: every request is answered, refused, timed out, cancelled or closed, whatever the other side sends.

import * as v from 'valibot';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Channel, RemoteError, Rpc, type RpcOptions } from '../../../src/protocol/rpc';

const server = {
  methods: {
    double: { params: v.object({ n: v.number() }), result: v.number() },
    wait: { params: v.object({}), result: v.string() },
    nothing: { params: v.undefined(), result: v.undefined() },
  },
  events: { tick: v.object({ at: v.number() }) },
};
const client = { methods: {}, events: { told: v.string() } };

/** One end of a wire that carries copies in order, one turn later; `raw` puts anything on it. */
interface Wire extends Channel {
  readonly posted: unknown[];
  raw(message: unknown): void;
  readonly listeners: Set<(message: unknown) => void>;
}

function wires(copy: (message: unknown) => unknown = structuredClone): [Wire, Wire] {
  const end = (): Wire & { other?: Wire } => {
    const listeners = new Set<(message: unknown) => void>();
    const wire: Wire & { other?: Wire } = {
      posted: [],
      listeners,
      post: (message) => {
        const copied = copy(message);
        wire.posted.push(copied);
        queueMicrotask(() => wire.other?.raw(copied));
      },
      raw: (message) => {
        for (const listener of listeners) listener(message);
      },
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    return wire;
  };
  const [a, b] = [end(), end()];
  a.other = b;
  b.other = a;
  return [a, b];
}

function setUp(options: Partial<RpcOptions> = {}, copy?: (message: unknown) => unknown) {
  const [near, far] = wires(copy);
  const bad = vi.fn();
  const badAtServer = vi.fn();
  const timers = new Set<() => void>();
  const setTimer = (run: () => void): (() => void) => {
    timers.add(run);
    return () => timers.delete(run);
  };
  const all = { setTimer, timeout: 1000, onBadMessage: bad, ...options };
  const caller = new Rpc(client, server, near, all);
  const callee = new Rpc(server, client, far, { ...all, onBadMessage: badAtServer });
  onTestFinished(() => {
    caller.dispose();
    callee.dispose();
  });
  const passTime = (): void => {
    for (const run of [...timers]) run();
  };
  return { caller, callee, near, far, bad, badAtServer, timers, passTime };
}

/** Lets everything on the wires arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe('rpc answers', () => {
  test('rpc answers a request, and several at once each with its own', async () => {
    const { caller, callee } = setUp();
    callee.handle('double', async ({ n }) => {
      if (n === 1) await settled();
      return n * 2;
    });
    const answers = [1, 2, 3].map((n) => caller.request('double', { n }));
    expect(await Promise.all(answers)).toEqual([2, 4, 6]);
  });

  test('rpc passes a failure on with its message', async () => {
    const { caller, callee } = setUp();
    callee.handle('double', () => {
      throw new Error('no bytes');
    });
    const failed = caller.request('double', { n: 1 });
    await expect(failed).rejects.toBeInstanceOf(RemoteError);
    await expect(failed).rejects.toMatchObject({ code: 'failed', message: 'no bytes' });
  });

  test('rpc answers where neither parameters nor result survive as undefined', async () => {
    const json = (message: unknown): unknown => JSON.parse(JSON.stringify(message));
    const { caller, callee } = setUp({}, json);
    callee.handle('nothing', () => undefined);
    await expect(caller.request('nothing', undefined)).resolves.toBeUndefined();
  });

  test('rpc keeps no timer and no listener of a signal once it is answered', async () => {
    const { caller, callee, timers, near } = setUp();
    callee.handle('double', ({ n }) => n);
    const controller = new AbortController();
    await caller.request('double', { n: 1 }, controller.signal);
    expect(timers.size).toBe(0);
    const before = near.posted.length;
    controller.abort();
    expect(near.posted).toHaveLength(before);
  });
});

describe('rpc refuses', () => {
  test('rpc refuses a method that is not served, though the contract has it', async () => {
    const { caller, badAtServer } = setUp();
    await expect(caller.request('wait', {})).rejects.toMatchObject({ code: 'unknown-method' });
    expect(badAtServer).toHaveBeenCalledTimes(1);
  });

  test.each(['toString', '__proto__', 'constructor'])(
    'rpc refuses the method %s, which every object has',
    async (method) => {
      const { near, far, callee } = setUp();
      callee.handle('double', ({ n }) => n);
      near.post({ kind: 'request', id: 7, method, params: {} });
      await settled();
      expect(far.posted).toMatchObject([{ kind: 'error', id: 7, code: 'unknown-method' }]);
    },
  );

  test('rpc refuses ill-formed parameters without calling the handler', async () => {
    const { near, far, callee } = setUp();
    const serve = vi.fn(() => 1);
    callee.handle('double', serve);
    near.post({ kind: 'request', id: 7, method: 'double', params: { n: 'one' } });
    await settled();
    expect(serve).not.toHaveBeenCalled();
    expect(far.posted).toMatchObject([{ kind: 'error', id: 7, code: 'bad-parameters' }]);
  });

  test('rpc refuses an ill-formed answer', async () => {
    const { caller, callee } = setUp();
    callee.handle('wait', (() => 42) as unknown as () => string);
    await expect(caller.request('wait', {})).rejects.toMatchObject({ code: 'bad-answer' });
  });

  test('rpc refuses what cannot be sent, and leaves nothing waiting', async () => {
    const { caller, callee, timers } = setUp();
    callee.handle('wait', (() => () => 'a function') as unknown as () => string);
    await expect(caller.request('wait', {})).rejects.toMatchObject({ code: 'failed' });
    const unsendable = { n: 1, extra: () => 1 };
    await expect(caller.request('double', unsendable)).rejects.toMatchObject({ code: 'failed' });
    expect(timers.size).toBe(0);
  });
});

describe('rpc gives up', () => {
  test('rpc times out, tells the other side and takes no late answer', async () => {
    const { caller, callee, passTime } = setUp();
    let answer: ((text: string) => void) | undefined;
    const cancelled = vi.fn();
    callee.handle('wait', (_, cancellation) => {
      cancellation.onCancel = cancelled;
      return new Promise((resolve) => (answer = resolve));
    });
    const waiting = caller.request('wait', {});
    await settled();
    passTime();
    await expect(waiting).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('1 s') as string,
    });
    await settled();
    expect(cancelled).toHaveBeenCalledTimes(1);
    answer?.('late');
    await settled();
  });

  test('rpc never times out where the timeout is 0', () => {
    const { caller, callee, timers } = setUp({ timeout: 0 });
    callee.handle('wait', () => new Promise(() => undefined));
    caller.request('wait', {}).catch(() => undefined);
    expect(timers.size).toBe(0);
  });

  test('rpc cancels: the caller is free at once and the handler is told', async () => {
    const { caller, callee } = setUp();
    const seen: boolean[] = [];
    callee.handle('wait', (_, cancellation) => {
      seen.push(cancellation.cancelled);
      cancellation.onCancel = () => seen.push(cancellation.cancelled);
      return new Promise(() => undefined);
    });
    const controller = new AbortController();
    const waiting = caller.request('wait', {}, controller.signal);
    await settled();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    await settled();
    expect(seen).toEqual([false, true]);
  });

  test('rpc sends nothing for a request that is cancelled beforehand', async () => {
    const { caller, near } = setUp();
    const cancelled = caller.request('wait', {}, AbortSignal.abort());
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    expect(near.posted).toEqual([]);
  });
});

describe('rpc drops', () => {
  test.each([
    [undefined],
    ['text'],
    [{ kind: 'nonsense' }],
    [{ kind: 'request', id: 'one', method: 'double', params: {} }],
    [{ kind: 'event', event: 'nope', payload: 1 }],
    [{ kind: 'event', event: 'hasOwnProperty', payload: 1 }],
    [{ kind: 'event', event: 'tick', payload: { at: 'noon' } }],
  ])('rpc drops %j and says so', (message) => {
    const { caller, near, bad } = setUp();
    const heard = vi.fn();
    caller.on('tick', heard);
    near.raw(message);
    expect(bad).toHaveBeenCalledTimes(1);
    expect(heard).not.toHaveBeenCalled();
  });

  test('rpc takes no answer to what it did not ask, nor a second one', async () => {
    const { caller, callee, near } = setUp();
    callee.handle('double', ({ n }) => n * 2);
    near.raw({ kind: 'result', id: 1, result: 9 });
    const asked = caller.request('double', { n: 2 });
    expect(await asked).toBe(4);
    near.raw({ kind: 'result', id: 1, result: 9 });
    near.raw({ kind: 'cancel', id: 99 });
    expect(await caller.request('double', { n: 5 })).toBe(10);
  });
});

describe('rpc tells', () => {
  test('rpc passes events to every listener until it stops listening', async () => {
    const { caller, callee } = setUp();
    const [one, two] = [vi.fn(), vi.fn()];
    const stop = caller.on('tick', one);
    caller.on('tick', two);
    callee.emit('tick', { at: 1 });
    await settled();
    stop();
    callee.emit('tick', { at: 2 });
    await settled();
    expect(one.mock.calls).toEqual([[{ at: 1 }]]);
    expect(two.mock.calls).toEqual([[{ at: 1 }], [{ at: 2 }]]);
  });

  test('rpc keeps events and answers in order', async () => {
    const { caller, callee } = setUp();
    const heard: unknown[] = [];
    caller.on('tick', (tick) => heard.push(tick.at));
    callee.handle('double', ({ n }) => {
      callee.emit('tick', { at: n });
      return n;
    });
    heard.push(`answer ${await caller.request('double', { n: 3 })}`);
    expect(heard).toEqual([3, 'answer 3']);
  });
});

describe('rpc closes', () => {
  test('rpc refuses open and later requests when it is disposed', async () => {
    const { caller, callee, near, timers } = setUp();
    callee.handle('wait', () => new Promise(() => undefined));
    const open = caller.request('wait', {});
    caller.dispose();
    await expect(open).rejects.toMatchObject({ code: 'closed' });
    await expect(caller.request('wait', {})).rejects.toMatchObject({ code: 'closed' });
    expect(near.listeners.size).toBe(0);
    expect(timers.size).toBe(0);
  });

  test('rpc tells its handlers when it is disposed, and posts nothing more', async () => {
    const { caller, callee, far } = setUp();
    const told = vi.fn();
    let answer: ((text: string) => void) | undefined;
    callee.handle('wait', (_, cancellation) => {
      cancellation.onCancel = told;
      return new Promise((resolve) => (answer = resolve));
    });
    caller.request('wait', {}).catch(() => undefined);
    await settled();
    callee.dispose();
    expect(told).toHaveBeenCalledTimes(1);
    answer?.('late');
    callee.emit('tick', { at: 1 });
    await settled();
    expect(far.posted).toEqual([]);
  });
});
