// Opens any page: one line to the host, one root element.
// Must not know which page.
import { Rpc, type Contract } from '../src/protocol/rpc';
import { windowChannel, type VsCodeApi } from './vscodeApi';

export function openPage<Page extends Contract, Host extends Contract>(
  page: Page,
  host: Host,
  patience: number,
  start: (root: HTMLElement, api: VsCodeApi, rpc: Rpc<Page, Host>) => Promise<void>,
): void {
  const api = acquireVsCodeApi();
  const rpc = new Rpc(page, host, windowChannel(api), {
    // Other frames may post to this window; what is no message of ours is none of our business.
    onBadMessage: () => undefined,
    setTimer: (run, milliseconds) => {
      const timer = setTimeout(run, milliseconds);
      return () => {
        clearTimeout(timer);
      };
    },
    timeout: patience,
  });
  const found = document.getElementById('root');
  const root = found ?? document.createElement('div');
  if (found === null) document.body.append(root);
  root.id = 'root';
  void start(root, api, rpc);
}
