import { setImmediate } from 'node:timers/promises'
import type { TransactionSql } from 'postgres'
import type { LngLat, Polygon } from '../region/place.ts'
import { raised } from '../risk/live.ts'
import { type Bands, bandsOf, type Judged, severityIn } from '../risk/load.ts'
import type { Domain } from '../risk/risk.ts'
import { noRows, type Rows } from '../risk/settings.ts'
import type { FieldSource } from '../risk/sources.ts'
import { Running } from '../running.ts'
import type { LiveReads } from './live-reads.ts'
import { pastRaises } from './past-raises.ts'

/**
 * A state of the facts: those up to an instant and, of those, the ones up to a row of the journal. A transaction takes
 * its time when it begins and its row when it commits, so that only both together name a state for good.
 */
export interface Cut {
  at: Date
  sequence: number | null
}

/** What the map of a town was made of at a moment. */
export interface Past {
  sources: FieldSource[]
  rows: Rows
  settingsVersion: number
  methodIds: number[]
}

// A page is read in some milliseconds, and others are answered between two pages.
const sourcesInPage = 500

const reading = new Running<Past>()

/** Reads what the map was made of; who asks for what is being read already is told the same. */
export const loadPast: typeof readPast = (reads, { townId, cut }) =>
  reading.share(`${townId}/${cut.at.toISOString()}/${cut.sequence ?? ''}`, () =>
    readPast(reads, { townId, cut }),
  )

/** Assessments by their dates, sources by what the journal says they were before. */
async function readPast(reads: LiveReads, { townId, cut }: { townId: number; cut: Cut }): Promise<Past> {
  const bands = await reads(bandsOf)
  const sources: FieldSource[] = []
  const methods = new Set<number>()
  for (let last = 0, more = true; more; ) {
    const page = await reads(sql => pageOf(sql, { townId, cut, after: last }))
    for (const place of page.there) {
      for (const judged of [place.inherent, place.residual]) if (judged) methods.add(judged.methodId)
      sources.push(sourceOf(place, bands))
    }
    more = page.more
    last = page.last
    await setImmediate()
  }
  const raises = await reads(sql => pastRaises(sql, { townId, cut, sources }))
  for (const source of sources) raise(source, raises.get(source.id))
  return {
    sources,
    methodIds: [...methods].sort((a, b) => a - b),
    ...(await reads(sql => pastRows(sql, townId, cut))),
  }
}

interface Page {
  there: Place[]
  more: boolean
  last: number
}

/** Some sources as they were. The journal is read after the sources: what changed in between is then in it. */
async function pageOf(
  sql: TransactionSql,
  { townId, cut, after }: { townId: number; cut: Cut; after: number },
): Promise<Page> {
  const rows = await sourcesNow(sql, { townId, cut, after })
  const last = rows.at(-1)?.id ?? after
  const earlier = await earlierSources(sql, { townId, cut, after, last })
  const there = rows.flatMap(row => {
    const before = earlier.get(row.id)
    // A source that the journal first names later was not there yet.
    if (before === null) return []
    const place = before === undefined ? row : { ...row, ...before }
    return place.standing === 'rejected' ? [] : [place]
  })
  return { there, more: rows.length === sourcesInPage, last }
}

interface Place {
  id: number
  lngLat: LngLat
  area: Polygon | null
  reachMeters: number
  domain: Domain
  kind: string
  standing: string
  inherent: Judged | null
  residual: Judged | null
}

function sourceOf(place: Place, bands: Bands): FieldSource {
  const { id, lngLat, area, reachMeters, domain, kind } = place
  const severities = {
    inherent: severityIn(bands, place.inherent),
    residual: severityIn(bands, place.residual),
  }
  return { id, lngLat, area, reachMeters, domain, kind, severities: { ...severities, live: 0 } }
}

function raise({ severities }: FieldSource, raises: readonly { thousandths: number }[] = []): void {
  const standing = severities.residual < 0 ? severities.inherent : severities.residual
  severities.live = raised(standing, raises)
}

/** Rows of the journal that came after a cut, as a condition on it. */
export const since = (sql: TransactionSql, { at, sequence }: Cut) =>
  sequence === null ? sql`j.at > ${at}` : sql`(j.at > ${at} or j.sequence > ${sequence})`

type Earlier = Pick<Place, 'lngLat' | 'area' | 'reachMeters' | 'domain' | 'kind' | 'standing'>

/** What changed after the cut, as it was before: null for what was not there yet. */
async function earlierSources(
  sql: TransactionSql,
  { townId, cut, after, last }: { townId: number; cut: Cut; after: number; last: number },
): Promise<Map<number, Earlier | null>> {
  const rows = await sql<{ id: number; before: Earlier | null }[]>`
    select distinct on (j.noun_id) j.noun_id as id, case when j.before is null then null else jsonb_build_object(
      'lngLat', j.before -> 'lngLat', 'area', j.before -> 'area', 'reachMeters', j.before -> 'reachMeters',
      'domain', j.before -> 'domain', 'kind', j.before -> 'kind', 'standing', j.before -> 'standing') end as before
    from journal j
    where j.town_id = ${townId} and j.noun = 'hazard' and j.noun_id > ${after} and j.noun_id <= ${last}
      and ${since(sql, cut)}
    order by j.noun_id, j.sequence`
  return new Map(rows.map(({ id, before }) => [id, before]))
}

async function sourcesNow(
  sql: TransactionSql,
  { townId, cut, after }: { townId: number; cut: Cut; after: number },
): Promise<Place[]> {
  const known =
    cut.sequence === null
      ? sql``
      : sql`and not exists (select from journal j where j.town_id = ${townId} and j.noun = 'assessment'
          and j.noun_id = a.id and j.sequence > ${cut.sequence})`
  const latest = (scale: string) => sql`(select json_build_object('level', a.level, 'score', a.score::text,
    'severity', a.severity, 'methodId', a.method_id) from assessments a
    where a.hazard_id = h.id and a.scale = ${scale} and a.assessed_at <= ${cut.at} ${known}
    order by a.id desc limit 1)`
  const rows = await sql<(Omit<Place, 'lngLat'> & { lng: number; lat: number })[]>`
    select h.id, ST_X(h.point) as lng, ST_Y(h.point) as lat, ST_AsGeoJSON(h.area, 7)::json as area,
      h.reach_meters as "reachMeters", h.domain, h.kind, h.standing, ${latest('inherent')} as inherent,
      ${latest('residual')} as residual
    from hazards h where h.town_id = ${townId} and h.id > ${after} order by h.id limit ${sourcesInPage}`
  return rows.map(({ lng, lat, ...row }) => ({ ...row, lngLat: [lng, lat] }))
}

/** The region's rules in force at a cut. */
async function pastRows(
  sql: TransactionSql,
  townId: number,
  { at }: Cut,
): Promise<Pick<Past, 'rows' | 'settingsVersion'>> {
  const [row] = await sql<(Rows & { version: number })[]>`
    select version, upgrades, exposure, decay from risk_settings
    where town_id = ${townId} and set_at <= ${at} order by version desc limit 1`
  if (!row) return { rows: noRows, settingsVersion: 0 }
  const { version, ...rows } = row
  return { rows, settingsVersion: version }
}
