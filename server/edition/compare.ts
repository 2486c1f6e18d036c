import { allow } from '../account/rules/rights.ts'
import type { Context } from '../context.ts'
import { invalid } from '../errors.ts'
import { gridsOfCellsThen } from '../grid/cells-then.ts'
import type { RiskScale } from '../risk/risk.ts'
import { causesOf } from './causes.ts'
import type { Comparison, Side } from './edition.ts'
import { plainLevels, storedLevels } from './find.ts'
import { type LiveReads, liveReads } from './live-reads.ts'
import { type Moment, type MomentQuery, momentOf } from './moment.ts'
import { loadPast } from './past.ts'
import { cellsAt } from './past-cells.ts'
import { fieldOfPast, type LevelMap, mapsOf, mapsOfPast } from './past-map.ts'
import { byPlace, carried } from './rules/by-place.ts'
import { matrixOf, movedOf, movesOf, noMoves } from './rules/matrix.ts'

interface Asked {
  town: number
  scale: RiskScale
  before: MomentQuery
  after: MomentQuery
}

/**
 * What rose and fell on the map of a scale between two moments, where, and by which sources. Where the cells were
 * drawn anew in between, by the cells of the later one.
 * @throws Refusal `forbidden`, `missing`, `invalid` (the wrong way round), `conflict` (cells that nobody kept)
 */
export async function findComparison(context: Context, asked: Asked): Promise<Comparison> {
  const { town, scale } = asked
  allow(context.actor, 'region.read', { world: context.world, townId: town })
  const reads = await liveReads(context)
  const [from, to] = await reads(async sql => [
    await momentOf(sql, { asked: asked.before, townId: town, path: 'before' }),
    await momentOf(sql, { asked: asked.after, townId: town, path: 'after' }),
  ])
  if (!from || !to || from.cut.at > to.cut.at) throw invalid('after', wrongWay)
  const old = await cellsAt(context.sql, { reads, townId: town, moment: from })
  const drawn = await cellsAt(context.sql, { reads, townId: town, moment: to })
  // The database reads one side while the other is taken apart.
  const [past, later] = await Promise.all([
    loadPast(reads, { townId: town, cut: from.cut }),
    loadPast(reads, { townId: town, cut: to.cut }),
  ])
  const { cells } = drawn
  const places = old.setNumber === drawn.setNumber ? null : await byPlace(old.cells, cells)
  const field = await fieldOfPast({ cells, townId: town }, past)
  const then = places ? await mapsOfPast(old.cells, past) : mapsOf(field)
  const first = await shown(reads, { moment: from, map: then[scale], scale })
  const before = places ? carried(first.levels, places) : first.levels
  const ordinals = places ? cells.ordinalOf.filter(ordinal => (places[ordinal] ?? -1) >= 0) : cells.ordinalOf
  const redrawn = places && { before, ordinals, at: old.retired?.at ?? null, by: old.retired?.by ?? '' }
  const walked = { reads, field, past, later, from, to, scale, ordinals, redrawn }
  const { causes, quiet } = await causesOf(walked)
  const second = await shown(reads, { moment: to, map: mapsOf(field)[scale], scale })
  const matrix = matrixOf(before, second.levels, ordinals)
  const { same, ...moves } = movesOf(matrix)
  const moved = ordinals.filter(ordinal => before[ordinal] !== second.levels[ordinal])
  const { setNumber } = drawn
  const grids = { townId: town, setNumber, at: to.cut.at, before, after: second.levels, moved }
  return {
    townId: town,
    scale,
    before: first.side,
    after: second.side,
    compared: {
      by: places ? 'place' : 'ordinal',
      cellsBefore: old.cells.count,
      cellsAfter: cells.count,
      without: cells.count - ordinals.length,
    },
    matrix,
    ...moves,
    unchanged: same,
    grids: await gridsOf(reads, grids),
    causes,
    quietCauses: quiet,
  }
}

const wrongWay = { zh: '后一时间应晚于前一时间', en: 'The second moment must be after the first' }

/** What one side shows: the signed levels of an edition, or those just computed. */
async function shown(
  reads: LiveReads,
  { moment, map, scale }: { moment: Moment; map: LevelMap; scale: RiskScale },
): Promise<{ side: Side; levels: Uint8Array }> {
  const at = moment.cut.at.toISOString()
  const { edition } = moment
  if (!edition) {
    const { hash, counts, levels } = map
    return { side: { at, editionId: null, hash, counts, reproduced: null }, levels }
  }
  const stored = await reads(sql => storedLevels(sql, { id: edition.id, scale }))
  const levels = await plainLevels(stored)
  const reproduced = Buffer.compare(levels, map.levels) === 0
  const { hash, counts } = stored
  return { side: { at, editionId: edition.id, hash, counts, reproduced }, levels }
}

const gridsAtMost = 200
const cellsAtOnce = 20_000

interface Moved {
  townId: number
  setNumber: number
  /** The later moment, whose grids are told. */
  at: Date
  before: Uint8Array
  after: Uint8Array
  moved: Int32Array
}

type GridMoves = Comparison['grids'][number]

/** The moves by grid, the most moved first; cells of no grid together. */
async function gridsOf(
  reads: LiveReads,
  { townId, setNumber, at, before, after, moved }: Moved,
): Promise<GridMoves[]> {
  const grids = new Map<number | null, GridMoves & { same: number }>()
  for (let i = 0; i < moved.length; i += cellsAtOnce) {
    const some = [...moved.subarray(i, i + cellsAtOnce)]
    const rows = await reads(sql => gridsOfCellsThen(sql, { townId, setNumber, ordinals: some, at }))
    for (const { ordinal, gridId } of rows) {
      const grid = grids.get(gridId) ?? { gridId, name: '', ...noMoves() }
      grid[movedOf(before[ordinal] ?? 0, after[ordinal] ?? 0)] += 1
      grids.set(gridId, grid)
    }
  }
  const total = (each: GridMoves) => each.rose + each.fell + each.assessed + each.unassessed
  const most = [...grids.values()]
    .map(({ same: _, ...grid }) => grid)
    .sort((a, b) => total(b) - total(a))
    .slice(0, gridsAtMost)
  const ids = most.flatMap(({ gridId }) => gridId ?? [])
  const named = await reads(
    sql => sql<{ id: number; name: string }[]>`select id, name from grids where id = any (${ids}::int[])`,
  )
  const names = new Map(named.map(({ id, name }) => [id, name]))
  return most.map(grid => ({ ...grid, name: names.get(grid.gridId ?? 0) ?? '' }))
}
