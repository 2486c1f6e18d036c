import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { dayOf } from '../member/today.ts'
import { spotOf } from '../region/rules/lattice.ts'
import { cellsEntering, cellsUnder, changeOf, ringsIn } from './cells.ts'
import type { Consequences, MemberMove } from './consequence.ts'
import type { GridDraft, GridMerge } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import { outerConsequence } from './find-outer.ts'
import { thematicConsequences } from './find-thematic.ts'
import { type FaceGround, type Outcome, tiersAbove } from './ground.ts'
import { mergeOf } from './merge.ts'
import { reckon } from './reckon.ts'
import {
  consequencesOf,
  type GroundChange,
  type GroundFace,
  type GroundThings,
} from './rules/consequences.ts'
import { outerChange } from './rules/outer-change.ts'
import type { GroundCell } from './rules/transfer-people.ts'

async function readDraft({ sql, actor, world }: Inside, id: number): Promise<GridDraft> {
  const draft = await loadDraft(sql, id)
  allow(actor, 'region.read', { world, townId: draft.townId })
  return draft
}

/**
 * What a draft would change if it were published on the grids as they are now.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming the edit that cannot be done
 */
export const findConsequences = (context: Context, id: number): Promise<Consequences> =>
  read(context, async inside => {
    const outcome = await reckon(inside.sql, await readDraft(inside, id))
    const change = await groundChange(inside.sql, outcome)
    const moved = changeOf(outcome)
    const outer = outerChange(ringsIn(moved.before), ringsIn(moved.after))
    const entering = await cellsEntering(inside.sql, outcome.townId, outer)
    const things = await thingsOn(inside.sql, outcome, entering)
    const { grids: told, handovers } = consequencesOf(change, things)
    const thematic = await thematicConsequences(inside.sql, outcome)
    return {
      grids: [...told, ...thematic],
      handovers,
      members: await memberMoves(inside, outcome),
      outer: await outerConsequence(inside.sql, outcome, { outer, cells: things.cells }),
    }
  })

/** Faces that change and those beside them in the same divided grids, each with the grids that it lies in. */
async function groundChange(sql: TransactionSql, outcome: Outcome): Promise<GroundChange> {
  const { before, after, heirs } = changeOf(outcome)
  const { tiers, still, rings } = outcome
  const standing = await tiersAbove(sql, [...outcome.before.values(), ...outcome.after.values(), ...still])
  const over = new Map(
    [...standing, ...tiers.before.values(), ...tiers.after.values()].map(tier => [tier.id, tier]),
  )
  const grids = new Map(
    [...outcome.before.values(), ...outcome.after.values(), ...still].map(grid => [grid.id, grid]),
  )
  const above = { before: pathsOf(rings.before), after: pathsOf(rings.after) }
  const faceOf = (face: number, side: 'before' | 'after', more: Pick<GroundFace, 'rings' | 'households'>) => {
    const { name = '', regionId = 0 } = grids.get(face) ?? {}
    return { face, name, regionId, above: above[side].get(face) ?? [], ...more }
  }
  const same = still.map(({ id, polygon, households }) => ({
    face: id,
    rings: polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf)),
    households,
  }))
  return {
    before: [...before, ...same].map(each => faceOf(each.face, 'before', each)),
    after: [...after, ...same].map(each => faceOf(each.face, 'after', { rings: each.rings, households: 0 })),
    heirs,
    tiers: [...over.values()].map(({ id, name, regionId }) => ({ face: id, name, regionId })),
    still: new Set(still.map(({ id }) => id)),
  }
}

const pathsOf = (faces: readonly FaceGround[]) =>
  new Map(faces.map(({ tiers: [face = 0, ...above] }) => [face, above]))

/**
 * A draft on the grids as they are now, without the steps in `drop`.
 * @throws Refusal `missing`, `forbidden`
 */
export const findMerge = (context: Context, id: number, drop: readonly number[] = []): Promise<GridMerge> =>
  read(context, async inside => mergeOf(inside.sql, await readDraft(inside, id), new Set(drop)))

/** What lies on the grids that change: people, sources, and work that is open. */
async function thingsOn(
  sql: TransactionSql,
  { townId, before, after, still }: Outcome,
  entering: readonly GroundCell[],
): Promise<GroundThings> {
  const ids = [...before.keys(), ...still.map(({ id }) => id)]
  const shapes = [...after.values()].map(({ polygon }) => JSON.stringify(polygon))
  const rows = await sql<{ kind: 'hazards' | 'incidents' | 'tasks' | 'dangers'; lng: number; lat: number }[]>`
    with ground as (select geom from grids where id = any(${ids}::int[])
      union all select ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) from unnest(${shapes}::text[]) as n (shape)),
    things as (
      select 'hazards' as kind, point from hazards where town_id = ${townId} and standing <> 'rejected'
      union all select 'incidents', point from incidents where town_id = ${townId} and state <> 'closed'
      union all select 'tasks', h.point from tasks t join hazards h on h.id = t.hazard_id
        where t.town_id = ${townId} and t.state = 'open'
      union all select 'dangers', h.point from dangers d join hazards h on h.id = d.hazard_id
        where d.town_id = ${townId} and d.state <> 'closed'
    )
    select kind, ST_X(point) as lng, ST_Y(point) as lat from things
    where exists (select from ground where ground.geom && point)`
  const of = (kind: (typeof rows)[number]['kind']) =>
    rows.filter(row => row.kind === kind).map(({ lng, lat }) => spotOf([lng, lat]))
  return {
    cells: [...(await cellsUnder(sql, ids)), ...entering.filter(({ gridId }) => !ids.includes(gridId ?? 0))],
    hazards: of('hazards'),
    incidents: of('incidents'),
    tasks: of('tasks'),
    dangers: of('dangers'),
  }
}

/** Whose grid goes, and to whom; who begins with a made one; who follows another in one that stays. */
async function memberMoves({ sql, now }: Inside, { before, after, gone }: Outcome): Promise<MemberMove[]> {
  const kept = await sql<{ gridId: number; name: string; role: string }[]>`
    select p.grid_id as "gridId", m.name, p.role from postings p join members m on m.id = p.member_id
    where p.grid_id = any(${[...gone.keys()]}::int[]) and (p.to_on is null or p.to_on >= greatest(p.from_on, ${dayOf(now)}::date))
    order by p.grid_id, p.id`
  const moved = kept.map(({ gridId, name, role }) => ({
    name,
    role,
    from: gridId,
    to: gone.get(gridId) ?? null,
  }))
  const posted = new Set(kept.map(({ gridId }) => gridId))
  const left = [...before.values()].filter(
    ({ id, lead }) => lead !== '' && !posted.has(id) && after.get(id)?.lead !== lead,
  )
  const begins = [...after.values()].filter(({ id, lead }) => lead !== '' && before.get(id)?.lead !== lead)
  return [
    ...moved,
    ...left.map(({ id, lead }) => ({ name: lead, role: 'lead', from: id, to: gone.get(id) ?? null })),
    ...begins.map(({ id, lead }) => ({ name: lead, role: 'lead', from: null, to: id })),
  ]
}
