import type { TransactionSql } from 'postgres'
import { spotOf } from '../region/rules/lattice.ts'
import { changeOf } from './cells.ts'
import type { Lying, OuterConsequence } from './consequence.ts'
import { surroundingsOf } from './find-surroundings.ts'
import type { Outcome } from './ground.ts'
import { FaceIndex } from './rules/face-index.ts'
import type { outerChange } from './rules/outer-change.ts'
import { type GroundCell, transferPeople } from './rules/transfer-people.ts'

interface Given {
  outer: ReturnType<typeof outerChange>
  /** The cells of the grids that change. */
  cells: readonly GroundCell[]
}

/** What becomes of the town when a change moves its outer boundary; null when it does not. */
export async function outerConsequence(
  sql: TransactionSql,
  outcome: Outcome,
  { outer: { gained, lost }, cells }: Given,
): Promise<OuterConsequence | null> {
  if (gained.length + lost.length === 0) return null
  const { townId } = outcome
  const change = changeOf(outcome)
  const [was, is] = [new FaceIndex(change.before), new FaceIndex(change.after)]
  const goesOut = (spot: GroundCell['spot']) =>
    was.faceAt(spot) !== undefined && is.faceAt(spot) === undefined
  const comesIn = (spot: GroundCell['spot']) =>
    was.faceAt(spot) === undefined && is.faceAt(spot) !== undefined
  const counted = (list: readonly GroundCell[], households: number) => ({
    cells: list.length,
    people: total(list.map(({ people }) => people)),
    households,
  })
  const { parts, households } = transferPeople(change, cells)
  const out = total(parts.flatMap(part => (part.to === null ? part.households : [])))
  const more = total([...households.values()]) - total(change.before.map(grid => grid.households))
  const shapes = [...gained, ...lost].map(({ polygon }) => JSON.stringify(polygon))
  const things = await thingsNear(sql, townId, shapes)
  const { above, beside } = await surroundingsOf(sql, townId)
  const ground = (pieces: typeof gained, isGained: boolean) =>
    pieces.map(({ polygon }) => ({ isGained, polygon }))
  const sum = (pieces: typeof gained) => total(pieces.map(({ squareMeters }) => squareMeters))
  return {
    gainedSquareMeters: sum(gained),
    lostSquareMeters: sum(lost),
    ground: [...ground(gained, true), ...ground(lost, false)],
    cellsOut: counted(
      cells.filter(({ spot }) => goesOut(spot)),
      out,
    ),
    cellsIn: counted(
      cells.filter(({ spot }) => comesIn(spot)),
      more + out,
    ),
    out: things.filter(({ lngLat }) => goesOut(spotOf(lngLat))),
    in: things.filter(({ lngLat }) => comesIn(spotOf(lngLat))),
    above: above?.name ?? null,
    beside: beside.map(({ name }) => name),
  }
}

const total = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)

/** What stands in the registers in the boxes of some ground. */
async function thingsNear(sql: TransactionSql, townId: number, shapes: string[]): Promise<Lying[]> {
  const rows = await sql<{ noun: Lying['noun']; id: number; name: string; lng: number; lat: number }[]>`
    with ground as (select ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326) as geom from unnest(${shapes}::text[]) as n (shape)),
    things as (
      select 'hazard' as noun, id, name, point from hazards where town_id = ${townId} and standing <> 'rejected'
      union all select 'incident', id, title, point from incidents where town_id = ${townId} and state <> 'closed'
      union all select 'target', id, name, point from targets where town_id = ${townId} and standing <> 'rejected'
      union all select 'shelter', id, name, point from shelters where town_id = ${townId} and standing <> 'rejected'
      union all select 'supply', id, name, point from supplies where town_id = ${townId} and standing <> 'rejected'
      union all select 'responder', id, name, home from responders where town_id = ${townId} and standing <> 'rejected'
      union all select 'sensor', id, name, point from sensors where town_id = ${townId} and point is not null
    )
    select noun, id, name, ST_X(point) as lng, ST_Y(point) as lat from things
    where exists (select from ground where ground.geom && point) order by noun, name, id`
  return rows.map(({ noun, id, name, lng, lat }) => ({ noun, id, name, lngLat: [lng, lat] }))
}
