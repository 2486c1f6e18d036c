import type { TransactionSql } from 'postgres'
import { playbooks } from '../../plans/playbooks.ts'
import type { Inside } from '../context.ts'
import { conflict } from '../errors.ts'
import type { Bbox } from './place.ts'
import type { Place } from './region.ts'
import type { DraftRow } from './rules/draft-rows.ts'
import { capacityOf } from './rules/first-draft.ts'
import type { UnitCell } from './rules/unit-cells.ts'

interface TownParts {
  input: { name: string; nameEn: string; code: string }
  bounds: Bbox
  cells: UnitCell[]
  drafts: DraftRow[]
  places: Place[]
}

const batch = 500

/** Writes a region with its cells, places, drafted registers and the shipped plans; one journal row. */
export async function insertTown(
  inside: Inside,
  parts: TownParts,
): Promise<{ townId: number; code: string; name: string }> {
  const { sql, record } = inside
  const { input } = parts
  const [west, south, east, north] = parts.bounds
  const [row] = await sql<{ id: number }[]>`
    insert into regions (code, name, name_en, level, west, south, east, north)
    values (${input.code}, ${input.name}, ${input.nameEn}, 'town', ${west}, ${south}, ${east}, ${north})
    on conflict (code) do nothing returning id`
  if (!row) {
    throw conflict({
      zh: `代码 ${input.code} 已被占用；用 --code 另取一个，或先删除原有地区`,
      en: `The code ${input.code} is taken; choose another with --code`,
    })
  }
  const townId = row.id
  await insertCells(sql, { townId, cells: parts.cells })
  await insertPlaces(sql, { townId, places: parts.places })
  await insertDrafts(inside, { townId, drafts: parts.drafts })
  await insertPlans(sql, townId)
  record({
    verb: 'import',
    noun: 'region',
    id: townId,
    version: 1,
    townId,
    after: { code: input.code, name: input.name, cells: parts.cells.length, drafts: parts.drafts.length },
  })
  return { townId, code: input.code, name: input.name }
}

function* batches<T>(rows: T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += batch) yield rows.slice(i, i + batch)
}

async function insertCells(sql: TransactionSql, { townId, cells }: { townId: number; cells: UnitCell[] }) {
  for (const part of batches(cells)) {
    const rows = part.map(({ ordinal, ring }) => ({
      ordinal,
      geom: JSON.stringify({ type: 'Polygon', coordinates: [ring] }),
    }))
    await sql`insert into cells (town_id, ordinal, code, geom)
      select ${townId}, c.ordinal, 'U' || lpad(c.ordinal::text, 6, '0'), ST_SetSRID(ST_GeomFromGeoJSON(c.geom), 4326)
      from jsonb_to_recordset(${sql.json(rows)}) as c (ordinal int, geom text)`
  }
}

async function insertPlaces(sql: TransactionSql, { townId, places }: { townId: number; places: Place[] }) {
  for (const part of batches(places)) {
    const rows = part.map(({ name, nameEn, kind, lngLat }) => ({
      name,
      nameEn,
      kind,
      lng: lngLat[0],
      lat: lngLat[1],
    }))
    await sql`insert into places (town_id, name, name_en, kind, lng, lat)
      select ${townId}, p.name, p."nameEn", p.kind, p.lng, p.lat
      from jsonb_to_recordset(${sql.json(rows)}) as p (name text, "nameEn" text, kind text, lng float8, lat float8)`
  }
}

async function insertPlans(sql: TransactionSql, townId: number) {
  for (const plan of playbooks) {
    await sql`insert into plans (town_id, code, edition, standing, document)
      values (${townId}, ${plan.code}, ${plan.edition}, 'published', ${sql.json(plan)})`
  }
}

const spot = (sql: TransactionSql, { lngLat: [lng, lat] }: DraftRow) =>
  sql`ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326)`

async function insertDrafts({ sql }: Inside, { townId, drafts }: { townId: number; drafts: DraftRow[] }) {
  let serial = 0
  for (const row of drafts) {
    const { gives } = row
    const origin = sql.json({ source: 'OpenStreetMap', tag: row.tag })
    const point = spot(sql, row)
    if (gives.register === 'hazard') {
      serial += 1
      // A drawn area may cross itself on the map; then the point and its reach stand for it.
      const area = row.area
        ? sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(row.area)}), 4326)`
        : sql`null::geometry`
      await sql`insert into hazards (town_id, code, name, name_en, domain, kind, point, area, reach_meters, standing, origin)
        select ${townId}, ${`H${String(serial).padStart(4, '0')}`}, ${row.name}, ${row.nameEn}, ${gives.domain},
          ${gives.kind}, ${point}, case when ST_IsValid(g.area) then g.area end, ${gives.reachMeters}, 'draft', ${origin}
        from (select ${area} as area) g`
    } else if (gives.register === 'shelter') {
      const capacity = capacityOf(row.areaSquareMeters, gives.usableShare)
      await sql`insert into shelters (town_id, name, name_en, kind, point, area_square_meters, capacity_day,
          capacity_night, standing, origin)
        values (${townId}, ${row.name}, ${row.nameEn}, ${gives.kind}, ${point}, ${row.areaSquareMeters},
          ${capacity.day}, ${capacity.night}, 'draft', ${origin})`
    } else if (gives.register === 'responder') {
      const [made] = await sql<{ id: number }[]>`
        insert into responders (town_id, kind, name, name_en, skills, home, standing, origin)
        values (${townId}, 'team', ${row.name}, ${row.nameEn}, ${gives.skills}, ${point}, 'draft', ${origin}) returning id`
      await sql`insert into responder_states (responder_id, point) values (${made?.id ?? 0}, ${point})`
    } else {
      await sql`insert into targets (town_id, name, name_en, kind, point, standing, origin)
        values (${townId}, ${row.name}, ${row.nameEn}, ${gives.kind}, ${point}, 'draft', ${origin})`
    }
  }
}
