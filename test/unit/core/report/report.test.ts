import { describe, expect, test } from 'vitest';
import { htmlReport, markdownReport, type Report } from '../../../../src/core/report/report';
import { tableText } from '../../../../src/core/report/tableText';
import { weighClasses } from '../../../../src/core/weights/table';

const hostile = [
  '<img src=x onerror=alert(1)>',
  '[a](javascript:x)',
  'a|b\nc',
  '`*_{}',
  '- x',
  '1. y',
];
const report: Report = {
  ...{ title: '<b>', verdict: 'v & w', suggestion: '', footer: 'f', picture: '<svg/>' },
  facts: [['Gini', '0.6']],
  head: ['Class', 'Count'],
  rows: hostile.map((name) => [name, '1']),
};

describe('report', () => {
  test('as HTML holds names as text only and loads nothing', () => {
    const html = htmlReport(report, 'en');
    expect(html).toContain('<td dir="auto">&lt;img src=x onerror=alert(1)&gt;</td>');
    expect(html).not.toMatch(/<img|<script|src="|href=/);
    expect(html).toContain("default-src 'none'");
    expect(html.match(/<tr>/g)).toHaveLength(hostile.length + 1);
  });

  test('as Markdown keeps one row a class and no markup of a name', () => {
    const lines = markdownReport(report).split('\n');
    expect(lines[0]).toBe('# \\<b\\>');
    const rows = lines.filter((line) => line.startsWith('| ')).slice(2);
    expect(rows).toHaveLength(hostile.length);
    expect(rows[0]).toBe('| \\<img src=x onerror=alert(1)\\> | 1 |');
    expect(rows[1]).toBe('| \\[a\\](javascript:x) | 1 |');
    expect(rows[2]).toBe('| a\\|b c | 1 |');
    expect(rows[4]).toBe('| \\- x | 1 |');
    expect(rows[5]).toBe('| 1\\. y | 1 |');
  });
});

describe('table text', () => {
  const { rows } = weighClasses({
    classes: [
      { id: '0', name: '=1+1\t"x"', count: 3 },
      { id: '1', name: 'ü\u2028', count: 1 },
    ],
    scheme: 'inverse',
    parameters: {},
  });

  test('as TSV has one line a class and no formula', () => {
    const lines = tableText(rows, 'tsv').split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1].split('\t')).toEqual(['0', '0', `'=1+1 "x"`, '3', expect.any(String), '0.5']);
  });

  test('as JSON and Python says the names exactly', () => {
    const parsed = JSON.parse(tableText(rows, 'json')) as { name: string; weight: number }[];
    expect(parsed.map(({ name }) => name)).toEqual(['=1+1\t"x"', 'ü\u2028']);
    expect(parsed[1].weight).toBe(rows[1].weight);
    const python = tableText(rows, 'python');
    expect(python).toContain('"name": "=1+1\\t\\"x\\""');
    expect(python).toContain('"name": "ü\\u2028"');
  });
});
