import type { TransactionSql } from 'postgres'
import { lngLatOf } from '../region/rules/lattice.ts'
import type { FaceShape, GridDraft, GridMerge } from './draft.ts'
import { boundsOf } from './find-surroundings.ts'
import type { GridState } from './grid.ts'
import { groundAround, groundOf, tiersAbove } from './ground.ts'
import { coverageOf, seenCoverage } from './ground-coverage.ts'
import { importSides } from './merge-import.ts'
import type { Coverage } from './rules/coverage.ts'
import { type Rebased, rebase } from './rules/rebase.ts'
import { seenGrids, staleGrids } from './seen.ts'

/** A draft's edits done again on the grids as they are now. */
export async function rebased(
  sql: TransactionSql,
  draft: GridDraft,
  drop: ReadonlySet<number> = new Set(),
): Promise<Rebased & { yours: Coverage; merged: Coverage }> {
  const { townId, edits, seen } = draft
  const base = await seenGrids(sql, { townId, seen })
  const ground = await groundAround(sql, { townId, edits, seen })
  const [yours, merged] = [seenCoverage(base), coverageOf(ground, await tiersAbove(sql, ground))]
  yours.constrain(null, { isPart: true })
  merged.constrain(await boundsOf(sql, townId), { isPart: true })
  return { ...rebase(edits, { base: yours, now: merged, drop }), yours, merged }
}

/** Both sides of a draft whose grids have changed since, and which of its edits still apply once some are dropped. */
export async function mergeOf(
  sql: TransactionSql,
  draft: GridDraft,
  drop: ReadonlySet<number> = new Set(),
): Promise<GridMerge> {
  const { townId, edits, seen } = draft
  const { stale, base } = await staleGrids(sql, draft)
  const was = base.length > 0 ? base : await seenGrids(sql, { townId, seen })
  const ground = await groundAround(sql, { townId, edits, seen })
  const over = new Set(was.flatMap(({ id, level }) => (level === 'thematic' ? [id] : [])))
  const present = [
    ...ground.filter(({ id }) => stale.includes(id) || !was.some(grid => grid.id === id)),
    ...(await groundOf(
      sql,
      townId,
      stale.filter(id => over.has(id)),
    )),
  ]
  const { steps, yours, merged } = await rebased(sql, draft, drop)
  const names = new Map([...was, ...ground].map(({ id, name }) => [id, name]))
  const touched = new Set(steps.flatMap(step => step.faces))
  const faces = new Set([...seen.map(({ id }) => id), ...touched])
  const { imported } = draft
  const sides = imported
    ? await importSides(sql, { ...draft, imported }, was)
    : { yours: shapesOf(yours, { names, faces }), merged: shapesOf(merged, { names, faces }) }
  return {
    isStale: stale.length > 0,
    base: was
      .filter(({ id }) => stale.includes(id))
      .map(({ id, name, polygon }) => ({ face: id, name, polygon })),
    theirs: present
      .filter(({ id }) => stale.includes(id) || ground.length - was.length < 50)
      .map(({ id, name, polygon }) => ({ face: id, name, polygon })),
    ...sides,
    steps: steps.map(({ index, edit, rebased: again, reason, at, faces }) => ({
      ...{ index, edit, faces, reason, applies: again !== null },
      at: at ? lngLatOf(at) : null,
    })),
    changedBy: await changesOf(sql, stale, endOf(was, stale)),
  }
}

const shapesOf = (
  coverage: Coverage,
  { names, faces }: { names: ReadonlyMap<number, string>; faces: ReadonlySet<number> },
): FaceShape[] =>
  coverage.faceIds
    .filter(face => face < 0 || faces.has(face))
    .map(face => ({ face, name: names.get(face) ?? '', polygon: coverage.polygonOf(face) }))

/** When the first of these grids ceased to be as it was seen. */
function endOf(was: readonly GridState[], stale: readonly number[]): string {
  const ends = was.flatMap(({ id, validTo }) => (validTo && stale.includes(id) ? [validTo] : []))
  return ends.sort()[0] ?? ''
}

/** Who published what on these grids since then, the newest first. */
async function changesOf(sql: TransactionSql, ids: number[], since: string): Promise<GridMerge['changedBy']> {
  const rows = await sql<{ actor: string; at: Date; reason: string }[]>`
    select person_name as actor, published_at as at, case when name = '' then reason else name end as reason
    from grid_publications where (changed || gone || made) && ${ids}::int[]
      and published_at >= ${since || null}::timestamptz order by id desc limit 10`
  return rows.map(row => ({ ...row, at: row.at.toISOString() }))
}
