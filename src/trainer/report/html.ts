// A report as one HTML page that loads nothing and runs nothing.
// Must not know what it reports. Names come from label files: they are escaped here.

import type { Report, ReportTable } from './report';

const style =
  'body{font:14px/1.5 system-ui,sans-serif;max-width:70em;margin:2em auto;padding:0 1em;' +
  'color:light-dark(#222,#ddd);background:light-dark(#fff,#1e1e1e);color-scheme:light dark}' +
  'table{border-collapse:collapse;margin:1em 0}th,td{padding:.25em .75em;border-bottom:1px solid #8885}' +
  'td+td,th+th{text-align:right}td:first-child,th:first-child{text-align:left}';

export function reportHtml({ title, statement, tables, notes }: Report): string {
  const items = notes.map((note) => `<li>${escaped(note)}</li>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>${escaped(statement)}</p>
${tables.map(table).join('\n')}
<ul>
${items}
</ul>
</body>
</html>
`;
}

function table({ title, head, rows }: ReportTable): string {
  const cells = (tag: string, row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<h2>${escaped(title)}</h2>
<table>
<thead>${cells('th', head)}</thead>
<tbody>
${rows.map((row) => cells('td', row)).join('\n')}
</tbody>
</table>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}
