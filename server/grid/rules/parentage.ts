/** Who lies in whom, looked up in both directions. */
export class Parentage {
  readonly #parents = new Map<number, number>()
  readonly #children = new Map<number, Set<number>>()

  get isEmpty(): boolean {
    return this.#parents.size === 0
  }

  parentOf = (id: number): number | null => this.#parents.get(id) ?? null
  childrenOf = (parent: number): ReadonlySet<number> => this.#children.get(parent) ?? none

  /** All that have or had children, ascending. */
  get parentIds(): number[] {
    return [...this.#children.keys()].sort((a, b) => a - b)
  }

  /** Every child with its parent, by child ascending. */
  get entries(): [id: number, parent: number][] {
    return [...this.#parents].sort(([a], [b]) => a - b)
  }

  /** @param parent null takes it out of where it lies */
  set(id: number, parent: number | null): void {
    const before = this.#parents.get(id)
    if (before !== undefined) this.#children.get(before)?.delete(id)
    if (parent === null) {
      this.#parents.delete(id)
      return
    }
    this.#parents.set(id, parent)
    const children = this.#children.get(parent) ?? new Set()
    this.#children.set(parent, children.add(id))
  }
}

const none: ReadonlySet<number> = new Set()
