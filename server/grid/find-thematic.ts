import type { TransactionSql } from 'postgres'
import type { GridConsequence, Tally } from './consequence.ts'
import { type GroundGrid, groundOf, type Outcome } from './ground.ts'

// Faces that are drawn over the coverage are told apart from those that edits make.
const firstDrawn = -1_000_001

/** What thematic grids that are drawn, redrawn or retired have on their ground; nobody else loses it. */
export async function thematicConsequences(
  sql: TransactionSql,
  { townId, thematic }: Outcome,
): Promise<GridConsequence[]> {
  const { drawn, redrawn, retired } = thematic
  const was = new Map(
    (
      await groundOf(
        sql,
        townId,
        redrawn.map(({ id }) => id),
      )
    ).map(grid => [grid.id, grid]),
  )
  const tally = (grid: GroundGrid | undefined) => tallyOn(sql, townId, grid)
  const told: GridConsequence[] = []
  for (const [i, grid] of drawn.entries()) {
    const { name, regionId } = grid
    const after = await tally(grid)
    told.push({ face: firstDrawn - i, name, regionId, fate: 'made', before: nothing, after })
  }
  for (const grid of redrawn) {
    const { id: face, name, regionId } = grid
    const [before, after] = [await tally(was.get(face)), await tally(grid)]
    told.push({ face, name, regionId, fate: 'changed', before, after })
  }
  for (const grid of retired) {
    const { id: face, name, regionId } = grid
    told.push({ face, name, regionId, fate: 'gone', before: await tally(grid), after: nothing })
  }
  return told
}

async function tallyOn(sql: TransactionSql, townId: number, grid: GroundGrid | undefined): Promise<Tally> {
  if (!grid) return nothing
  const [row] = await sql<Tally[]>`
    with ground as (select ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(grid.polygon)}), 4326) as geom)
    select ST_Area(geom::geography) as "squareMeters",
      (select coalesce(sum(c.people_night), 0)::int from cells c
        where c.town_id = ${townId} and c.geom && ground.geom and ST_Intersects(ground.geom, ST_Centroid(c.geom))) as people,
      0 as households,
      (select count(*)::int from hazards h
        where h.town_id = ${townId} and h.standing <> 'rejected' and ST_Intersects(ground.geom, h.point)) as hazards,
      (select count(*)::int from incidents i
        where i.town_id = ${townId} and i.state <> 'closed' and ST_Intersects(ground.geom, i.point)) as incidents,
      (select count(*)::int from tasks t join hazards h on h.id = t.hazard_id
        where t.town_id = ${townId} and t.state = 'open' and ST_Intersects(ground.geom, h.point)) as tasks,
      (select count(*)::int from dangers d join hazards h on h.id = d.hazard_id
        where d.town_id = ${townId} and d.state <> 'closed' and ST_Intersects(ground.geom, h.point)) as dangers
    from ground`
  return row ?? nothing
}

const nothing: Tally = {
  squareMeters: 0,
  people: 0,
  households: 0,
  hazards: 0,
  incidents: 0,
  tasks: 0,
  dangers: 0,
}
