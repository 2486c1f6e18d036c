import { setImmediate } from 'node:timers/promises'
import type { ISql, Sql } from 'postgres'
import type { Polygon } from '../region/place.ts'
import type { CellOutlines } from './cells.ts'
import { type Raise, type Raises, raised } from './live.ts'
import { OutlineWriter } from './outlines.ts'
import type { Domain, RiskLevel } from './risk.ts'
import { assessedSeverity, type Severity, type SeverityBand, unassessed } from './rules/severity.ts'
import { noRows, type Rows } from './settings.ts'
import { emptyTable, type FieldSource, type SourceTable, writeSource } from './sources.ts'

// A page is read in some milliseconds, and others are answered between two pages.
const cellsInPage = 1000
const sourcesInPage = 300

/** Which set of a town's cells is in force. */
export async function cellSetOf(sql: ISql, townId: number): Promise<number> {
  const [row] = await sql<{ inForce: number }[]>`
    select cells_set as "inForce" from regions where id = ${townId}`
  return row?.inForce ?? 0
}

/** One more than the highest ordinal of a set of cells. */
export async function sizeOf(sql: ISql, townId: number, set: number): Promise<number> {
  const [row] = await sql<{ size: number }[]>`
    select coalesce(max(ordinal) + 1, 0)::int as size from cell_rows
    where town_id = ${townId} and set_number = ${set}`
  return row?.size ?? 0
}

/** Reads the outlines of a town's cells page by page: of the set in force, or of one that was. */
export async function loadOutlines(sql: Sql, townId: number, set?: number): Promise<CellOutlines> {
  const setNumber = set ?? (await cellSetOf(sql, townId))
  const of = { townId, setNumber }
  const [counted] = await sql<{ size: number; vertices: number }[]>`
    select coalesce(max(ordinal) + 1, 0)::int as size,
      coalesce(sum(ST_NPoints(ST_ExteriorRing(geom))), 0)::int as vertices
    from cell_rows where town_id = ${townId} and set_number = ${setNumber}`
  const writer = new OutlineWriter(counted ?? { size: 0, vertices: 0 })
  let page = await cellPage(sql, of, -1)
  while (page) {
    const next = cellPage(sql, of, page.last)
    readPage(page.bytes, writer)
    await setImmediate()
    page = await next
  }
  return writer.end()
}

interface CellSet {
  townId: number
  setNumber: number
}

interface CellPage {
  bytes: Uint8Array
  last: number
}

// One value for many cells: ordinal, people, and the outer ring as WKB, one cell after another.
async function cellPage(sql: Sql, { townId, setNumber }: CellSet, after: number): Promise<CellPage | null> {
  const [row] = await sql<{ bytes: Uint8Array | null; last: number | null }[]>`
    select max(ordinal) as last, string_agg(int4send(ordinal) || int4send(greatest(people_day, people_night))
      || ST_AsBinary(ST_ExteriorRing(geom), 'NDR'), ''::bytea order by ordinal) as bytes
    from (select ordinal, people_day, people_night, geom from cell_rows
      where town_id = ${townId} and set_number = ${setNumber} and ordinal > ${after}
      order by ordinal limit ${cellsInPage}) page`
  return row?.bytes && row.last !== null ? { bytes: row.bytes, last: row.last } : null
}

const bytesBeforePoints = 17

function readPage(bytes: Uint8Array, writer: OutlineWriter): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < bytes.byteLength; ) {
    writer.begin(view.getInt32(at), view.getInt32(at + 4))
    const points = view.getUint32(at + 13, true)
    at += bytesBeforePoints
    for (const end = at + points * 16; at < end; at += 16)
      writer.put(view.getFloat64(at, true), view.getFloat64(at + 8, true))
  }
}

