// Faulty label files in the Problems panel, for as long as they are faulty.

import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { remove, root, scanAnew, until, writeText } from './support';

const file = 'bad/train.txt';
const diagnostics = (): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(vscode.Uri.joinPath(root(), file));

describe('diagnostics', () => {
  it('appear with their place, and go when the file is mended', async () => {
    await writeText(file, 'a/1.jpg 0\nb/2.jpg 1\nbroken\na/3.jpg 0\n');
    await scanAnew();
    const [first, ...more] = await until('a diagnostic', () => {
      return diagnostics().length > 0 && diagnostics();
    });
    equal(more.length, 0);
    equal(first.source, 'Class Balance');
    equal(first.code, 'missing-label');
    equal(first.severity, vscode.DiagnosticSeverity.Warning);
    equal(first.range.start.line, 2);
    await writeText(file, 'a/1.jpg 0\nb/2.jpg 1\nb/4.jpg 1\na/3.jpg 0\n');
    await until('no diagnostic', () => diagnostics().length === 0);
    await remove('bad');
    await scanAnew();
    deepEqual(diagnostics(), []);
  });
});
