import type { TransactionSql } from 'postgres'
import type { Inside } from '../context.ts'
import { conflict } from '../errors.ts'
import { followGrids } from '../member/follow-grids.ts'
import { cellsEntering, cellsUnder, changeOf, ringsIn } from './cells.ts'
import { gridsWhere } from './find.ts'
import type { Grid } from './grid.ts'
import type { GroundGrid, Outcome } from './ground.ts'
import { type OutlineChange, reckonOutlines, redrawRegions } from './outlines.ts'
import { lockOutlines } from './refuse-outer.ts'
import { isOuterMoved, outerChange } from './rules/outer-change.ts'
import { transferPeople } from './rules/transfer-people.ts'

/** What an act is called in the record, and since when it holds. */
export interface Act {
  draftId: number | null
  name: string
  reason: string
  effectiveAt: Date
  personName: string
  reviewerName: string
}

export interface Published {
  grids: Grid[]
  made: { face: number; id: number }[]
}

/** Writes of one town's boundaries wait for each other; readers and other writes of the town do not. */
export const lockTown = (sql: TransactionSql, townId: number) =>
  sql`select id from regions where id = ${townId} for no key update`

/**
 * Puts an outcome in force within the transaction: grids, the outlines above them, the cells with their people, and
 * one journal row for each change. Everything has been checked before; a grid that is newer stops it.
 * @throws Refusal `conflict`, `invalid` (an outline cannot follow)
 */
export async function publish(inside: Inside, outcome: Outcome, act: Act): Promise<Published> {
  const { sql } = inside
  if (isTownMoved(outcome)) await lockOutlines(sql)
  const outlines = await reckonOutlines(sql, outcome)
  const ids = [...new Set([...idsOf(outcome), ...outlines.grids.map(({ id }) => id)])].filter(id => id > 0)
  const before = new Map(
    (await gridsWhere(sql, sql`where r.id = any(${ids}::int[])`)).map(grid => [grid.id, grid]),
  )
  const change = changeOf(outcome)
  const cells = await cellsUnder(sql, [...outcome.before.keys()])
  const entering = await cellsEntering(
    sql,
    outcome.townId,
    outerChange(ringsIn(change.before), ringsIn(change.after)),
  )
  const isHeld = new Set(cells.map(({ id }) => id))
  const people = transferPeople(change, [...cells, ...entering.filter(({ id }) => !isHeld.has(id))])
  const made = await store(sql, { outcome, households: people.households, from: act.effectiveAt })
  await storeTiers(sql, { outcome, outlines: outlines.grids, made, from: act.effectiveAt })
  await moveCells(
    sql,
    people.moves.map(({ cell, to }) => ({ id: cell.id, gridId: to === null ? null : (made.get(to) ?? to) })),
  )
  const heirs = new Map([...outcome.gone].map(([face, heir]) => [face, made.get(heir) ?? heir]))
  await followGrids(inside, { heirs, from: act.effectiveAt })
  await redrawRegions(inside, {
    townId: outcome.townId,
    changes: outlines.regions,
    validFrom: act.effectiveAt,
  })
  const all = [...new Set([...ids, ...made.values()])]
  const after = await gridsWhere(sql, sql`where r.id = any(${all}::int[]) order by r.id`)
  const reasons = new Map(outcome.thematic.retired.map(({ id, reason }) => [id, reason]))
  for (const grid of after) {
    const reason = reasons.get(grid.id) ?? act.reason
    recordGrid(inside, {
      verb: verbOf(before.get(grid.id), grid, outcome),
      before: before.get(grid.id),
      after: grid,
      reason,
    })
  }
  await keepPublication(inside, { outcome, act, made: [...made.values()] })
  return {
    grids: after.filter(grid => grid.retiredAt === null),
    made: [...made].map(([face, id]) => ({ face, id })),
  }
}

const isTownMoved = ({ rings }: Outcome) =>
  isOuterMoved(
    rings.before.map(face => face.rings),
    rings.after.map(face => face.rings),
  )

const idsOf = ({ before, after, tiers, thematic }: Outcome) => [
  ...[before, after, tiers.before, tiers.after].flatMap(grids => [...grids.keys()]),
  ...[...thematic.redrawn, ...thematic.retired].map(({ id }) => id),
]

interface Storing {
  outcome: Outcome
  households: ReadonlyMap<number, number>
  from: Date
}

