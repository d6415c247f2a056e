// The bar chart as an SVG of its own, in colours that print: for papers and reports.
// Must not know the page; draws columns that were binned already.
import { htmlText } from '../../src/core/report/report';
import { roundTicks, shortened } from '../chart/axes';
import { columnsOf, type Columns } from '../chart/binning';
import type { Numbers } from '../format';
import type { Model } from '../model';

const size = { width: 960, height: 400, left: 64, right: 64, top: 40, bottom: 96 };
/** Okabe and Ito's colours, which colour-blind people tell apart. */
const colours = { many: '#0072b2', medium: '#56b4e9', few: '#cc79a7', weight: '#b35900' } as const;
const most = 400;
const named = 40;

export interface SvgWords {
  readonly title: string;
  readonly counts: string;
  readonly weight: string;
  readonly bands: Readonly<Record<'many' | 'medium' | 'few', string>>;
}

export function chartSvg(
  model: Model,
  words: SvgWords,
  numbers: Numbers,
  logarithmic: boolean,
): string {
  const columns = columnsIn(model);
  const plot = {
    width: size.width - size.left - size.right,
    height: size.height - size.top - size.bottom,
  };
  const top = columns.bars.reduce((a, b) => Math.max(a, b), 1);
  const count = scaleOf(top, 0.7, logarithmic, plot.height);
  const weights = columns.lines[0].filter((value) => value > 0);
  const heaviest = weights.reduce((a, b) => Math.max(a, b), 0) || 1;
  const lightest = weights.reduce((a, b) => Math.min(a, b), heaviest);
  const weight = scaleOf(heaviest, lightest * 0.9, logarithmic, plot.height);
  const parts = [
    ...axis(count, top, 0.7, logarithmic, numbers.compact, 'left'),
    ...axis(weight, heaviest, lightest * 0.9, logarithmic, numbers.plain, 'right'),
    ...bars(model, columns, count, plot),
    lineOf(columns, weight, plot),
    ...names(model, columns, plot),
    ...legend(words),
    label(-size.left + 14, plot.height / 2, words.counts, true),
    label(plot.width + size.right - 8, plot.height / 2, words.weight, true),
  ];
  const box = `0 0 ${size.width.toString()} ${size.height.toString()}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${size.width.toString()}" height="${size.height.toString()}" font-family="sans-serif" font-size="11" fill="#1f2328" role="img"><title>${htmlText(words.title)}</title><rect width="100%" height="100%" fill="#fff"/><g transform="translate(${size.left.toString()} ${size.top.toString()})">${parts.join('')}</g></svg>`;
}

type Scale = (value: number) => number;
interface Area {
  readonly width: number;
  readonly height: number;
}

function columnsIn({ classes, weighing, order }: Model): Columns {
  const weight = (i: number): number => weighing.weights[i] || NaN;
  const series = { bars: (i: number) => classes[i].count, lines: [weight] };
  return columnsOf(order, series, undefined, Math.min(most, order.length));
}

/** From a value to its height over the axis. */
function scaleOf(top: number, least: number, logarithmic: boolean, height: number): Scale {
  if (!logarithmic) return (value) => (value / top) * height;
  const [from, to] = [Math.log(least), Math.log(Math.max(top, least * 1.01))];
  return (value) => ((Math.log(Math.max(value, least)) - from) / (to - from)) * height;
}

function axis(
  scale: Scale,
  top: number,
  least: number,
  logarithmic: boolean,
  write: (value: number) => string,
  side: 'left' | 'right',
): string[] {
  const height = size.height - size.top - size.bottom;
  const width = size.width - size.left - size.right;
  const ticks = logarithmic ? roundTicks(least, top) : [0, 0.25, 0.5, 0.75, 1].map((p) => p * top);
  return ticks.map((value) => {
    const y = fixed(height - scale(value));
    const line = side === 'left' ? `<path d="M0 ${y}H${width.toString()}" stroke="#e3e6ea"/>` : '';
    const [x, anchor] = side === 'left' ? ['-6', 'end'] : [(width + 6).toString(), 'start'];
    return `${line}<text x="${x}" y="${y}" dy="4" text-anchor="${anchor}">${htmlText(write(value))}</text>`;
  });
}

function bars(model: Model, columns: Columns, scale: Scale, { width, height }: Area): string[] {
  const step = width / Math.max(1, columns.length);
  return Array.from(columns.bars, (count, k) => {
    if (count === 0) return '';
    const tall = Math.max(1, scale(count));
    const fill = colours[model.banding.bands[columns.leaders[k]]];
    const wide = step > 4 ? step * 0.84 : step;
    return `<rect x="${fixed(k * step + (step - wide) / 2)}" y="${fixed(height - tall)}" width="${fixed(wide)}" height="${fixed(tall)}" fill="${fill}"/>`;
  });
}

function lineOf(columns: Columns, scale: Scale, { width, height }: Area): string {
  const step = width / Math.max(1, columns.length);
  let path = '';
  columns.lines[0].forEach((value, k) => {
    if (Number.isNaN(value)) return;
    path += `${path === '' ? 'M' : 'L'}${fixed((k + 0.5) * step)} ${fixed(height - scale(value))}`;
  });
  return `<path d="${path}" fill="none" stroke="${colours.weight}" stroke-width="2"/>`;
}

function names(model: Model, columns: Columns, { width, height }: Area): string[] {
  if (columns.length > named || columns.length !== model.order.length) return [];
  const step = width / columns.length;
  return Array.from(columns.leaders, (index, k) => {
    const name = htmlText(shortened(model.classes[index].name));
    const x = fixed((k + 0.5) * step);
    const y = (height + 12).toString();
    return `<text x="${x}" y="${y}" text-anchor="end" transform="rotate(-40 ${x} ${y})">${name}</text>`;
  });
}

function legend({ bands, weight }: SvgWords): string[] {
  const items = [
    ...(['many', 'medium', 'few'] as const).map((band) => [colours[band], bands[band]] as const),
    [colours.weight, weight] as const,
  ];
  return items.map(([fill, text], i) => {
    const x = i * 130;
    return `<rect x="${x.toString()}" y="-28" width="12" height="10" fill="${fill}"/><text x="${(x + 18).toString()}" y="-19">${htmlText(text)}</text>`;
  });
}

function label(x: number, y: number, text: string, upright: boolean): string {
  const turn = upright ? ` transform="rotate(-90 ${fixed(x)} ${fixed(y)})"` : '';
  return `<text x="${fixed(x)}" y="${fixed(y)}" text-anchor="middle"${turn}>${htmlText(text)}</text>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
