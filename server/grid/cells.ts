import type { TransactionSql } from 'postgres'
import { spotOf } from '../region/rules/lattice.ts'
import type { GroundGrid, Outcome } from './ground.ts'
import type { OuterPiece } from './rules/outer-change.ts'
import type { Rings } from './rules/outline.ts'
import type { GroundCell } from './rules/transfer-people.ts'

const ringsOf = ({ polygon }: GroundGrid): Rings =>
  polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf))

/** What a change of the ground is reckoned from: rings (1e-7 degrees) and households, by face. */
export const changeOf = ({ before, after, heirs }: Outcome) => ({
  before: [...before.values()].map(grid => ({
    face: grid.id,
    rings: ringsOf(grid),
    households: grid.households,
  })),
  after: [...after.values()].map(grid => ({ face: grid.id, rings: ringsOf(grid) })),
  heirs,
})

/** The cells kept under some grids, by their middle. */
export async function cellsUnder(sql: TransactionSql, gridIds: number[]): Promise<GroundCell[]> {
  const rows = await sql<CellRow[]>`
    select ${cellColumns(sql)} from cells c where c.grid_id = any(${gridIds}::int[]) order by c.id`
  return rows.map(cellOf)
}

/** Cells with their middle on ground that a town gains: no grid has them, or one that they lay beside. */
export async function cellsEntering(
  sql: TransactionSql,
  townId: number,
  { gained }: { gained: readonly OuterPiece[] },
): Promise<GroundCell[]> {
  if (gained.length === 0) return []
  const shapes = gained.map(({ polygon }) => JSON.stringify(polygon))
  const rows = await sql<CellRow[]>`
    select ${cellColumns(sql)} from cells c
    where c.town_id = ${townId} and exists (
      select from unnest(${shapes}::text[]) as g (shape)
      where ST_Covers(ST_SetSRID(ST_GeomFromGeoJSON(g.shape), 4326), ST_Centroid(c.geom)))
    order by c.id`
  return rows.map(cellOf)
}

interface CellRow {
  id: number
  people: number
  gridId: number | null
  lng: number
  lat: number
}

const cellColumns = (sql: TransactionSql) => sql`c.id, c.people_night as people, c.grid_id as "gridId",
  ST_X(ST_Centroid(c.geom)) as lng, ST_Y(ST_Centroid(c.geom)) as lat`

const cellOf = ({ id, people, gridId, lng, lat }: CellRow): GroundCell => ({
  id,
  people,
  gridId,
  spot: spotOf([lng, lat]),
})

export const ringsIn = (faces: readonly { rings: Rings }[]): Rings[] => faces.map(({ rings }) => rings)
