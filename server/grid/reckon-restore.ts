import type { TransactionSql } from 'postgres'
import { invalid } from '../errors.ts'
import type { Restoring } from './draft.ts'
import { type GroundGrid, groundColumns, groundOf, type Outcome, tiersAbove } from './ground.ts'
import { coverageOf, facesOf } from './ground-coverage.ts'
import { ofCoverage } from './of-coverage.ts'
import { connected } from './rules/connected.ts'
import { stillIn } from './sort-out.ts'

/**
 * The grids as they were at an instant: asked ones with everything that has to change with them, so that the ground
 * is covered as before. Retired grids come back under their own code, later ones retire; those that were divided then
 * are so again, others are one again.
 * @throws Refusal `invalid` when nothing differs
 */
export async function reckonRestore(
  sql: TransactionSql,
  { townId, restore }: { townId: number; restore: Restoring },
): Promise<Outcome> {
  const at = new Date(restore.at)
  const differing = await differences(sql, townId, at)
  const pairs = await overlaps(sql, differing)
  const wanted = connected([...pairs, ...(await siblings(sql, differing))], restore.gridIds)
  const isWanted = ({ id }: GroundGrid) => restore.gridIds.length === 0 || wanted.has(id)
  const [now, former] = [differing.now.filter(isWanted), differing.former.filter(isWanted)]
  if (former.length === 0 && now.length === 0) throw invalid('restore', words.same)
  const leaves = await leavesAround(sql, townId, { now, former })
  const after = [...leaves.filter(({ id }) => !now.some(grid => grid.id === id)), ...former]
  const [tiersNow, tiersThen] = [await tiersAbove(sql, leaves), await tiersAbove(sql, after)]
  const [was, is] = [coverageOf(leaves, tiersNow), coverageOf(after, tiersThen)]
  const versions = await versionsOf(sql, [...former, ...tiersThen])
  const current = (grid: GroundGrid): [number, GroundGrid] => [
    grid.id,
    { ...grid, version: versions.get(grid.id) ?? grid.version },
  ]
  const [stood, stands] = [idsOf([...leaves, ...tiersNow]), idsOf([...after, ...tiersThen])]
  const risen = tiersThen
    .filter(({ id }) => !was.isDivided(id))
    .map(grid => ({ ...grid, polygon: is.polygonOf(grid.id) }))
  const fallen = tiersNow.filter(({ id }) => !is.isDivided(id))
  const faces = idsOf(former)
  const heir = ({ id }: GroundGrid): [number, number] => {
    const [lowest = id] = was.facesUnder(id)
    return [id, pairs.find(([from, then]) => from === lowest && faces.has(then))?.[1] ?? 0]
  }
  const outcome = {
    before: new Map(now.map(grid => [grid.id, grid])),
    after: new Map(former.map(current)),
  }
  const pathsBefore = new Map(leaves.map(({ id }) => [id, was.pathOf(id)]))
  return {
    townId,
    ...outcome,
    isFiled: false,
    made: [],
    revived: [...former, ...risen].filter(({ id }) => !stood.has(id)).map(({ id }) => id),
    gone: new Map([...now, ...fallen].filter(({ id }) => !stands.has(id)).map(heir)),
    heirs: new Map(now.filter(({ id }) => !faces.has(id)).map(heir)),
    tiers: { before: new Map(fallen.map(grid => [grid.id, grid])), after: new Map(risen.map(current)) },
    still: stillIn(outcome, { ground: after, coverage: is, pathsBefore }),
    rings: { before: facesOf(was, leaves), after: facesOf(is, after) },
    thematic: { drawn: [], redrawn: [], retired: [] },
  }
}

const idsOf = (grids: readonly GroundGrid[]) => new Set(grids.map(({ id }) => id))

interface Differing {
  now: GroundGrid[]
  former: GroundGrid[]
}

