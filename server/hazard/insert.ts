import type { TransactionSql } from 'postgres'
import { plain } from '../context.ts'
import { missing } from '../errors.ts'
import { loadHazards } from './find.ts'
import type { Hazard, HazardInput } from './hazard.ts'

/** Puts sources into a town's register, confirmed, in their order. Areas are valid. @throws Refusal `missing` (town) */
export async function insertHazards(
  sql: TransactionSql,
  townId: number,
  inputs: readonly HazardInput[],
): Promise<Hazard[]> {
  if (inputs.length === 0) return []
  const fresh = await sql<{ id: number }[]>`
    select nextval(pg_get_serial_sequence('hazards', 'id'))::int as id
    from regions, generate_series(1, ${inputs.length}::int) where regions.id = ${townId} and parent_id is null`
  if (fresh.length === 0) throw missing({ zh: '没有这个地区', en: 'There is no such town' })
  const ids = fresh.map(({ id }) => id).sort((a, b) => a - b)
  const rows = inputs.map(({ lngLat: [lng, lat], ...input }, i) => ({ ...input, id: ids[i], lng, lat }))
  await sql`
    insert into hazards (id, town_id, code, name, name_en, domain, kind, point, area, reach_meters, major, inventory,
      owner, contact, standing)
    overriding system value
    select id, ${townId}::int, 'FX' || lpad(id::text, greatest(5, length(id::text)), '0'), name, "nameEn", domain, kind,
      ST_SetSRID(ST_MakePoint(lng, lat), 4326), ST_SetSRID(ST_GeomFromGeoJSON(area::text), 4326), "reachMeters", major,
      inventory, owner, contact, 'confirmed'
    from jsonb_to_recordset(${sql.json(plain(rows))}) as r (id int, name text, "nameEn" text, domain text, kind text,
      lng double precision, lat double precision, area jsonb, "reachMeters" double precision, major boolean,
      inventory jsonb, owner text, contact text)`
  return loadHazards(sql, ids)
}
