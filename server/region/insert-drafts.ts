import type { TransactionSql } from 'postgres'
import type { DraftRow } from './rules/draft-rows.ts'
import { capacityOf, type Suggestion } from './rules/first-draft.ts'

interface Drafts {
  townId: number
  drafts: DraftRow[]
}

/** A draft of one register, its suggestion narrowed to that register. */
type Of<R extends Suggestion['register']> = DraftRow & { gives: Extract<Suggestion, { register: R }> }

const only = <R extends Suggestion['register']>(drafts: DraftRow[], register: R): Of<R>[] =>
  drafts.filter((row): row is Of<R> => row.gives.register === register)

const shared = ({ name, nameEn, tag, lngLat: [lng, lat] }: DraftRow) => ({
  name,
  nameEn,
  lng,
  lat,
  origin: { source: 'OpenStreetMap', tag },
})

/** Writes the suggested register rows, each as a draft that names the tag it came from. */
export async function insertDrafts(sql: TransactionSql, { townId, drafts }: Drafts): Promise<void> {
  await insertHazards(sql, townId, only(drafts, 'hazard'))
  await insertShelters(sql, townId, only(drafts, 'shelter'))
  await insertResponders(sql, townId, only(drafts, 'responder'))
  await insertTargets(sql, townId, only(drafts, 'target'))
}

async function insertHazards(sql: TransactionSql, townId: number, drafts: Of<'hazard'>[]) {
  const rows = drafts.map((row, i) => ({
    ...shared(row),
    code: `H${String(i + 1).padStart(4, '0')}`,
    domain: row.gives.domain,
    kind: row.gives.kind,
    reach: row.gives.reachMeters,
    area: row.area && JSON.stringify(row.area),
  }))
  await sql`insert into hazards (town_id, code, name, name_en, domain, kind, point, area, reach_meters, standing, origin)
    select ${townId}, d.code, d.name, d."nameEn", d.domain, d.kind, ST_SetSRID(ST_MakePoint(d.lng, d.lat), 4326),
      case when d.area is not null then ST_SetSRID(ST_GeomFromGeoJSON(d.area), 4326) end, d.reach, 'draft', d.origin
    from jsonb_to_recordset(${sql.json(rows)}) as d (code text, name text, "nameEn" text, domain text, kind text,
      lng float8, lat float8, area text, reach float8, origin jsonb)`
}

async function insertShelters(sql: TransactionSql, townId: number, drafts: Of<'shelter'>[]) {
  const rows = drafts.map(row => ({
    ...shared(row),
    kind: row.gives.kind,
    area: row.areaSquareMeters,
    ...capacityOf(row.areaSquareMeters, row.gives.usableShare),
  }))
  await sql`insert into shelters (town_id, name, name_en, kind, point, area_square_meters, capacity_day,
      capacity_night, standing, origin)
    select ${townId}, d.name, d."nameEn", d.kind, ST_SetSRID(ST_MakePoint(d.lng, d.lat), 4326), d.area, d.day, d.night,
      'draft', d.origin
    from jsonb_to_recordset(${sql.json(rows)}) as d (name text, "nameEn" text, kind text, lng float8, lat float8,
      area float8, day int, night int, origin jsonb)`
}

async function insertResponders(sql: TransactionSql, townId: number, drafts: Of<'responder'>[]) {
  const rows = drafts.map(row => ({ ...shared(row), skills: row.gives.skills }))
  const made = await sql<{ id: number }[]>`
    insert into responders (town_id, kind, name, name_en, skills, home, standing, origin)
    select ${townId}, 'team', d.name, d."nameEn", array(select jsonb_array_elements_text(d.skills)),
      ST_SetSRID(ST_MakePoint(d.lng, d.lat), 4326), 'draft', d.origin
    from jsonb_to_recordset(${sql.json(rows)}) as d (name text, "nameEn" text, lng float8, lat float8, skills jsonb,
      origin jsonb) returning id`
  await sql`insert into responder_states (responder_id, point)
    select r.id, r.home from responders r
    where r.id in (select value::int from jsonb_array_elements_text(${sql.json(made.map(({ id }) => id))}))`
}

async function insertTargets(sql: TransactionSql, townId: number, drafts: Of<'target'>[]) {
  const rows = drafts.map(row => ({ ...shared(row), kind: row.gives.kind }))
  await sql`insert into targets (town_id, name, name_en, kind, point, standing, origin)
    select ${townId}, d.name, d."nameEn", d.kind, ST_SetSRID(ST_MakePoint(d.lng, d.lat), 4326), 'draft', d.origin
    from jsonb_to_recordset(${sql.json(rows)}) as d (name text, "nameEn" text, kind text, lng float8, lat float8,
      origin jsonb)`
}
