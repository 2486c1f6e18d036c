import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { engines } from '../engines.ts'
import { missing } from '../errors.ts'
import type { Fragment } from '../list.ts'
import type { LngLat, Polygon } from '../region/place.ts'
import type { Covering, RiskField } from './field.ts'
import type { Contribution, RiskCell, RiskScale, RiskSummary } from './risk.ts'

const targetsWithinMeters = 1000

/** The risk field of a town the actor may see. @throws Refusal `forbidden` */
export function findField({ actor, world }: Context, townId: number): Promise<RiskField> {
  allow(actor, 'region.read', { world, townId })
  return engines().risk.get(townId)
}

export async function findSummary(
  context: Context,
  { town, scale }: { town: number; scale: RiskScale },
): Promise<RiskSummary> {
  const field = await findField(context, town)
  const levels = { '0': 0, '1': 0, '2': 0, '3': 0, '4': 0 }
  for (const { ordinal } of field.cells()) levels[field.levelAt(scale, ordinal)] += 1
  return { townId: town, scale, levels, hash: field.hash(scale) }
}

interface CellRow
  extends Omit<
    RiskCell,
    'polygon' | 'scale' | 'level' | 'score' | 'contributions' | 'unassessed' | 'targets'
  > {
  geom: Polygon
}

/** A cell with the why of its colour. @throws Refusal `missing`, `forbidden` */
export const findCell = (
  context: Context,
  { id, scale }: { id: number; scale: RiskScale },
): Promise<RiskCell> =>
  read(context, ({ sql }) => cellWhere(context, { sql, scale, where: sql`where c.id = ${id}` }))

/** The cell with an ordinal in its town. @throws Refusal `missing`, `forbidden` */
export const findCellByOrdinal = (
  context: Context,
  { town, ordinal, scale }: { town: number; ordinal: number; scale: RiskScale },
): Promise<RiskCell> =>
  read(context, ({ sql }) =>
    cellWhere(context, { sql, scale, where: sql`where c.town_id = ${town} and c.ordinal = ${ordinal}` }),
  )

/** The cell at a position. @throws Refusal `missing` where no cell is */
export async function findCellAt(
  context: Context,
  { town, lngLat, scale }: { town: number; lngLat: LngLat; scale: RiskScale },
): Promise<RiskCell> {
  const field = await findField(context, town)
  const ordinal = field.ordinalAt(lngLat)
  if (ordinal === null) throw missing({ zh: '此处没有单元格', en: 'There is no cell here' })
  return findCellByOrdinal(context, { town, ordinal, scale })
}

async function cellWhere(
  context: Context,
  { sql, scale, where }: { sql: TransactionSql; scale: RiskScale; where: Fragment },
): Promise<RiskCell> {
  const [row] = await sql<CellRow[]>`
    select c.id, c.town_id as "townId", c.ordinal, c.code, ST_Area(c.geom::geography) as "areaSquareMeters",
      c.grid_id as "gridId", coalesce(g.name, '') as "gridName", c.people_day as "peopleDay",
      c.people_night as "peopleNight", ST_AsGeoJSON(c.geom, 7)::json as geom
    from cells c left join grids g on g.id = c.grid_id ${where}`
  if (!row) throw missing({ zh: '没有这个单元格', en: 'There is no such cell' })
  const { geom, ...cell } = row
  const field = await findField(context, cell.townId)
  const covering = field.why(scale, cell.ordinal)
  const contributions = await contributionsOf(sql, { covering, scale })
  return {
    ...cell,
    scale,
    level: field.levelAt(scale, cell.ordinal),
    score: contributions.find(each => each.decides)?.score ?? null,
    polygon: geom.coordinates[0] ?? [],
    contributions,
    unassessed: covering.filter(each => each.level === 0).length,
    targets: await targetsNear(sql, cell.id),
  }
}

interface SourceRow extends Omit<Contribution, 'lngLat' | 'distanceMeters' | 'level' | 'decides'> {
  lng: number
  lat: number
}

/** The sources of a cell with the latest assessment of each, most severe first, then the higher score. */
async function contributionsOf(
  sql: TransactionSql,
  { covering, scale }: { covering: Covering[]; scale: RiskScale },
): Promise<Contribution[]> {
  if (covering.length === 0) return []
  const rows = await sql<SourceRow[]>`
    select h.id as "hazardId", h.name, h.name_en as "nameEn", h.domain, h.kind, ST_X(h.point) as lng,
      ST_Y(h.point) as lat, h.reach_meters as "reachMeters", a.score::text as score, coalesce(a.working, '') as working,
      coalesce(m.title, '') as method, coalesce(m.standard, '') as standard, coalesce(m.clause, '') as clause,
      coalesce(m.verified and not exists (select from risk_choices k where k.method_id = m.id and not k.verified
        and k.value::text = a.inputs ->> k.factor), false) as verified
    from hazards h
    left join lateral (select * from assessments where hazard_id = h.id and scale = ${scale}
      order by id desc limit 1) a on true
    left join risk_methods m on m.id = a.method_id
    where h.id in ${sql(covering.map(each => each.sourceId))}`
  const byId = new Map(rows.map(row => [row.hazardId, row]))
  const highest = covering[0]?.level ?? 0
  const list = covering.flatMap(({ sourceId, distanceMeters, level }): Contribution[] => {
    const row = byId.get(sourceId)
    if (!row) return []
    const { lng, lat, ...source } = row
    const decides = level !== 0 && level === highest
    return [{ ...source, lngLat: [lng, lat], distanceMeters: Math.round(distanceMeters), level, decides }]
  })
  return list.sort((a, b) => (a.level || 5) - (b.level || 5) || Number(b.score ?? 0) - Number(a.score ?? 0))
}

async function targetsNear(sql: TransactionSql, cellId: number): Promise<RiskCell['targets']> {
  const rows = await sql<RiskCell['targets']>`
    select * from (
      select t.name, t.kind, ST_Distance(t.point::geography, c.geom::geography) as "distanceMeters"
      from cells c join targets t on t.town_id = c.town_id and t.standing <> 'rejected'
        and t.point && ST_Expand(c.geom, 0.03) where c.id = ${cellId}
    ) near where "distanceMeters" <= ${targetsWithinMeters} order by "distanceMeters" limit 8`
  return rows.map(row => ({ ...row, distanceMeters: Math.round(row.distanceMeters) }))
}
