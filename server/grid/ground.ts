import type { TransactionSql } from 'postgres'
import type { Polygon } from '../region/place.ts'
import { boxOf, lngLatOf, type Spot } from '../region/rules/lattice.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import type { FaceAttributes, Importing, Restoring, ThematicEdit } from './draft.ts'
import type { GridLevel, SeenGrids } from './grid.ts'
import { ofCoverage } from './of-coverage.ts'
import type { Rings } from './rules/outline.ts'

/** A grid as the coverage needs it; made faces have ids below zero until they are stored. */
export interface GroundGrid {
  id: number
  regionId: number
  parentId: number | null
  level: GridLevel
  code: string
  name: string
  polygon: Polygon
  households: number
  lead: string
  phone: string
  version: number
}

/** What is to change; one that restores or comes from a file has no edits. */
export interface Proposal {
  townId: number
  edits: BoundaryEdit[]
  seen: SeenGrids
  attributes: FaceAttributes[]
  thematic: ThematicEdit[]
  restore: Restoring | null
  imported: Importing | null
}

/** What a proposal makes of the ground, before anything is stored. */
export interface Outcome {
  townId: number
  /** Grids that change or go, as they are. */
  before: Map<number, GroundGrid>
  /** Grids that change, are made or come back, as they will be. */
  after: Map<number, GroundGrid>
  /** Which of the ones after are made, and which retired ones come back. */
  made: number[]
  revived: number[]
  /** Which grid gets the ground of one that goes. */
  gone: Map<number, number>
  /** Which face gets what no place tells of one that is no face after: it goes, or it is divided. */
  heirs: Map<number, number>
  /** Divided grids: those that go, are whole again or are called otherwise, and those that are or come to be. */
  tiers: { before: Map<number, GroundGrid>; after: Map<number, GroundGrid> }
  /** Faces that stay as they are in divided grids of which others change. */
  still: GroundGrid[]
  /** Faces of the coverage by area above them, for the outlines: every neighbour of a changed one is there. */
  rings: { before: FaceGround[]; after: FaceGround[] }
  /** Whether a file draws it all: it may tear the outer boundary or leave holes, and yet take nobody's ground. */
  isFiled: boolean
  /** Thematic grids drawn, redrawn or retired; they are no part of the coverage. */
  thematic: { drawn: GroundGrid[]; redrawn: GroundGrid[]; retired: Retired[] }
}

/** A thematic grid that goes, with a reason of its own where one was given. */
export type Retired = GroundGrid & { reason: string | undefined }

export interface FaceGround {
  regionId: number
  /** The face and every divided grid above it, the next first. */
  tiers: number[]
  rings: Rings
}

/** The columns of `GroundGrid`, of `grids r`. */
export const groundColumns = (sql: TransactionSql) => sql`r.id, r.region_id as "regionId",
  r.parent_id as "parentId", r.level, r.code, r.name, ST_AsGeoJSON(r.geom, 7)::json as polygon, r.households, r.lead,
  r.phone, r.version`

/** Grids by id as they are, retired ones left out. */
export const groundOf = async (sql: TransactionSql, townId: number, ids: number[]): Promise<GroundGrid[]> => [
  ...(await sql<GroundGrid[]>`select ${groundColumns(sql)} from grids r
    where r.town_id = ${townId} and r.retired_at is null and r.id = any(${ids}::int[]) order by r.id`),
]

/** The divided grids above some grids, each once. */
export async function tiersAbove(
  sql: TransactionSql,
  grids: readonly Pick<GroundGrid, 'parentId'>[],
): Promise<GroundGrid[]> {
  const ids = [...new Set(grids.flatMap(({ parentId }) => parentId ?? []))].filter(id => id > 0)
  if (ids.length === 0) return []
  return [
    ...(await sql<GroundGrid[]>`
      with recursive above as (
        select id, parent_id from grids where id = any(${ids}::int[])
        union select p.id, p.parent_id from grids p join above on p.id = above.parent_id)
      select ${groundColumns(sql)} from grids r where r.id in (select id from above) order by r.id`),
  ]
}

interface Reached {
  townId: number
  edits: readonly BoundaryEdit[]
  seen: SeenGrids
  also?: readonly number[]
}

/**
 * The part of the coverage that edits can reach: the grids they were drawn on and lie over, all grids of the same
 * villages, and every neighbour of these. Ordered by id, as the whole coverage is. `also` are grids that belong to it
 * all the same.
 */
export async function groundAround(
  sql: TransactionSql,
  { townId, edits, seen, also = [] }: Reached,
): Promise<GroundGrid[]> {
  const boxes = edits.map(edit => boxOf(spotsOf(edit))).filter(([west]) => Number.isFinite(west))
  const corners = boxes.map(([w, s, e, n]) => [lngLatOf([w, s]), lngLatOf([e, n])].flat())
  const side = (i: number) => corners.map(corner => corner[i] ?? 0)
  // As an array the few that are reached are looked up one by one; a join would read the town from its start.
  const rows = await sql<GroundGrid[]>`
    with core as (
      select id, geom, region_id from grids
        where town_id = ${townId} and retired_at is null and id = any(${[...seen.map(({ id }) => id), ...also]}::int[])
      union
      select g.id, g.geom, g.region_id
        from unnest(${side(0)}::float8[], ${side(1)}::float8[], ${side(2)}::float8[], ${side(3)}::float8[]) as b (w, s, e, n)
        join grids g on g.geom && ST_MakeEnvelope(b.w, b.s, b.e, b.n, 4326)
        where g.town_id = ${townId} and g.retired_at is null and g.level <> 'thematic'
    ), reached as (
      select id from grids where region_id in (select region_id from core)
      union
      select n.id from core c join grids n on n.geom && c.geom and n.town_id = ${townId}
    )
    select ${groundColumns(sql)} from grids r
    where r.id = any(array(select id from reached))
      and r.town_id = ${townId} and ${ofCoverage(sql, 'r')}
    order by r.id`
  return [...rows]
}

function spotsOf(edit: BoundaryEdit): readonly Spot[] {
  switch (edit.kind) {
    case 'move-vertex':
      return [edit.from, edit.to]
    case 'insert-vertex':
      return [...edit.between, edit.at]
    case 'delete-vertex':
      return [edit.at]
    case 'move-edge':
      return edit.between.flatMap(([x, y]): Spot[] => [
        [x, y],
        [x + edit.by[0], y + edit.by[1]],
      ])
    case 'reshape':
    case 'split':
      return edit.line
    case 'cut-out':
    case 'transfer':
      return edit.ring
    default:
      return []
  }
}
