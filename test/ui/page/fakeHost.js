// Stands for VS Code inside the page under test: answers requests, records events, keeps the page's state.
// Must not know the page's elements. Plain script: it runs before the page's own.
(() => {
  const { shown, view, wanted, strings, refuse = {}, silent = [] } = window.__given;
  const { initial = { shown, view, wanted, strings } } = window.__given;
  const stateKey = 'class-balance-state';
  const sent = { requests: [], events: [] };
  window.__sent = sent;
  const reply = (message) => setTimeout(() => window.postMessage(message, '*'), 0);
  window.__tell = (event, payload) => reply({ kind: 'event', event, payload });

  function answer({ id, method, params }) {
    sent.requests.push({ method, params });
    if (silent.includes(method)) return;
    if (method in refuse) {
      reply({ kind: 'error', id, code: 'failed', message: refuse[method] });
      return;
    }
    const result = method === 'initialise' ? initial : {};
    reply({ kind: 'result', id, result });
  }

  window.acquireVsCodeApi = () => ({
    // Through JSON, as the editor does: what does not survive that must not be sent.
    postMessage(message) {
      const received = JSON.parse(JSON.stringify(message));
      if (received.kind === 'request') answer(received);
      else if (received.kind === 'event') sent.events.push(received);
    },
    getState: () => JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem(stateKey, JSON.stringify(state)),
  });
  const violations = [];
  window.__violations = violations;
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`);
  });
})();
