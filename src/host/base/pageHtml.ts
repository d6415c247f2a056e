// The page's HTML: a strict content policy, a fresh nonce, and nothing but references to the bundle.
// Must not hold data: that comes by message.

import { randomBytes } from 'node:crypto';

export interface PageParts {
  readonly script: string;
  readonly style: string;
  /** What VS Code calls the webview's own origin in a policy. */
  readonly source: string;
  readonly language: string;
  readonly title: string;
}

export function pageHtml({ script, style, source, language, title }: PageParts): string {
  const nonce = randomBytes(24).toString('base64url');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${source}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>${escaped(title)}</title>
</head>
<body>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