/** Faces, and divided grids that are made. @returns ids of made ones */
async function store(
  sql: TransactionSql,
  { outcome, households, from }: Storing,
): Promise<Map<number, number>> {
  const { before, after, made, gone, tiers, thematic, townId } = outcome
  const fresh = new Set(made)
  const counted = [...after.values()].map(grid => ({
    ...grid,
    households: households.get(grid.id) ?? grid.households,
  }))
  const over = [...tiers.after.values()].filter(({ id }) => fresh.has(id))
  const sums = householdsIn(counted, outcome)
  const madeOver = await insertDown(
    sql,
    over.map(grid => ({ ...grid, households: sums.get(grid.id) ?? 0 })),
    { townId, from },
  )
  const placed = counted.map(grid => ({
    ...grid,
    parentId: madeOver.get(grid.parentId ?? 0) ?? grid.parentId,
  }))
  const kept = [...placed.filter(({ id }) => !fresh.has(id)), ...thematic.redrawn]
  const lost = [...gone.keys()].flatMap(id => before.get(id) ?? tiers.before.get(id) ?? [])
  const retired = [...lost, ...thematic.retired]
  const changed = await update(sql, kept, from)
  const left = await retire(sql, retired, from)
  if (changed !== kept.length || left !== retired.length) throw conflict(newer)
  const madeFaces = await insert(
    sql,
    placed.filter(({ id }) => fresh.has(id)),
    { townId, from },
  )
  await insert(sql, thematic.drawn, { townId, from })
  return new Map([...madeOver, ...madeFaces])
}

/** The households of each divided grid that is made: those of the faces in it. */
function householdsIn(counted: readonly GroundGrid[], { rings }: Outcome): Map<number, number> {
  const above = new Map(rings.after.map(({ tiers: [face = 0, ...over] }) => [face, over]))
  const sums = new Map<number, number>()
  for (const { id, households } of counted) {
    for (const tier of above.get(id) ?? []) sums.set(tier, (sums.get(tier) ?? 0) + households)
  }
  return sums
}

/** New divided grids, each after the one that it lies in. */
async function insertDown(
  sql: TransactionSql,
  news: readonly GroundGrid[],
  into: { townId: number; from: Date },
): Promise<Map<number, number>> {
  const ids = new Map<number, number>()
  let left = news
  while (left.length > 0) {
    const isReady = ({ parentId }: GroundGrid) => parentId === null || parentId > 0 || ids.has(parentId)
    const ready = left.filter(isReady)
    const placed = ready.map(grid => ({ ...grid, parentId: ids.get(grid.parentId ?? 0) ?? grid.parentId }))
    for (const [face, id] of await insert(sql, placed, into)) ids.set(face, id)
    left = ready.length > 0 ? left.filter(grid => !ready.includes(grid)) : []
  }
  return ids
}

interface StoringTiers {
  outcome: Outcome
  outlines: OutlineChange[]
  made: ReadonlyMap<number, number>
  from: Date
}

/**
 * Divided grids: their outline, what they are called, and their households, which are those of what is in them.
 * @throws Refusal `conflict`
 */
async function storeTiers(
  sql: TransactionSql,
  { outcome, outlines, made, from }: StoringTiers,
): Promise<void> {
  const shapes = new Map(outlines.map(({ id, outline }) => [id, JSON.stringify(outline)]))
  const revived = new Set(outcome.revived)
  for (const { id, polygon } of outcome.tiers.after.values())
    if (revived.has(id)) shapes.set(id, JSON.stringify(polygon))
  const known = [...outcome.tiers.after.values()].filter(({ id }) => id > 0)
  const named = new Map(known.map(grid => [grid.id, grid]))
  const ids = [...new Set([...shapes.keys(), ...named.keys()])]
  if (ids.length === 0) return
  const of = <K extends keyof GroundGrid>(key: K) => ids.map(id => named.get(id)?.[key] ?? null)
  const madeIn = (id: number) => {
    const above = named.get(id)?.parentId ?? null
    return above === null ? null : (made.get(above) ?? above)
  }
  const rows = await sql`
    update grids r set geom = coalesce(ST_SetSRID(ST_GeomFromGeoJSON(n.shape), 4326), r.geom),
      code = coalesce(n.code, r.code), name = coalesce(n.name, r.name), lead = coalesce(n.lead, r.lead),
      phone = coalesce(n.phone, r.phone), level = coalesce(n.level, r.level),
      region_id = coalesce(n.region_id, r.region_id),
      parent_id = case when n.version is null then r.parent_id else n.parent_id end,
      retired_at = null, valid_from = ${from}, version = r.version + 1,
      households = coalesce((select sum(k.households)::int from grids k where k.id in (select grids_under(r.id))),
        r.households)
    from unnest(${ids}::int[], ${of('version')}::int[], ${of('code')}::text[], ${of('name')}::text[],
      ${of('lead')}::text[], ${of('phone')}::text[], ${of('level')}::text[], ${of('regionId')}::int[],
      ${ids.map(id => madeIn(id))}::int[], ${ids.map(id => shapes.get(id) ?? null)}::text[])
      as n (id, version, code, name, lead, phone, level, region_id, parent_id, shape)
    where r.id = n.id and (n.version is null or r.version = n.version)`
  if (rows.count !== ids.length) throw conflict(newer)
}

