import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { readTown } from '../list.ts'
import type { Bbox } from './place.ts'
import type { SearchHit } from './region.ts'
import { coordinatesIn } from './rules/coordinates.ts'
import { withoutDoubles } from './rules/doubles.ts'
import { initials } from './rules/initials.ts'

interface NamedRow extends Omit<SearchHit, 'lngLat' | 'bounds' | 'rank'> {
  code: string
  lng: number
  lat: number
  bounds: Bbox | null
}

const limit = 30
const nounOrder: SearchHit['noun'][] = [
  'coordinates',
  'region',
  'grid',
  'target',
  'shelter',
  'hazard',
  'responder',
  'supply',
  'place',
]

/** Named things of a town that fit a text, best first: exact, prefix, contains, pinyin initials. */
export function search(context: Context, { town, q }: { town: number; q: string }): Promise<SearchHit[]> {
  return readTown(context, town, async ({ sql }) => {
    const wanted = q.trim().toLowerCase()
    if (wanted === '') return []
    const byInitials = /^[a-z0-9]{2,8}$/.test(wanted)
    const rows = await named(sql, { town, wanted, all: byInitials })
    const hits = rows.flatMap(row => {
      const rank = rankOf(row, { wanted, byInitials })
      return rank === null ? [] : [hitOf(row, rank)]
    })
    hits.sort(
      (a, b) =>
        a.rank - b.rank ||
        a.name.length - b.name.length ||
        nounOrder.indexOf(a.noun) - nounOrder.indexOf(b.noun),
    )
    return [...positionHit(q), ...withoutDoubles(hits)].slice(0, limit)
  })
}

function positionHit(q: string): SearchHit[] {
  const lngLat = coordinatesIn(q)
  if (!lngLat) return []
  const name = `${lngLat[0]}, ${lngLat[1]}`
  return [
    { noun: 'coordinates', id: null, name, nameEn: name, kind: 'coordinates', lngLat, bounds: null, rank: 0 },
  ]
}

const hitOf = ({ noun, id, name, nameEn, kind, lng, lat, bounds }: NamedRow, rank: number): SearchHit => ({
  noun,
  id,
  name,
  nameEn,
  kind,
  lngLat: [lng, lat],
  bounds,
  rank,
})

function rankOf(
  row: NamedRow,
  { wanted, byInitials }: { wanted: string; byInitials: boolean },
): number | null {
  const texts = [row.name, row.nameEn, row.code].map(text => text.toLowerCase())
  if (texts.includes(wanted)) return 0
  if (texts.some(text => text.startsWith(wanted))) return 1
  if (texts.some(text => text.includes(wanted))) return 2
  return byInitials && initials(row.name).startsWith(wanted) ? 3 : null
}

/** Rows whose name, English name or code contains the text; all of them when initials are to be tried. */
function named(sql: TransactionSql, { town, wanted, all }: { town: number; wanted: string; all: boolean }) {
  return sql<NamedRow[]>`
    select * from (
      select 'place' as noun, null::int as id, name, name_en as "nameEn", kind, '' as code, lng, lat, null::json as bounds
        from places where town_id = ${town}
      union all select 'region', id, name, name_en, level, code, (west + east) / 2, (south + north) / 2,
        json_build_array(west, south, east, north) from regions where id = ${town} or town_id = ${town}
      union all select 'grid', id, name, '', 'grid', code, ST_X(ST_PointOnSurface(geom)), ST_Y(ST_PointOnSurface(geom)),
        json_build_array(ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)) from grids where town_id = ${town} and retired_at is null
      union all select 'hazard', id, name, name_en, kind, code, ST_X(point), ST_Y(point), null
        from hazards where town_id = ${town} and standing <> 'rejected'
      union all select 'responder', id, name, name_en, kind, '', ST_X(home), ST_Y(home), null
        from responders where town_id = ${town} and standing <> 'rejected'
      union all select 'shelter', id, name, name_en, kind, '', ST_X(point), ST_Y(point), null
        from shelters where town_id = ${town} and standing <> 'rejected'
      union all select 'supply', id, name, name_en, 'supply', '', ST_X(point), ST_Y(point), null
        from supplies where town_id = ${town} and standing <> 'rejected'
      union all select 'target', id, name, name_en, kind, '', ST_X(point), ST_Y(point), null
        from targets where town_id = ${town} and standing <> 'rejected'
    ) as thing
    where ${all} or position(${wanted} in lower(name)) > 0 or position(${wanted} in lower("nameEn")) > 0
      or position(${wanted} in lower(code)) > 0
    limit 20000`
}
