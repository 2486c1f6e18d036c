import { type Aside, RiskField } from './field.ts'
import { type FieldCell, outlinesOf } from './outlines.ts'
import { buildParts } from './parts.ts'
import { noRows, type Rows } from './settings.ts'
import { type FieldSource, tableOf } from './sources.ts'

/** Builds a field in this thread from cells and sources at hand. */
export function fieldOf(
  townId: number,
  {
    cells,
    sources,
    rows = noRows,
    aside = null,
  }: { cells: readonly FieldCell[]; sources: readonly FieldSource[]; rows?: Rows; aside?: Aside | null },
): RiskField {
  const parts = buildParts({ outlines: outlinesOf(cells), sources: tableOf(sources), rows })
  return new RiskField(townId, { parts, rows, aside })
}
