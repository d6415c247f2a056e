// Builds elements from data. Text goes in as text nodes only, so that no name can become markup.
// Must not know what is built.

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element; `false` and `undefined` leave an attribute out, `true` sets it empty. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

/** Sets, empties or removes an attribute; nothing where it is so already. */
export function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  const wanted =
    value === undefined || value === false ? null : value === true ? '' : String(value);
  if (element.getAttribute(name) === wanted) return;
  if (wanted === null) element.removeAttribute(name);
  else element.setAttribute(name, wanted);
}

const texts = new WeakMap<Element, string>();

/** Sets the text where it differs from what this function set before: an unchanged node costs nothing. */
export function setText(element: Element, text: string): void {
  if (texts.get(element) === text) return;
  texts.set(element, text);
  element.textContent = text;
}

const titles = new WeakMap<Element, string>();

/** Text of a cell, with a longer form for those who point at it. */
export function fillCell(cell: Element, text: string, title = ''): void {
  setText(cell, text);
  if ((titles.get(cell) ?? '') === title) return;
  titles.set(cell, title);
  setAttribute(cell, 'title', title === '' ? undefined : title);
}

export function show(element: HTMLElement, visible: boolean): void {
  if (element.hidden === visible) element.hidden = !visible;
}

const icons = {
  error:
    'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm2.6 8.9-.7.7L8 8.7l-1.9 1.9-.7-.7L7.3 8 5.4 6.1l.7-.7L8 7.3l1.9-1.9.7.7L8.7 8Z',
  warning:
    'M7.1 2 1 13.3c-.3.5.1 1.2.8 1.2h12.4c.7 0 1.1-.7.8-1.2L8.9 2a1 1 0 0 0-1.8 0ZM8.6 12H7.4v-1.2h1.2V12Zm0-2.2H7.4V5.5h1.2v4.3Z',
  information: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm.6 10.5H7.4V7h1.2v4.5Zm0-5.8H7.4V4.5h1.2v1.2Z',
  close: 'm8 7.3 3.6-3.7.8.8L8.7 8l3.7 3.6-.8.8L8 8.7l-3.6 3.7-.8-.8L7.3 8 3.6 4.4l.8-.8L8 7.3Z',
  up: 'm8 4 4.5 4.5-.8.7L8.6 6v7H7.4V6L4.3 9.2l-.8-.7L8 4Z',
  down: 'm8 12.9-4.5-4.5.8-.7 3.1 3.2V3.9h1.2v7l3.1-3.2.8.7L8 12.9Z',
} as const;

/** A picture that only repeats what a text says. */
export function icon(name: keyof typeof icons, className = 'icon'): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `${className} ${className}-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}

/** What a page says in place of all else: that it is loading, or why it cannot. */
export function onlyText(said: string, attributes: Attributes = {}): HTMLElement {
  return h('div', { class: 'empty' }, h('p', { class: 'empty-title', ...attributes }, said));
}
