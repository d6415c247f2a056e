// The page's English texts on pictures, reports and copies.
// Must not know where a text is shown, nor who translates it.

export const reportStrings = {
  'report.footer': 'Weights: {0}, N = {1}, β = {2}. Counted by Class Balance from {3}.',
  'save.label': 'Save chart and report',
  'save.png': 'PNG',
  'save.svg': 'SVG',
  'save.html': 'HTML',
  'save.markdown': 'Markdown',
  'copy.label': 'Copy table',
  'copy.tsv': 'TSV',
  'copy.python': 'Python',
  'copy.json': 'JSON',
} as const;
