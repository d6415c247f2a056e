// The view “Datasets”: what was found, as a tree, with a message that says what state it is in.
// Must not know how anything is counted.

import * as vscode from 'vscode';
import type { WeightTable } from '../../core/weights/scheme';
import { debounce } from '../base/debounce';
import { Owner } from '../base/dispose';
import type { Config } from '../config';
import type { Datasets } from '../datasets';
import type { Found } from '../folderState';
import { numberFormat } from '../format';
import { requestOf, weigh } from '../weighing';
import { registerDecorations } from './decorations';
import { badgeOf, viewDescription, viewMessage } from './message';
import { treeItem, type ItemContext } from './treeItems';
import { childNodes, isWeighed, rootNodes, type ClassNode, type TreeNode } from './treeModel';

export const viewId = 'classBalance.datasets';

export class DatasetTree extends Owner implements vscode.TreeDataProvider<TreeNode> {
  readonly #changed = this.own(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<TreeNode>;
  readonly #numbers = numberFormat(vscode.env.language);
  #tables = new WeakMap<object, WeightTable>();
  #shown: readonly unknown[] = [];

  constructor(
    private readonly store: Datasets,
    private readonly config: Config,
  ) {
    super();
    this.#view = this.own(
      vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.own(registerDecorations());
    const refresh = this.own(
      debounce(
        () => {
          this.#refresh();
        },
        100,
        200,
      ),
    );
    this.own(store.onDidChange(refresh));
    this.own(
      config.onDidChangeWeights(() => {
        this.#tables = new WeakMap();
        this.#changed.fire(undefined);
      }),
    );
    this.#refresh();
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.#context);
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return [...(node === undefined ? rootNodes(this.store.states) : childNodes(node))];
  }

  #refresh(): void {
    const { states } = this.store;
    this.#view.message = viewMessage(states, this.#numbers);
    this.#view.description = viewDescription(states, this.#numbers);
    this.#view.badge = badgeOf(states);
    // Progress alone changes no item.
    const shown = states.flatMap(({ folder, status, stale, datasets }) => [
      folder,
      status,
      stale,
      datasets,
    ]);
    const same =
      shown.length === this.#shown.length && shown.every((x, at) => x === this.#shown[at]);
    this.#shown = shown;
    if (!same) this.#changed.fire(undefined);
  }

  readonly #context: ItemContext = {
    numbers: this.#numbers,
    row: (node: ClassNode) => {
      const { found, split, index } = node;
      if (!this.config.showWeights || !isWeighed(found.dataset, split)) return undefined;
      return this.#table(found).rows[index];
    },
  };

  #table({ dataset, state }: Found): WeightTable {
    let table = this.#tables.get(dataset);
    if (table === undefined) {
      table = weigh(dataset, requestOf(this.config.weighting(state.folder.uri)));
      this.#tables.set(dataset, table);
    }
    return table;
  }
}
