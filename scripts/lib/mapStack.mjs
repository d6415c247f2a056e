// Turns places in bundled files, as a stack names them, into places in their sources.
// VS Code's extension host replaces Node's own way of doing that.
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';

function readMap(file) {
  const inline = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(
    readFileSync(file, 'utf8'),
  );
  if (inline) return JSON.parse(Buffer.from(inline[1], 'base64').toString('utf8'));
  const beside = `${file}.map`;
  return existsSync(beside) ? JSON.parse(readFileSync(beside, 'utf8')) : undefined;
}

/**
 * @param {string} stack
 * @param {string} folder only files in this folder are mapped
 * @param {string} root sources are named relative to it; `folder` may hold a copy of its bundles
 * @returns {string}
 */
export function mapStack(stack, folder, root) {
  const maps = new Map();
  const mapOf = (file) => {
    if (!maps.has(file)) {
      const payload = existsSync(file) ? readMap(file) : undefined;
      maps.set(file, payload && new SourceMap(payload));
    }
    return maps.get(file);
  };
  return stack.replaceAll(/(\/[^\s():]+\.js):(\d+):(\d+)/g, (all, file, line, column) => {
    if (!file.startsWith(`${folder}/`)) return all;
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (entry?.originalSource === undefined) return all;
    const source = resolve(dirname(file), entry.originalSource).replace(folder, root);
    return `${relative(root, source)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}