async function update(sql: TransactionSql, grids: GroundGrid[], from: Date): Promise<number> {
  if (grids.length === 0) return 0
  const of = <K extends keyof GroundGrid>(key: K) => grids.map(grid => grid[key])
  const rows = await sql`
    update grids r set geom = ST_SetSRID(ST_GeomFromGeoJSON(n.shape), 4326), region_id = n.region_id, code = n.code,
      name = n.name, level = n.level, parent_id = n.parent_id, lead = n.lead, phone = n.phone, households = n.households, retired_at = null,
      valid_from = ${from}, version = r.version + 1
    from unnest(${of('id')}::int[], ${of('version')}::int[], ${of('regionId')}::int[], ${of('code')}::text[],
      ${of('name')}::text[], ${of('level')}::text[], ${of('lead')}::text[], ${of('phone')}::text[],
      ${of('households')}::int[], ${of('parentId')}::int[],
      ${grids.map(({ polygon }) => JSON.stringify(polygon))}::text[])
      as n (id, version, region_id, code, name, level, lead, phone, households, parent_id, shape)
    where r.id = n.id and r.version = n.version`
  return rows.count
}

async function retire(sql: TransactionSql, grids: GroundGrid[], from: Date): Promise<number> {
  if (grids.length === 0) return 0
  const rows = await sql`
    update grids r set retired_at = ${from}, version = r.version + 1
    from unnest(${grids.map(({ id }) => id)}::int[], ${grids.map(({ version }) => version)}::int[]) as n (id, version)
    where r.id = n.id and r.version = n.version and r.retired_at is null`
  return rows.count
}

async function insert(
  sql: TransactionSql,
  grids: GroundGrid[],
  { townId, from }: { townId: number; from: Date },
): Promise<Map<number, number>> {
  if (grids.length === 0) return new Map()
  const of = <K extends keyof GroundGrid>(key: K) => grids.map(grid => grid[key])
  const rows = await sql<{ id: number; code: string }[]>`
    insert into grids (town_id, region_id, parent_id, level, code, name, geom, households, lead, phone, valid_from)
    select ${townId}, n.region_id, n.parent_id, n.level, n.code, n.name,
      ST_SetSRID(ST_GeomFromGeoJSON(n.shape), 4326), n.households, n.lead, n.phone, ${from}
    from unnest(${of('regionId')}::int[], ${of('parentId')}::int[], ${of('level')}::text[], ${of('code')}::text[],
      ${of('name')}::text[], ${grids.map(({ polygon }) => JSON.stringify(polygon))}::text[], ${of('households')}::int[],
      ${of('lead')}::text[], ${of('phone')}::text[])
      as n (region_id, parent_id, level, code, name, shape, households, lead, phone)
    returning id, code`
  const ids = new Map(rows.map(({ id, code }) => [code, id]))
  return new Map(grids.flatMap(({ id, code }): [number, number][] => [[id, ids.get(code) ?? 0]]))
}

const moveCells = (sql: TransactionSql, moves: { id: number; gridId: number | null }[]) => sql`
  update cells c set grid_id = n.grid_id
  from unnest(${moves.map(({ id }) => id)}::int[], ${moves.map(({ gridId }) => gridId)}::int[]) as n (id, grid_id)
  where c.id = n.id`

interface Told {
  verb: string
  before: Grid | undefined
  after: Grid
  reason: string
}

function recordGrid({ record }: Inside, { verb, before, after, reason }: Told): void {
  const { id, version, townId } = after
  record({ verb, noun: 'grid', id, version, townId, before, after: { ...after, reason } })
}

function verbOf(before: Grid | undefined, after: Grid, { tiers }: Outcome): string {
  const { id } = after
  if (!before) return 'create'
  if (after.retiredAt !== null) return 'retire'
  if (before.retiredAt !== null) return 'revive'
  if (tiers.before.has(id) !== tiers.after.has(id)) return tiers.after.has(id) ? 'divide' : 'undivide'
  return JSON.stringify(before.polygon) === JSON.stringify(after.polygon) ? 'correct' : 'redraw'
}

const changedIn = ({ after, tiers, thematic }: Outcome) => {
  const redrawn = thematic.redrawn.map(({ id }) => id)
  return [...after.keys(), ...tiers.after.keys(), ...redrawn].filter(id => id > 0)
}

const keepPublication = (
  { sql, now }: Inside,
  { outcome, act, made }: { outcome: Outcome; act: Act; made: number[] },
) => sql`
  insert into grid_publications (town_id, draft_id, name, reason, effective_at, published_at, person_name,
    reviewer_name, changed, made, gone)
  values (${outcome.townId}, ${act.draftId}, ${act.name}, ${act.reason}, ${act.effectiveAt}, ${now}, ${act.personName},
    ${act.reviewerName}, ${changedIn(outcome)}::int[], ${made}::int[],
    ${[...outcome.gone.keys(), ...outcome.thematic.retired.map(({ id }) => id)]}::int[])`

const newer = {
  zh: '网格刚刚被他人修改，请比较后再发布',
  en: 'The grids were changed by someone else a moment ago; compare and publish again',
}
