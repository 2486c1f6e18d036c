import type { ExposedCell, Exposure } from '../../server/installation/installation.ts'
import { moved } from '../../server/installation/rules/people.ts'

interface MoveRow {
  cell: ExposedCell
  /** How many come; negative for those who leave. */
  people: number | undefined
}

/** People moved about the ring of 500 m, cell by cell, to see what it does; nothing is stored. */
export class PeopleMoves {
  rows = $state.raw<readonly MoveRow[]>([])
  readonly #exposure: () => Exposure | undefined
  readonly before = $derived.by(() => this.#exposure())
  readonly after = $derived.by(() => {
    const exposure = this.before
    return (
      exposure &&
      moved(
        exposure,
        this.rows.map(({ cell, people = 0 }) => ({ ordinal: cell.ordinal, people })),
      )
    )
  })

  constructor(exposure: () => Exposure | undefined) {
    this.#exposure = exposure
  }

  /** Takes up a cell; answers whether it lies in the ring. */
  take(ordinal: number): boolean {
    const cell = this.before?.cells.find(each => each.ordinal === ordinal)
    if (!cell) return false
    if (!this.rows.some(row => row.cell.ordinal === ordinal))
      this.rows = [...this.rows, { cell, people: undefined }]
    return true
  }

  set(ordinal: number, people: number | undefined): void {
    this.rows = this.rows.map(row => (row.cell.ordinal === ordinal ? { ...row, people } : row))
  }

  leave(ordinal: number): void {
    this.rows = this.rows.filter(({ cell }) => cell.ordinal !== ordinal)
  }

  reset = (): void => {
    this.rows = []
  }
}
