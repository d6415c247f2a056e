// A report of one dataset as Markdown and as one self-contained HTML page, for a paper, a pull request, a model card.
// Knows rows of text; must not know where numbers come from. Names are escaped: a class can be called anything.

/** All of it ready for people; `picture` is SVG of our own making. */
export interface Report {
  readonly title: string;
  readonly verdict: string;
  readonly suggestion: string;
  /** Name and value. */
  readonly facts: readonly (readonly [string, string])[];
  readonly head: readonly string[];
  /** Aligned with `head`; the first column is text, the others are numbers. */
  readonly rows: readonly (readonly string[])[];
  readonly footer: string;
  readonly picture: string;
}

/** GitHub-flavoured Markdown; every cell is one line, and no name can become a link, a tag or a cell border. */
export function markdownReport(report: Report): string {
  const { title, verdict, suggestion, facts, head, rows, footer } = report;
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? ':--' : '--:'));
  return [
    `# ${markdownText(title)}`,
    '',
    markdownText(verdict),
    ...(suggestion === '' ? [] : ['', markdownText(suggestion)]),
    '',
    ...facts.map(([name, value]) => `- ${markdownText(name)}: ${markdownText(value)}`),
    '',
    line(head),
    `| ${rule.join(' | ')} |`,
    ...rows.map(line),
    '',
    markdownText(footer),
    '',
  ].join('\n');
}

/** One HTML page that loads nothing and runs nothing. */
export function htmlReport(report: Report, language: string): string {
  const { title, verdict, suggestion, facts, head, rows, footer, picture } = report;
  const row = (cells: readonly string[], tag: 'td' | 'th'): string =>
    `<tr>${cells.map((cell) => `<${tag} dir="auto">${htmlText(cell)}</${tag}>`).join('')}</tr>`;
  return `<!DOCTYPE html>
<html lang="${htmlText(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
<h1 dir="auto">${htmlText(title)}</h1>
<p class="verdict">${htmlText(verdict)}</p>
${suggestion === '' ? '' : `<p>${htmlText(suggestion)}</p>\n`}<dl>${facts
    .map(([name, value]) => `<div><dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd></div>`)
    .join('')}</dl>
${picture}
<table>
<thead>${row(head, 'th')}</thead>
<tbody>
${rows.map((cells) => row(cells, 'td')).join('\n')}
</tbody>
</table>
<footer>${htmlText(footer)}</footer>
</body>
</html>
`;
}

const style = `
body { max-width: 1000px; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 system-ui, sans-serif;
  color: #1f2328; background: #fff; }
.verdict { font-weight: 600; font-size: 1.1em; }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; }
dt { color: #59636e; font-size: .85em; } dd { margin: 0; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; }
td, th { padding: .2rem .6rem; border-bottom: 1px solid #d1d9e0; text-align: end;
  font-variant-numeric: tabular-nums; }
td:first-child, th:first-child { text-align: start; overflow-wrap: anywhere; }
footer { margin-top: 1rem; color: #59636e; font-size: .85em; }
`;

/** Text for HTML and SVG, in elements and in quoted attributes; control characters become spaces. */
export function htmlText(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Every character that Markdown could take for its own is escaped. */
export function markdownText(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>#+!|~&@$]|^[-=]|^\d+[.)]/g, (mark) =>
    mark.replace(/[^\d]/, '\\$&'),
  );
}

function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029\ufffe\uffff]+/g, ' ');
}
