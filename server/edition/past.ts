import { setImmediate } from 'node:timers/promises'
import type { TransactionSql } from 'postgres'
import type { LngLat, Polygon } from '../region/place.ts'
import { raised } from '../risk/live.ts'
import { type Bands, bandsOf, type Judged, severityIn } from '../risk/load.ts'
import type { Domain } from '../risk/risk.ts'
import { noRows, type Rows } from '../risk/settings.ts'
import type { FieldSource } from '../risk/sources.ts'
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

const sourcesInPage = 2000

/** Reads what the map was made of: assessments by their dates, sources by what the journal says they were before. */
export async function loadPast(
  sql: TransactionSql,
  { townId, cut }: { townId: number; cut: Cut },
): Promise<Past> {
  const bands = await bandsOf(sql)
  const earlier = await earlierSources(sql, townId, cut)
  const places: Place[] = []
  for (let last = 0, more = true; more; ) {
    const rows = await sourcesNow(sql, { townId, cut, after: last })
    for (const row of rows) {
      const before = earlier.get(row.id)
      // A source that the journal first names later was not there yet.
      if (before !== null) places.push(before === undefined ? row : { ...row, ...before })
    }
    more = rows.length === sourcesInPage
    last = rows.at(-1)?.id ?? last
    await setImmediate()
  }
  const there = places.filter(({ standing }) => standing !== 'rejected')
  const raises = await pastRaises(sql, { townId, cut, sources: there })
  const methodIds = there.flatMap(({ inherent, residual }) => [inherent?.methodId, residual?.methodId])
  return {
    sources: there.map(place => sourceOf(place, bands, raises.get(place.id) ?? [])),
    methodIds: [...new Set(methodIds)].filter(id => id !== undefined).sort((a, b) => a - b),
    ...(await pastRows(sql, townId, cut)),
  }
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

function sourceOf(place: Place, bands: Bands, raises: readonly { thousandths: number }[]): FieldSource {
  const { id, lngLat, area, reachMeters, domain, kind } = place
  const severities = {
    inherent: severityIn(bands, place.inherent),
    residual: severityIn(bands, place.residual),
  }
  const standing = severities.residual < 0 ? severities.inherent : severities.residual
  const live = raised(standing, raises)
  return { id, lngLat, area, reachMeters, domain, kind, severities: { ...severities, live } }
}

/** Rows of the journal that came after a cut, as a condition on it. */
export const since = (sql: TransactionSql, { at, sequence }: Cut) =>
  sequence === null ? sql`j.at > ${at}` : sql`(j.at > ${at} or j.sequence > ${sequence})`

type Earlier = Pick<Place, 'lngLat' | 'area' | 'reachMeters' | 'domain' | 'kind' | 'standing'>

/** What changed after the cut, as it was before: null for what was not there yet. */
async function earlierSources(
  sql: TransactionSql,
  townId: number,
  cut: Cut,
): Promise<Map<number, Earlier | null>> {
  const rows = await sql<{ id: number; before: Earlier | null }[]>`
    select distinct on (j.noun_id) j.noun_id as id, case when j.before is null then null else jsonb_build_object(
      'lngLat', j.before -> 'lngLat', 'area', j.before -> 'area', 'reachMeters', j.before -> 'reachMeters',
      'domain', j.before -> 'domain', 'kind', j.before -> 'kind', 'standing', j.before -> 'standing') end as before
    from journal j
    where j.town_id = ${townId} and j.noun = 'hazard' and j.noun_id is not null and ${since(sql, cut)}
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
