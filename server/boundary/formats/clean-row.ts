import type { Pair, Value } from './raw.ts'

/** One face to write: what is known about it, and closed rings, the outer one counterclockwise and first. */
export interface CleanRow {
  values: Record<string, Value>
  rings: Pair[][]
}

/** The fields of all rows in the order in which they first appear. */
export const fieldsOf = (rows: readonly CleanRow[]): string[] => [
  ...new Set(rows.flatMap(({ values }) => Object.keys(values))),
]
