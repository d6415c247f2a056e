// Problems of the label files in the Problems panel, gone as soon as a scan no longer finds them.
// Must not know how problems are found.

import * as vscode from 'vscode';
import type { Problem } from '../../core/problems';
import { debounce } from '../base/debounce';
import { Owner } from '../base/dispose';
import type { Datasets } from '../datasets';
import type { FolderState } from '../folderState';

export class Diagnostics extends Owner {
  readonly #shown = this.own(vscode.languages.createDiagnosticCollection('class-balance'));
  #known: readonly unknown[] = [];

  constructor(private readonly store: Datasets) {
    super();
    const update = this.own(
      debounce(
        () => {
          this.#update();
        },
        100,
        300,
      ),
    );
    this.own(store.onDidChange(update));
  }

  #update(): void {
    const known = this.store.states.flatMap(({ datasets, problems }) => [datasets, problems]);
    const same =
      known.length === this.#known.length && known.every((x, at) => x === this.#known[at]);
    if (same) return;
    this.#known = known;
    const byFile = new Map<string, [vscode.Uri, vscode.Diagnostic[]]>();
    for (const state of this.store.states) {
      for (const problem of problemsOf(state)) {
        const uri = vscode.Uri.joinPath(state.folder.uri, problem.file);
        const entry = byFile.get(uri.toString()) ?? [uri, []];
        entry[1].push(diagnosticOf(problem));
        byFile.set(uri.toString(), entry);
      }
    }
    this.#shown.clear();
    this.#shown.set([...byFile.values()]);
  }
}

type PlacedProblem = Problem & { readonly file: string };

/** Each problem with a file once. What is only offered is no label file yet, so its faults are none. */
function problemsOf({ datasets, problems }: FolderState): readonly PlacedProblem[] {
  const asserted = datasets.filter(({ status }) => status === 'asserted');
  const all = [...problems, ...asserted.flatMap((dataset) => dataset.problems)];
  const placed = all.filter((problem): problem is PlacedProblem => problem.file !== undefined);
  return [...new Map(placed.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function diagnosticOf({ code, severity, line, column, message }: PlacedProblem): vscode.Diagnostic {
  const row = Math.max(0, (line ?? 1) - 1);
  const start = Math.max(0, (column ?? 1) - 1);
  // To the end of the line, which VS Code cuts to its length; a problem without a line marks none of it.
  const end = line === undefined ? start : Number.MAX_SAFE_INTEGER;
  const range = new vscode.Range(row, start, row, end);
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = 'Class Balance';
  diagnostic.code = code;
  return diagnostic;
}

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
