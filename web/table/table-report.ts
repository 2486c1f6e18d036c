import type { Both } from '../../server/region/place.ts'

/** What every check of a table answers: rows, those that can be kept, and the cells that do not stand. */
export interface TableReport {
  rows: number
  good: number
  faults: readonly { row: number; column: string; message: Both }[]
}
