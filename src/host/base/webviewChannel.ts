// The host's end of the line to a page.
// Must not know what is said.

import type * as vscode from 'vscode';
import type { Channel } from '../../protocol/rpc';

export function webviewChannel(webview: vscode.Webview): Channel {
  return {
    post: (message: unknown) => void webview.postMessage(message),
    listen: (listener: (message: unknown) => void) => {
      const listening = webview.onDidReceiveMessage(listener);
      return () => {
        listening.dispose();
      };
    },
  };
}
