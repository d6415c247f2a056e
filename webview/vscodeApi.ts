// The page's line to the editor: messages, and a state that outlives the page.
// Must not know what is said.
import type { Channel } from '../src/protocol/rpc';

export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Given by the editor; may be called once. */
  function acquireVsCodeApi(): VsCodeApi;
}

export function windowChannel(api: VsCodeApi): Channel {
  return {
    post: (message) => {
      api.postMessage(message);
    },
    listen: (listener) => {
      const receive = (event: MessageEvent<unknown>): void => {
        listener(event.data);
      };
      window.addEventListener('message', receive);
      return () => {
        window.removeEventListener('message', receive);
      };
    },
  };
}
