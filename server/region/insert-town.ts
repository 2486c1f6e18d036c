import type { Sql, TransactionSql } from 'postgres'
import { playbooks } from '../../plans/playbooks.ts'
import type { Inside } from '../context.ts'
import { conflict } from '../errors.ts'
import { insertDrafts } from './insert-drafts.ts'
import type { Bbox } from './place.ts'
import type { PreparedTown } from './prepare-town.ts'
import type { Place } from './region.ts'
import type { UnitCell } from './rules/unit-cells.ts'

interface TownParts {
  input: { name: string; nameEn: string; code: string }
  bounds: Bbox
}

export const codeTaken = (code: string) =>
  conflict({
    zh: `代码 ${code} 已被占用；用 --code 另取一个，或先删除原有地区`,
    en: `The code ${code} is taken; choose another with --code`,
  })

/** Writes the region's own row, unseen until it is ready. @throws Refusal `conflict` for a taken code */
export async function draftTown({ sql }: Inside, { input, bounds }: TownParts): Promise<number> {
  const [west, south, east, north] = bounds
  const [row] = await sql<{ id: number }[]>`
    insert into regions (code, name, name_en, level, west, south, east, north, ready)
    values (${input.code}, ${input.name}, ${input.nameEn}, 'town', ${west}, ${south}, ${east}, ${north}, false)
    on conflict (code) do nothing returning id`
  if (!row) throw codeTaken(input.code)
  return row.id
}

/** Takes back an unfinished town with all its rows. */
export async function dropDraftTown(sql: Sql, townId: number): Promise<void> {
  await sql`delete from regions where id = ${townId} and not ready`
}

// Small enough that whoever else asks the embedded database waits for a blink only.
const batch = 400

/** The writes of cells, places, drafts and the shipped plans, each to run in a short transaction of its own. */
export function insertSteps(townId: number, prepared: PreparedTown): ((inside: Inside) => Promise<void>)[] {
  const { cells, places, drafts } = prepared
  return [
    ...batches(cells).map(
      rows =>
        ({ sql }: Inside) =>
          insertCells(sql, { townId, cells: rows }),
    ),
    ...batches(places).map(
      rows =>
        ({ sql }: Inside) =>
          insertPlaces(sql, { townId, places: rows }),
    ),
    ({ sql }) => insertDrafts(sql, { townId, drafts }),
    ({ sql }) => insertPlans(sql, townId),
  ]
}

const batches = <T>(rows: T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / batch) }, (_, i) => rows.slice(i * batch, (i + 1) * batch))

async function insertCells(sql: TransactionSql, { townId, cells }: { townId: number; cells: UnitCell[] }) {
  const rows = cells.map(({ ordinal, ring }) => ({
    ordinal,
    geom: JSON.stringify({ type: 'Polygon', coordinates: [ring] }),
  }))
  await sql`insert into cells (town_id, ordinal, code, geom)
    select ${townId}, c.ordinal, 'U' || lpad(c.ordinal::text, 6, '0'), ST_SetSRID(ST_GeomFromGeoJSON(c.geom), 4326)
    from jsonb_to_recordset(${sql.json(rows)}) as c (ordinal int, geom text)`
}

async function insertPlaces(sql: TransactionSql, { townId, places }: { townId: number; places: Place[] }) {
  const rows = places.map(({ lngLat: [lng, lat], ...place }) => ({ ...place, lng, lat }))
  await sql`insert into places (town_id, name, name_en, kind, lng, lat)
    select ${townId}, p.name, p."nameEn", p.kind, p.lng, p.lat
    from jsonb_to_recordset(${sql.json(rows)}) as p (name text, "nameEn" text, kind text, lng float8, lat float8)`
}

async function insertPlans(sql: TransactionSql, townId: number) {
  for (const plan of playbooks) {
    await sql`insert into plans (town_id, code, edition, standing, document)
      values (${townId}, ${plan.code}, ${plan.edition}, 'published', ${sql.json(plan)})`
  }
}
