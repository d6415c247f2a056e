// The chart's colours and font, read from the editor's theme variables, and told anew when the theme changes.
// Must not know what is drawn with them.

export interface Theme {
  readonly font: string;
  readonly fontSize: number;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  /** Bars of the many band, and of the medium one, which is hatched. */
  readonly many: string;
  readonly few: string;
  readonly dim: string;
  readonly weight: string;
  /** Lines of many kinds, as far apart as the theme's chart colours are. */
  readonly series: readonly string[];
  readonly highContrast: boolean;
}

/** `charts.orange` is see-through in light themes and missing in high contrast: the amber is `charts.yellow`. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const first = (...names: readonly string[]): string =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((v) => v !== '') ??
    style.color;
  const highContrast = document.body.className.includes('vscode-high-contrast');
  return {
    font: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize) || 13,
    background: first('editor-background'),
    foreground: first('editor-foreground', 'foreground'),
    muted: highContrast ? first('foreground') : first('descriptionForeground', 'foreground'),
    grid: faint(first('foreground'), highContrast ? 40 : 12),
    many: first('charts-blue', 'editorInfo-foreground'),
    // Purple alone is too near to blue for people who do not see red.
    few: mixed(first('charts-purple', 'charts-red'), 70, first('foreground')),
    dim: faint(first('foreground'), 22),
    weight: first('charts-yellow', 'editorWarning-foreground'),
    series: [
      first('foreground'),
      first('charts-blue', 'editorInfo-foreground'),
      first('charts-red', 'errorForeground'),
      first('charts-green', 'charts-blue', 'editorInfo-foreground'),
      first('charts-purple', 'charts-red'),
      first('charts-yellow', 'editorWarning-foreground'),
    ],
    highContrast,
  };
}

/** Calls back after a change of theme; the editor rewrites the body's class and the root's variables. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  const attributes = ['class', 'style', 'data-vscode-theme-id'];
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: attributes });
  }
}

function faint(colour: string, percent: number): string {
  return mixed(colour, percent, 'transparent');
}

function mixed(colour: string, percent: number, other: string): string {
  return `color-mix(in srgb, ${colour} ${percent.toString()}%, ${other})`;
}
