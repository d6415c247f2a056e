// Which nodes of a tree in an HDF5 file were met: in a damaged file they may lead back to themselves.
// Must not know what the nodes hold.

export class Visited {
  readonly #addresses = new Set<number>();

  /** Throws a RangeError where the node was met before: it would be read without end. */
  enter(address: number): void {
    if (this.#addresses.has(address)) throw new RangeError('its structures go round in circles');
    this.#addresses.add(address);
  }
}
