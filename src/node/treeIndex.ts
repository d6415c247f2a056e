// Finds a folder of the walked tree by its path, in constant time a level.
// Must not know the disk.

import type { FolderNode } from '../core/ports';

export class TreeIndex {
  readonly #children = new WeakMap<FolderNode, ReadonlyMap<string, FolderNode>>();

  constructor(private readonly root: FolderNode) {}

  /** Undefined where the walk did not meet the folder. */
  at(path: string): FolderNode | undefined {
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    let node: FolderNode | undefined = this.root;
    for (const part of parts) node = node === undefined ? undefined : this.#below(node).get(part);
    return node;
  }

  #below(node: FolderNode): ReadonlyMap<string, FolderNode> {
    let children = this.#children.get(node);
    if (children === undefined) {
      children = new Map(node.children.map((child, index) => [node.folders[index], child]));
      this.#children.set(node, children);
    }
    return children;
  }
}
