import type { TransactionSql } from 'postgres'
import { type Context, read } from '../context.ts'
import { invalid } from '../errors.ts'
import type { RiskField } from '../risk/field.ts'
import { findField } from '../risk/find.ts'
import type { RiskScale } from '../risk/risk.ts'
import { causesOf } from './causes.ts'
import type { Comparison, Side } from './edition.ts'
import { plainLevels, storedLevels } from './find.ts'
import { checkCells, type Moment, type MomentQuery, momentOf } from './moment.ts'
import { loadPast } from './past.ts'
import { fieldOfPast, type LevelMap, mapsOf } from './past-map.ts'
import { matrixOf, movedOf, movesOf, noMoves } from './rules/matrix.ts'

interface Asked {
  town: number
  scale: RiskScale
  before: MomentQuery
  after: MomentQuery
}

/**
 * What rose and fell on the map of a scale between two moments, where, and by which sources.
 * @throws Refusal `forbidden`, `missing`, `invalid` (the wrong way round), `conflict` (an edition over other cells)
 */
export async function findComparison(context: Context, asked: Asked): Promise<Comparison> {
  const { town, scale } = asked
  const { cells } = await findField(context, town)
  return read(context, async ({ sql }) => {
    const from = await momentOf(sql, { asked: asked.before, townId: town, path: 'before' })
    const to = await momentOf(sql, { asked: asked.after, townId: town, path: 'after' })
    if (from.cut.at > to.cut.at) throw invalid('after', wrongWay)
    for (const moment of [from, to]) checkCells(moment, cells)
    const past = await loadPast(sql, { townId: town, cut: from.cut })
    const later = await loadPast(sql, { townId: town, cut: to.cut })
    const field = await fieldOfPast({ cells, townId: town }, past, true)
    const first = await shown(sql, { moment: from, map: mapsOf(field)[scale], scale })
    const { causes, quiet } = await causesOf(sql, { field, past, later, from, to, scale })
    const second = await shown(sql, { moment: to, map: mapsOf(field)[scale], scale })
    const matrix = matrixOf(first.levels, second.levels, cells.ordinalOf)
    const { same, ...moves } = movesOf(matrix)
    return {
      townId: town,
      scale,
      before: first.side,
      after: second.side,
      matrix,
      ...moves,
      unchanged: same,
      grids: await gridsOf(sql, field, { before: first.levels, after: second.levels }),
      causes,
      quietCauses: quiet,
    }
  })
}

const wrongWay = { zh: '后一时间应晚于前一时间', en: 'The second moment must be after the first' }

/** What one side shows: the signed levels of an edition, or those just computed. */
async function shown(
  sql: TransactionSql,
  { moment, map, scale }: { moment: Moment; map: LevelMap; scale: RiskScale },
): Promise<{ side: Side; levels: Uint8Array }> {
  const at = moment.cut.at.toISOString()
  const { edition } = moment
  if (!edition) {
    const { hash, counts, levels } = map
    return { side: { at, editionId: null, hash, counts, reproduced: null }, levels }
  }
  const stored = await storedLevels(sql, { id: edition.id, scale })
  const levels = await plainLevels(stored)
  const reproduced = Buffer.compare(levels, map.levels) === 0
  const { hash, counts } = stored
  return { side: { at, editionId: edition.id, hash, counts, reproduced }, levels }
}

const gridsAtMost = 200

/** The moves by grid, the most moved first; cells of no grid together. */
async function gridsOf(
  sql: TransactionSql,
  { townId, cells }: RiskField,
  { before, after }: { before: Uint8Array; after: Uint8Array },
): Promise<Comparison['grids']> {
  const moved = [...cells.ordinalOf].filter(ordinal => before[ordinal] !== after[ordinal])
  if (moved.length === 0) return []
  const rows = await sql<{ ordinal: number; gridId: number | null; name: string }[]>`
    select c.ordinal, c.grid_id as "gridId", coalesce(g.name, '') as name
    from cells c left join grids g on g.id = c.grid_id
    where c.town_id = ${townId} and c.ordinal = any (${moved}::int[])`
  const grids = new Map<number | null, Comparison['grids'][number] & { same: number }>()
  for (const { ordinal, gridId, name } of rows) {
    const grid = grids.get(gridId) ?? { gridId, name, ...noMoves() }
    grid[movedOf(before[ordinal] ?? 0, after[ordinal] ?? 0)] += 1
    grids.set(gridId, grid)
  }
  const total = (each: Comparison['grids'][number]) => each.rose + each.fell + each.assessed + each.unassessed
  return [...grids.values()]
    .map(({ same: _, ...grid }) => grid)
    .sort((a, b) => total(b) - total(a))
    .slice(0, gridsAtMost)
}
