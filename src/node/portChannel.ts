// A worker thread's port as a channel of messages, for either end.
// Must not know what travels.

import type { MessagePort, Worker } from 'node:worker_threads';
import type { Channel, RpcOptions } from '../protocol/rpc';

export function portChannel(port: MessagePort | Worker): Channel {
  return {
    post: (message) => {
      port.postMessage(message);
    },
    listen: (listener) => {
      port.on('message', listener);
      return () => port.off('message', listener);
    },
  };
}

/** Scans take as long as they take: no request is timed out. */
export function portOptions(onBadMessage: (reason: string) => void): RpcOptions {
  const setTimer: RpcOptions['setTimer'] = (run, milliseconds) => {
    const timer = setTimeout(run, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  };
  return { onBadMessage, setTimer, timeout: 0 };
}
