import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { conflict, invalid, Refusal } from '../errors.ts'
import type { Polygon } from '../region/place.ts'
import { lngLatOf } from '../region/rules/lattice.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import { gridsWhere } from './find.ts'
import type { Grid, GridEdits } from './grid.ts'
import { redrawRegions } from './redraw-regions.ts'
import { buildCoverage } from './rules/build-coverage.ts'
import type { Coverage } from './rules/coverage.ts'
import { seenGrids } from './seen.ts'

/**
 * Applies boundary edits to the grids as they are now; all grids and outlines that share the moved vertices
 * follow, in one transaction, with one journal row each.
 * @returns the grids that changed
 * @throws Refusal `forbidden`; `invalid` naming the edit at fault; `conflict` with both sides when a grid is newer
 */
export const redraw = (context: Context, input: GridEdits): Promise<Grid[]> =>
  change(context, async inside => {
    const { sql, actor, world } = inside
    const { townId, edits } = input
    allow(actor, 'grid.edit', { world, townId })
    const grids = await gridsWhere(sql, sql`where r.town_id = ${townId} order by r.id`)
    await refuseStale(sql, { input, grids })
    const { coverage } = buildCoverage(grids)
    const touched = applied(coverage, edits)
    const changed = grids.filter(grid => touched.has(grid.id))
    const unseen = changed.find(grid => !input.seen.some(({ id }) => id === grid.id))
    if (unseen) throw invalid('seen', unseenWords(unseen))
    const after = await store(inside, { input, changed, coverage })
    await redrawRegions(inside, { townId, edits })
    await moveCells(sql, [...touched])
    return after
  })

/** Does every edit or none. @returns the faces that any of them touched */
function applied(coverage: Coverage, edits: BoundaryEdit[]): Set<number> {
  const touched = new Set<number>()
  for (const [index, edit] of edits.entries()) {
    const result = coverage.apply(edit)
    if (!result.done) {
      const { reason, at } = result
      const errors = [{ path: `edits.${index}`, message: reason }]
      throw new Refusal('invalid', reason, { errors, details: { at: lngLatOf(at) } })
    }
    for (const face of result.faces) touched.add(face)
  }
  return touched
}

async function store(
  { sql, record }: Inside,
  { input, changed, coverage }: { input: GridEdits; changed: Grid[]; coverage: Coverage },
): Promise<Grid[]> {
  for (const { id, name, version } of changed) {
    const polygon = checkedFace(coverage, { id, name })
    const [row] = await sql`
      update grids set geom = ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(polygon)}), 4326), version = version + 1
      where id = ${id} and version = ${version} returning id`
    // Another commit came between: the next attempt reads it and answers with both sides.
    if (!row) await refuseStale(sql, { input, grids: await gridsOf(sql, [id]) })
  }
  const after = await gridsOf(
    sql,
    changed.map(grid => grid.id),
  )
  for (const grid of after) {
    const before = changed.find(({ id }) => id === grid.id)
    const { id, version, townId } = grid
    record({
      verb: 'redraw',
      noun: 'grid',
      id,
      version,
      townId,
      before,
      after: { ...grid, reason: input.reason },
    })
  }
  return after
}

const gridsOf = (sql: TransactionSql, ids: number[]): Promise<Grid[]> =>
  ids.length === 0 ? Promise.resolve([]) : gridsWhere(sql, sql`where r.id in ${sql(ids)} order by r.id`)

function checkedFace(coverage: Coverage, { id, name }: { id: number; name: string }): Polygon {
  const checked = checkPolygon(coverage.polygonOf(id), 'edits')
  if (checked.valid) return checked.polygon
  const { path, message, at } = checked
  const words = { zh: `${name}：${message.zh}`, en: `${name}: ${message.en}` }
  throw new Refusal('invalid', words, { errors: [{ path, message: words }], details: at ? { at } : {} })
}

/** @throws Refusal `conflict`: `theirs` are the newer grids, `yours` what the edits made of the ones seen */
async function refuseStale(
  sql: TransactionSql,
  { input, grids }: { input: GridEdits; grids: Grid[] },
): Promise<void> {
  const now = new Map(grids.map(grid => [grid.id, grid]))
  const newer = input.seen.filter(({ id, version }) => now.has(id) && now.get(id)?.version !== version)
  if (newer.length === 0) return
  const theirs = newer.flatMap(({ id }) => now.get(id) ?? [])
  const base = await seenGrids(sql, { seen: input.seen, grids })
  const { coverage } = buildCoverage(base)
  // Only the seen grids are there, so their common edge looks like an outer one.
  for (const edit of input.edits) coverage.apply(edit, { outer: true })
  const yours = base.flatMap(grid =>
    newer.some(({ id }) => id === grid.id) ? { ...grid, polygon: coverage.polygonOf(grid.id) } : [],
  )
  throw conflict(staleWords(theirs), { theirs, yours, base })
}

/** A cell whose middle now lies in another of the touched grids goes over to it. */
const moveCells = (sql: TransactionSql, gridIds: number[]) => sql`
  update cells c set grid_id = g.id from grids g, grids o
  where o.id = c.grid_id and o.id in ${sql(gridIds)} and g.id in ${sql(gridIds)} and g.id <> o.id
    and not ST_Intersects(o.geom, ST_Centroid(c.geom)) and ST_Intersects(g.geom, ST_Centroid(c.geom))`

const staleWords = (theirs: Grid[]) => {
  const names = theirs.map(grid => grid.name).join('、')
  return {
    zh: `${names} 的边界已被他人修改，请比较两个版本`,
    en: `The boundary of ${names} was changed by someone else; compare both versions`,
  }
}

const unseenWords = (grid: Grid) => ({
  zh: `改动涉及 ${grid.name}，但没有给出它的版本`,
  en: `The edits touch ${grid.name}, whose version was not given`,
})
