// The page's English texts on the chart and its further forms.
// Must not know where a text is shown, nor who translates it.

export const chartsStrings = {
  'list.chart': 'Chart',
  'list.chart.bars': 'Bars',
  'list.chart.groups': 'Groups',
  'list.chart.lorenz': 'Lorenz curve',
  'list.chart.cumulative': 'Cumulative share',
  'list.listed': 'Show',
  'list.listed.all': 'All classes',
  'list.listed.single': 'One sample',
  'list.listed.empty': 'Empty',
  'list.listed.size': '{0} ({1})',
  'table.noneListed': 'No class is left; show all classes again above.',
  'curve.classes': 'Share of the classes',
  'curve.samples': 'Share of the {0}',
  'curve.share': 'Share',
  'curve.about.lorenz': 'Share of all samples in the smallest classes; the dashed line is balance.',
  'curve.about.cumulative':
    'Share of all samples in the largest classes; the dashed line is balance.',
  'curve.about.groups': 'For each group its share of the classes (grey) and of the samples (blue).',
  'zoom.label': 'Zoom',
  'zoom.in': 'Zoom In',
  'zoom.out': 'Zoom Out',
  'zoom.all': 'All Classes',
  'zoom.where': 'Classes {0} to {1} of {2}',
  'zoom.help': 'Chart. Plus and minus zoom, arrow keys move along, 0 shows all.',
  'view.methods': 'Methods',
} as const;
