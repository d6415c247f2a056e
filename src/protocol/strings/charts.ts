// The page's English texts on the chart and its further forms.
// Must not know where a text is shown, nor who translates it.

export const chartsStrings = {
  'view.methods': 'Methods',
} as const;
