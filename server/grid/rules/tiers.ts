/**
 * Which grid lies in which. Only the lowest are faces with ground of their own; one that is divided is the outline of
 * what lies in it, so a boundary that two levels share cannot run in two ways.
 */
export class Tiers {
  readonly #above = new Map<number, number>()
  readonly #below = new Map<number, Set<number>>()

  get isEmpty(): boolean {
    return this.#above.size === 0
  }

  aboveOf = (id: number): number | null => this.#above.get(id) ?? null

  isDivided = (id: number): boolean => (this.#below.get(id)?.size ?? 0) > 0

  /** The grids of the next level in one, ascending. */
  childrenOf(id: number): number[] {
    return [...(this.#below.get(id) ?? [])].sort((a, b) => a - b)
  }

  /** Every grid above one, the next first. */
  pathOf(id: number): number[] {
    const above = this.aboveOf(id)
    return above === null ? [] : [above, ...this.pathOf(above)]
  }

  /** Every grid below one, the lowest last. */
  allUnder(id: number): number[] {
    const children = this.childrenOf(id)
    return [...children, ...children.flatMap(child => this.allUnder(child))]
  }

  /** The faces that a grid is made of; itself when it is not divided. */
  facesUnder(id: number): number[] {
    return this.isDivided(id) ? this.childrenOf(id).flatMap(child => this.facesUnder(child)) : [id]
  }

  set(id: number, above: number | null): void {
    const before = this.#above.get(id)
    if (before !== undefined) this.#below.get(before)?.delete(id)
    if (above === null) {
      this.#above.delete(id)
      return
    }
    this.#above.set(id, above)
    const children = this.#below.get(above) ?? new Set()
    this.#below.set(above, children.add(id))
  }

  /** Every grid that lies in another, ascending. */
  get entries(): [id: number, above: number][] {
    return [...this.#above].sort(([a], [b]) => a - b)
  }
}
