// Lint rules, with the import rules of the house: each room says what it may not reach for.

import prettier from 'eslint-config-prettier';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

const nodeModules = { group: ['node:*'], message: 'No node:* here: this room runs anywhere.' };
const vscode = { name: 'vscode', message: 'Only src/host may import vscode.' };
const rooms = (...names) => ({
  group: names.map((name) => `**/${name}/**`),
  message: `This room may not import from ${names.join(', ')}.`,
});
const notTests = rooms('test', 'bench');

const pureGlobals = ['process', 'Buffer', 'require', '__dirname', 'setTimeout', 'setInterval'].map(
  (name) => ({ name, message: 'The engine is pure: ask for it through a port.' }),
);

const house = (files, patterns, paths = [vscode], rules = {}) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: [...patterns, notTests], paths }],
    ...rules,
  },
});

const siblings = (folder, shared) =>
  house(
    [`src/core/${folder}/*.ts`],
    [
      nodeModules,
      rooms('node', 'host', 'protocol', 'cli', 'webview'),
      {
        regex: `^\\./(?!(${shared.join('|')})$)`,
        message: 'An entry never imports a sibling; only the registry does.',
      },
    ],
  );

export default tseslint.config(
  {
    ignores: [
      'dist',
      'out',
      '.tsbuild',
      'node_modules',
      'coverage',
      '.vscode-test',
      'test/fixtures',
      // AssemblyScript: its compiler checks it, TypeScript's rules do not fit.
      'src/**/assembly',
    ],
  },
  {
    // Label files are hostile: no pattern may take time that grows faster than the text.
    files: ['src/**/*.ts', 'webview/**/*.ts'],
    plugins: { regexp },
    rules: { 'regexp/no-super-linear-backtracking': 'error' },
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      complexity: ['error', 18],
      eqeqeq: 'error',
    },
  },
  house(
    ['src/core/**/*.ts'],
    [nodeModules, rooms('node', 'host', 'protocol', 'cli', 'webview', 'trainer')],
    [vscode],
    { 'no-restricted-globals': ['error', ...pureGlobals] },
  ),
  siblings('formats', ['format']),
  siblings('weights', ['scheme', 'numberOfPrototypes']),
  siblings('exporters', ['exporter']),
  {
    files: [
      'src/core/*/registry.ts',
      'src/core/weights/{table,normalise,numberOfPrototypes,scheme}.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  house(
    ['src/protocol/**/*.ts'],
    [nodeModules, rooms('node', 'host', 'cli', 'webview', 'trainer')],
  ),
  house(
    ['src/kernels/**/*.ts'],
    [nodeModules, rooms('node', 'host', 'protocol', 'cli', 'webview', 'trainer')],
  ),
  house(['src/node/**/*.ts'], [rooms('host', 'cli', 'webview', 'trainer')]),
  house(['src/cli/**/*.ts'], [rooms('host', 'protocol', 'webview', 'trainer')]),
  house(['src/trainer/**/*.ts'], [rooms('host', 'protocol', 'webview', 'cli')]),
  house(['src/host/**/*.ts', 'src/extension.ts'], [rooms('cli', 'webview', 'trainer')], []),
  house(['webview/**/*.ts'], [nodeModules, rooms('node', 'host', 'cli', 'trainer')]),
  {
    files: ['src/cli/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', 'max-lines': 'off' },
  },
  prettier,
);
