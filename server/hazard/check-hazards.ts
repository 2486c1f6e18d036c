import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import type { LngLat } from '../region/place.ts'
import { fault, noTable, type TableFault, type TableText } from '../sheet/table.ts'
import type { HazardsRead } from './hazard.ts'
import { type ReadSources, readHazardTable, type TableSource, Twins } from './rules/hazard-table.ts'

/** Reads a table of hazard sources against a town and stores nothing. @throws Refusal `forbidden`, `invalid` (no table) */
export const checkHazards = (context: Context, { townId, csv }: TableText): Promise<HazardsRead> =>
  readTown(context, townId, async ({ sql }) => reportOf(await readSources(sql, townId, csv)))

/**
 * The rows of a table that a town can take: inside it, and not in its register yet.
 * @throws Refusal `invalid` when the text is no such table at all
 */
export async function readSources(sql: TransactionSql, townId: number, csv: string): Promise<ReadSources> {
  const read = readHazardTable(csv)
  if ('fault' in read) throw noTable(read.fault)
  const { count } = read
  const outside = await rowsOutside(sql, townId, read.sources)
  const known = await registered(sql, townId)
  const sources: TableSource[] = []
  const faults: TableFault[] = [...read.faults]
  for (const source of read.sources) {
    const code = known.find(source.input)
    if (outside.has(source.row)) faults.push(isOutside(source.row))
    else if (code !== undefined) faults.push(isKnown(source.row, code))
    else sources.push(source)
  }
  return { count, sources, faults: faults.sort((a, b) => a.row - b.row) }
}

/** Counts and faults of a table as the screen shows them; rows from 1. */
export const reportOf = ({ count, sources, faults }: ReadSources): HazardsRead => ({
  rows: count,
  good: sources.length,
  reachOpen: sources.filter(({ isReachOpen }) => isReachOpen).length,
  faults,
})

const isOutside = (row: number) =>
  fault(
    row,
    'lng',
    '位置不在本镇街范围内，请核对经纬度（WGS 84）是否写错或写反',
    'The place is outside the town; look whether longitude and latitude (WGS 84) are wrong or exchanged',
  )

const isKnown = (row: number, code: string) =>
  fault(
    row,
    'name',
    `名录中已有同名同位置的风险源 ${code}，请删去这一行`,
    `Source ${code} has this name and place already; take the row out`,
  )

/** Rows whose place the town's outline does not hold; a town without an outline holds every place. */
async function rowsOutside(
  sql: TransactionSql,
  townId: number,
  sources: readonly TableSource[],
): Promise<ReadonlySet<number>> {
  const places = sources.map(({ row, input: { lngLat } }) => ({ row, lng: lngLat[0], lat: lngLat[1] }))
  const rows = await sql<{ row: number }[]>`
    select p.row from regions t, jsonb_to_recordset(${sql.json(places)})
      as p (row int, lng double precision, lat double precision)
    where t.id = ${townId} and t.geom is not null
      and not ST_Intersects(t.geom, ST_SetSRID(ST_MakePoint(p.lng, p.lat), 4326))`
  return new Set(rows.map(({ row }) => row))
}

async function registered(sql: TransactionSql, townId: number): Promise<Twins<string>> {
  const rows = await sql<{ code: string; name: string; lng: number; lat: number }[]>`
    select code, name, ST_X(point) as lng, ST_Y(point) as lat from hazards
    where town_id = ${townId} and standing <> 'rejected' order by id`
  const twins = new Twins<string>()
  for (const { code, name, lng, lat } of rows) {
    const lngLat: LngLat = [lng, lat]
    twins.add({ name, lngLat }, code)
  }
  return twins
}
