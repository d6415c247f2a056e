// Compiles TypeScript modules from standard input (a JSON list of Base64) and prints what they export as JSON.
// Must not know what is in them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const sources = JSON.parse(await text(process.stdin)).map((one) => Buffer.from(one, 'base64'));
const folder = mkdtempSync(join(tmpdir(), 'class-balance-modules-'));
try {
  const files = sources.map((bytes, at) => {
    const file = join(folder, `module${at}.mts`);
    writeFileSync(file, bytes);
    return file;
  });
  const program = ts.createProgram(files, {
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: [],
  });
  const { diagnostics } = program.emit();
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (problems.length > 0) {
    const said = problems.map((one) => ts.flattenDiagnosticMessageText(one.messageText, '\n'));
    throw new Error(said.join('\n'));
  }
  const modules = [];
  for (const file of files) {
    modules.push({ ...(await import(pathToFileURL(file.replace(/mts$/, 'mjs')).href)) });
  }
  process.stdout.write(JSON.stringify(modules));
} finally {
  rmSync(folder, { recursive: true });
}
