import type { TransactionSql } from 'postgres'
import { playbooks } from '../../plans/playbooks.ts'
import { plain } from '../context.ts'
import { seedPlans } from '../plan/seed.ts'
import type { Bbox, Polygon } from '../region/place.ts'
import type { Place } from '../region/region.ts'
import type { DemoCell, DemoPeople, PeopledGrid } from './people.ts'
import { at } from './random.ts'
import type { DemoRegion } from './regions.ts'

const BATCH = 500

export function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += BATCH) yield rows.slice(i, i + BATCH)
}

function boundsOf({ coordinates }: Polygon): Bbox {
  const ring = at(coordinates, 0)
  const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)]
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)]
}

interface Found {
  townId: number
  /** Ids by division code. */
  regions: Map<string, number>
}

/** Writes regions, grids, cells, places and the shipped plans of the made-up town. */
export async function foundTown(
  sql: TransactionSql,
  people: DemoPeople,
  places: readonly Place[],
): Promise<Found> {
  const regions = await foundRegions(sql, people.regions)
  const townId = regions.get(at(people.regions, 0).code) ?? 0
  const grids = await foundGrids(sql, { townId, regions, grids: people.grids })
  await foundCells(sql, { townId, grids, cells: people.cells })
  await foundPlaces(sql, townId, places)
  await seedPlans(sql, townId, playbooks)
  return { townId, regions }
}

async function foundRegions(sql: TransactionSql, list: readonly DemoRegion[]): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  let townId: number | null = null
  for (const { code, name, nameEn, level, parentCode, polygon } of list) {
    const [west, south, east, north] = boundsOf(polygon)
    const parent = parentCode === null ? null : (ids.get(parentCode) ?? null)
    const [row]: { id: number }[] = await sql<{ id: number }[]>`
      insert into regions (town_id, parent_id, code, name, name_en, level, demo, geom, west, south, east, north)
      values (${townId}, ${parent}, ${code}, ${name}, ${nameEn}, ${level}, true,
        ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(polygon)}), 4326), ${west}, ${south}, ${east}, ${north})
      returning id`
    if (!row) throw new Error(`the region ${code} was not written`)
    townId ??= row.id
    ids.set(code, row.id)
  }
  return ids
}

interface Grids {
  townId: number
  regions: Map<string, number>
  grids: readonly PeopledGrid[]
}

async function foundGrids(
  sql: TransactionSql,
  { townId, regions, grids }: Grids,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (const part of batches(grids)) {
    const rows = part.map(({ code, name, regionCode, polygon, households, lead, phone }) => ({
      code,
      name,
      region: regions.get(regionCode),
      geom: JSON.stringify(polygon),
      households,
      lead,
      phone,
    }))
    const written = await sql<{ id: number; code: string }[]>`
      insert into grids (town_id, region_id, code, name, geom, households, lead, phone)
      select ${townId}, g.region, g.code, g.name, ST_SetSRID(ST_GeomFromGeoJSON(g.geom), 4326), g.households, g.lead, g.phone
      from jsonb_to_recordset(${sql.json(plain(rows))})
        as g (code text, name text, region int, geom text, households int, lead text, phone text)
      returning id, code`
    for (const { id, code } of written) ids.set(code, id)
  }
  return ids
}

interface Cells {
  townId: number
  grids: Map<string, number>
  cells: readonly DemoCell[]
}

async function foundCells(sql: TransactionSql, { townId, grids, cells }: Cells): Promise<void> {
  for (const part of batches(cells)) {
    const rows = part.map(({ ordinal, code, polygon, gridCode, peopleDay, peopleNight }) => ({
      ordinal,
      code,
      geom: JSON.stringify(polygon),
      grid: grids.get(gridCode),
      day: peopleDay,
      night: peopleNight,
    }))
    await sql`insert into cells (town_id, ordinal, code, grid_id, geom, people_day, people_night)
      select ${townId}, c.ordinal, c.code, c.grid, ST_SetSRID(ST_GeomFromGeoJSON(c.geom), 4326), c.day, c.night
      from jsonb_to_recordset(${sql.json(plain(rows))})
        as c (ordinal int, code text, geom text, grid int, day int, night int)`
  }
}

async function foundPlaces(sql: TransactionSql, townId: number, places: readonly Place[]): Promise<void> {
  for (const part of batches(places)) {
    const rows = part.map(({ lngLat, ...place }) => ({ ...place, lng: lngLat[0], lat: lngLat[1] }))
    await sql`insert into places (town_id, name, name_en, kind, lng, lat)
      select ${townId}, p.name, p."nameEn", p.kind, p.lng, p.lat
      from jsonb_to_recordset(${sql.json(plain(rows))}) as p (name text, "nameEn" text, kind text, lng float8, lat float8)`
  }
}
