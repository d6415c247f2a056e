// A colour theme of VS Code of each kind.
// Must not know what is looked at in them.
export const colourThemes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};
