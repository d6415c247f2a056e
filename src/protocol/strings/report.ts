// The page's English texts on pictures, reports and copies.
// Must not know where a text is shown, nor who translates it.

export const reportStrings = {
  'report.title': 'Class balance report',
} as const;
