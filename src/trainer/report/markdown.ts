// A report as Markdown.
// Must not know what it reports. Names come from label files: they are made harmless here.

import type { Report, ReportTable } from './report';

export function reportMarkdown({ title, statement, tables, notes }: Report): string {
  const parts = [
    `# ${escaped(title)}`,
    escaped(statement),
    ...tables.map(table),
    notes.map((note) => `- ${escaped(note)}`).join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function table({ title, head, rows }: ReportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const rule = `| ${head.map((_, at) => (at === 0 ? '---' : '---:')).join(' | ')} |`;
  return [`## ${escaped(title)}`, '', line(head), rule, ...rows.map(line)].join('\n');
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#|~!&]/g, '\\$&').replace(/\p{Cc}+/gu, ' ');
}
