// Starts the page: one line to the host, one root element.
// Must not do anything else.
import { panelHostContract, panelPageContract } from '../src/protocol/panel';
import { Rpc } from '../src/protocol/rpc';
import { start } from './app';
import { patience, type PageRpc } from './host';
import { windowChannel } from './vscodeApi';

const api = acquireVsCodeApi();
const rpc: PageRpc = new Rpc(panelPageContract, panelHostContract, windowChannel(api), {
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
