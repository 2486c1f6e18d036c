import { Parentage } from './parentage.ts'

/**
 * Which grid lies in which. Only the lowest are faces with ground of their own; one that is divided is the outline of
 * what lies in it, so a boundary that two levels share cannot run in two ways.
 */
export class Tiers {
  readonly #parentage = new Parentage()

  get isEmpty(): boolean {
    return this.#parentage.isEmpty
  }

  aboveOf = (id: number): number | null => this.#parentage.parentOf(id)

  isDivided = (id: number): boolean => this.#parentage.childrenOf(id).size > 0

  /** The grids of the next level in one, ascending. */
  childrenOf(id: number): number[] {
    return [...this.#parentage.childrenOf(id)].sort((a, b) => a - b)
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
    this.#parentage.set(id, above)
  }

  /** Every grid that lies in another, ascending. */
  get entries(): [id: number, above: number][] {
    return this.#parentage.entries
  }
}
