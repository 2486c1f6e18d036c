import { binCells, type CellOutlines, type Cells } from './cells.ts'
import type { CoverParts } from './covers.ts'
import { scales } from './risk.ts'
import { type Rows, rulesOf } from './settings.ts'
import { type SourceTable, sortTable } from './sources.ts'
import { sumTerms } from './sum.ts'
import type { Channel, Sums } from './sums.ts'

/** What a field is made of once it is built; a worker thread may have made it. */
export interface FieldParts {
  cells: Cells
  sources: SourceTable
  covers: CoverParts
  sums: Sums[]
}

/** What the parts are built from. */
export interface FieldGround {
  outlines: CellOutlines
  sources: SourceTable
  rows: Rows
}

/** The maps that every field keeps: all domains on each scale. */
export const mainChannels: readonly Channel[] = scales.map(scale => ({ scale, domain: null }))

/** Builds the parts of a field: the heavy work that a worker thread does for large towns. */
export function buildParts({ outlines, sources: given, rows }: FieldGround): FieldParts {
  const cells = binCells(outlines)
  const sources = sortTable(given)
  const terms = { cells, sources, rules: rulesOf(rows, sources.kinds) }
  return { cells, sources, ...sumTerms(terms, mainChannels) }
}