/** Reads every source that counts into a table, page by page. */
export async function loadSources(sql: Sql, townId: number, raises: Raises): Promise<SourceTable> {
  const [counted] = await sql<{ count: number }[]>`
    select count(*)::int as count from hazards where town_id = ${townId} and standing <> 'rejected'`
  const table = emptyTable(counted?.count ?? 0)
  const bands = await bandsOf(sql)
  let last = 0
  for (;;) {
    const rows = await sourceRows(sql, { townId, after: last, limit: sourcesInPage })
    for (const row of rows) {
      writeSource(table, table.length, sourceOf(row, { bands, raises: raises.get(row.id) ?? [] }))
    }
    if (rows.length < sourcesInPage) return table
    last = rows.at(-1)?.id ?? last
    await setImmediate()
  }
}

/** Some sources as they are in the database now; one that is gone or rejected is not among them. */
export async function loadSome(
  sql: Sql,
  { townId, ids, raises }: { townId: number; ids: readonly number[]; raises: Raises },
): Promise<FieldSource[]> {
  if (ids.length === 0) return []
  const bands = await bandsOf(sql)
  const rows = await sourceRows(sql, { townId, after: 0, limit: ids.length, ids })
  return rows.map(row => sourceOf(row, { bands, raises: raises.get(row.id) ?? [] }))
}

/** An assessment as a source is weighed by it. */
export interface Judged {
  level: RiskLevel
  score: string
  severity: Severity | null
  methodId: number
}

interface SourceRow {
  id: number
  lng: number
  lat: number
  area: Polygon | null
  reachMeters: number
  domain: Domain
  kind: string
  inherent: Judged | null
  residual: Judged | null
}

const sourceRows = (
  sql: Sql,
  { townId, after, limit, ids }: { townId: number; after: number; limit: number; ids?: readonly number[] },
): Promise<SourceRow[]> => {
  const latest = (scale: string) => sql`(select json_build_object('level', a.level, 'score', a.score::text,
    'severity', a.severity, 'methodId', a.method_id) from assessments a
    where a.hazard_id = h.id and a.scale = ${scale} order by a.id desc limit 1)`
  return sql<SourceRow[]>`
    select h.id, ST_X(h.point) as lng, ST_Y(h.point) as lat, ST_AsGeoJSON(h.area, 7)::json as area,
      h.reach_meters as "reachMeters", h.domain, h.kind, ${latest('inherent')} as inherent,
      ${latest('residual')} as residual
    from hazards h
    where h.town_id = ${townId} and h.standing <> 'rejected' and h.id > ${after}
      ${ids ? sql`and h.id in ${sql(ids)}` : sql``}
    order by h.id limit ${limit}`
}

export type Bands = Map<number, SeverityBand[]>

/** The severity bands of every method, by its id; unordered. */
export async function bandsOf(sql: ISql): Promise<Bands> {
  const rows = await sql<{ methodId: number; level: RiskLevel; from: string }[]>`
    select method_id as "methodId", level, from_score::text as "from" from risk_bands`
  const bands: Bands = new Map()
  for (const { methodId, ...band } of rows) bands.set(methodId, [...(bands.get(methodId) ?? []), band])
  return bands
}

/** The severity of an assessment, `unassessed` without one. */
export const severityIn = (bands: Bands, judged: Judged | null): Severity =>
  judged ? (judged.severity ?? assessedSeverity(judged, bands.get(judged.methodId) ?? [])) : unassessed

function sourceOf(
  { inherent, residual, lng, lat, ...row }: SourceRow,
  { bands, raises }: { bands: Bands; raises: readonly Raise[] },
): FieldSource {
  const severities = { inherent: severityIn(bands, inherent), residual: severityIn(bands, residual) }
  // What nobody assessed with its controls counts as if it had none.
  const standing = severities.residual < 0 ? severities.inherent : severities.residual
  return { ...row, lngLat: [lng, lat], severities: { ...severities, live: raised(standing, raises) } }
}

/** The rows of a region in force; what ships when nobody set any. */
export async function loadRows(sql: Sql, townId: number): Promise<Rows> {
  const [rows] = await sql<Rows[]>`
    select upgrades, exposure, decay from risk_settings where town_id = ${townId} order by version desc limit 1`
  return rows ?? noRows
}
