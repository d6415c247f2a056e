import { expect, test } from 'vitest';
import { pageHtml } from '../../../src/host/base/pageHtml';

const parts = {
  script: 'https://x/main.js',
  style: 'https://x/styles.css',
  source: 'https://x',
  language: 'en',
  title: '<b>"cats"</b>',
};

test('page allows only its own script, by a fresh nonce, and its own styles', () => {
  const html = pageHtml(parts);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*/);
  const nonce = /script-src 'nonce-([\w-]{32})'/.exec(policy)?.[1] ?? 'none';
  expect(html).toContain(`<script nonce="${nonce}" src="https://x/main.js">`);
  expect(pageHtml(parts)).not.toContain(nonce);
});

test('page holds no text of the user as markup', () => {
  expect(pageHtml(parts)).toContain('<title>&lt;b&gt;&quot;cats&quot;&lt;/b&gt;</title>');
});