/** Faces whose boundary, village or name is not what it was, on both sides. */
async function differences(sql: TransactionSql, townId: number, at: Date): Promise<Differing> {
  const now = await sql<GroundGrid[]>`
    select ${groundColumns(sql)} from grids r
    where r.town_id = ${townId} and r.valid_from > ${at} and ${ofCoverage(sql, 'r')}
    order by r.id`
  const former = await sql<GroundGrid[]>`
    select ${groundColumns(sql)} from (select grid_id as id, * from grid_states where valid_to is not null) r
    where r.town_id = ${townId} and r.level <> 'thematic' and r.valid_to > ${at}
      and (r.valid_from is null or r.valid_from <= ${at})
      and not exists (select from grid_states k where k.parent_id = r.id
        and (k.valid_from is null or k.valid_from <= ${at}) and (k.valid_to is null or k.valid_to > ${at}))
    order by r.id`
  const same = new Set(
    former.filter(old => now.some(each => each.id === old.id && isSame(each, old))).map(({ id }) => id),
  )
  const differs = ({ id }: GroundGrid) => !same.has(id)
  return { now: now.filter(differs), former: former.filter(differs) }
}

const isSame = (a: GroundGrid, b: GroundGrid) =>
  a.name === b.name &&
  a.regionId === b.regionId &&
  a.parentId === b.parentId &&
  a.level === b.level &&
  a.lead === b.lead &&
  a.phone === b.phone &&
  a.code === b.code &&
  JSON.stringify(a.polygon) === JSON.stringify(b.polygon)

/** Which present grid lies on the ground of which former one. */
async function overlaps(sql: TransactionSql, { now, former }: Differing): Promise<[number, number][]> {
  const rows = await sql<{ now: number; then: number }[]>`
    select n.id as now, t.id as then
    from unnest(${now.map(({ id }) => id)}::int[], ${now.map(({ polygon }) => JSON.stringify(polygon))}::text[]) as n (id, shape)
    join unnest(${former.map(({ id }) => id)}::int[], ${former.map(({ polygon }) => JSON.stringify(polygon))}::text[]) as t (id, shape)
      on ST_Relate(ST_GeomFromGeoJSON(n.shape), ST_GeomFromGeoJSON(t.shape), 'T********')`
  return rows.map(row => [row.now, row.then])
}

/** What was in a grid that is no longer divided comes back together, or not at all. */
async function siblings(sql: TransactionSql, { former }: Differing): Promise<[number, number][]> {
  const above = [...new Set(former.flatMap(({ parentId }) => parentId ?? []))]
  if (above.length === 0) return []
  const rows = await sql<{ id: number }[]>`
    select p.id from grids p where p.id = any(${above}::int[])
      and not exists (select from grids k where k.parent_id = p.id and k.retired_at is null)`
  return rows.flatMap(({ id }) => {
    const [first, ...others] = former.filter(({ parentId }) => parentId === id)
    return others.map((other): [number, number] => [first?.id ?? other.id, other.id])
  })
}

/** The faces that change as they are now, with all of the same villages and every neighbour. */
async function leavesAround(
  sql: TransactionSql,
  townId: number,
  { now, former }: Differing,
): Promise<GroundGrid[]> {
  const ids = [...now, ...former].map(({ id }) => id)
  const shapes = former.map(({ polygon }) => JSON.stringify(polygon))
  const rows = await sql<{ id: number }[]>`
    select distinct n.id
    from (select geom from grids where id = any(${ids}::int[]) union all
      select ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) from unnest(${shapes}::text[]) as was (shape)) c
      join grids n on n.geom && c.geom
    where n.town_id = ${townId} and ${ofCoverage(sql, 'n')}
    union select n.id from grids n where n.town_id = ${townId} and ${ofCoverage(sql, 'n')}
      and n.region_id in (select region_id from grids where id = any(${ids}::int[]))`
  return groundOf(sql, townId, [...new Set([...rows.map(({ id }) => id), ...now.map(({ id }) => id)])])
}

/** Those that come back too: a write names the version that the grid has now. */
async function versionsOf(sql: TransactionSql, grids: GroundGrid[]): Promise<Map<number, number>> {
  const rows = await sql<{ id: number; version: number }[]>`
    select id, version from grids where id = any(${grids.map(({ id }) => id)}::int[])`
  return new Map(rows.map(({ id, version }) => [id, version]))
}

const words = {
  same: {
    zh: '这些网格与当时相同，没有可恢复的内容；请换一个日期',
    en: 'These grids are as they were then; choose another date',
  },
}
