import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { engines } from '../engines.ts'
import { missing } from '../errors.ts'
import type { Fragment } from '../list.ts'
import type { Bbox, LngLat, Polygon } from '../region/place.ts'
import type { RiskField } from './field.ts'
import { type Raises, raised } from './live.ts'
import type { Contribution, Domain, RiskCell, RiskChange, RiskScale, RiskSummary } from './risk.ts'
import type { Explanation } from './rules/combine.ts'
import { unassessed } from './rules/severity.ts'

const targetsWithinMeters = 1000

/** The risk field of a town the actor may see. @throws Refusal `forbidden` */
export function findField({ actor, world }: Context, townId: number): Promise<RiskField> {
  allow(actor, 'region.read', { world, townId })
  return engines().risk.get(townId, world.id)
}

interface Which {
  town: number
  scale: RiskScale
  domain?: Domain | null | undefined
}

/** The field with one of its maps open. @throws Refusal `forbidden` */
export async function findMap(context: Context, { town, scale, domain }: Which): Promise<RiskField> {
  const field = await findField(context, town)
  await field.open(scale, domain ?? null)
  return field
}

/** Cells of each level, of the town or of those in a box. */
export async function findSummary(
  context: Context,
  { town, scale, domain = undefined, bbox }: Which & { bbox?: Bbox | undefined },
): Promise<RiskSummary> {
  const field = await findMap(context, { town, scale, domain })
  const only = domain ?? null
  const [grey, red, orange, yellow, blue] = field.counts(scale, { domain: only, ...(bbox ? { bbox } : {}) })
  return {
    townId: town,
    scale,
    domain: only,
    levels: { '0': grey, '1': red, '2': orange, '3': yellow, '4': blue },
    hash: field.hash(scale, only),
  }
}

type CellRow = Pick<
  RiskCell,
  | 'id'
  | 'townId'
  | 'ordinal'
  | 'code'
  | 'areaSquareMeters'
  | 'gridId'
  | 'gridName'
  | 'peopleDay'
  | 'peopleNight'
> & { geom: Polygon }

type On = Pick<Which, 'scale' | 'domain'>

/** A cell with the why of its colour. @throws Refusal `missing`, `forbidden` */
export const findCell = (context: Context, { id, ...on }: { id: number } & On): Promise<RiskCell> =>
  cellWhere(context, on, sql => sql`where c.id = ${id}`)

/** The cell with an ordinal in its town. @throws Refusal `missing`, `forbidden` */
export const findCellByOrdinal = (
  context: Context,
  { town, ordinal, ...on }: { town: number; ordinal: number } & On,
): Promise<RiskCell> =>
  cellWhere(context, on, sql => sql`where c.town_id = ${town} and c.ordinal = ${ordinal}`)

/** The cell at a position. @throws Refusal `missing` where no cell is */
export async function findCellAt(
  context: Context,
  { town, lngLat, ...on }: { town: number; lngLat: LngLat } & On,
): Promise<RiskCell> {
  const field = await findField(context, town)
  const ordinal = field.ordinalAt(lngLat)
  if (ordinal === null) throw missing({ zh: '此处没有单元格', en: 'There is no cell here' })
  return findCellByOrdinal(context, { town, ordinal, ...on })
}

// A field that is not there yet is read from the database, and an embedded one answers nobody else as long as a
// transaction is open: so the field is asked between two of them.
async function cellWhere(
  context: Context,
  on: On,
  where: (sql: TransactionSql) => Fragment,
): Promise<RiskCell> {
  const { geom, ...cell } = await read(context, ({ sql }) => rowWhere(sql, where(sql)))
  const { scale, domain = null } = on
  const { townId, ordinal, id } = cell
  const field = await findMap(context, { town: townId, ...on })
  const why = field.why(scale, ordinal, domain)
  const raises = scale === 'live' ? await engines().risk.raises(townId, context.world.id) : none
  const { contributions, targets } = await read(context, async ({ sql }) => ({
    contributions: await contributionsOf(sql, { why, scale, raises }),
    targets: await targetsNear(sql, id),
  }))
  const { exposure, upgrade, people } = why
  return {
    ...cell,
    scale,
    domain,
    level: why.level,
    severity: why.severity,
    score: contributions.find(each => each.decides)?.score ?? null,
    highest: why.highest,
    exposure: exposure && { people, ...exposure },
    upgrade: upgrade && { ...upgrade.rule, counted: upgrade.counted, severity: upgrade.severity },
    changes: changesOf(field, { why, contributions }),
    polygon: geom.coordinates[0] ?? [],
    contributions,
    unassessed: contributions.filter(each => each.score === null).length,
    targets,
  }
}

async function rowWhere(sql: TransactionSql, where: Fragment): Promise<CellRow> {
  const [row] = await sql<CellRow[]>`
    select c.id, c.town_id as "townId", c.ordinal, c.code, ST_Area(c.geom::geography) as "areaSquareMeters",
      c.grid_id as "gridId", coalesce(g.name, '') as "gridName", c.people_day as "peopleDay",
      c.people_night as "peopleNight", ST_AsGeoJSON(c.geom, 7)::json as geom
    from cells c left join grids g on g.id = c.grid_id ${where}`
  if (!row) throw missing({ zh: '没有这个单元格', en: 'There is no such cell' })
  return row
}

const changesAtMost = 12

/** What would change the colour: the sources to assess, then for each that decides what clears it and what it hides. */
function changesOf(
  field: RiskField,
  { why, contributions }: { why: Explanation; contributions: Contribution[] },
): RiskChange[] {
  const changes = contributions.flatMap(
    ({ hazardId, name, nameEn, score, severity, decides, raises }): RiskChange[] => {
      const assess: RiskChange = { act: 'assess', hazardId, name, nameEn, raise: null, level: null }
      if (severity < 0) return [assess]
      // What raises a source that nobody assessed says the least that it can be.
      const first = score === null ? [assess] : []
      if (!decides) return first
      const known = field.severitiesOf(hazardId)
      const standing = known ? (known.residual < 0 ? known.inherent : known.residual) : severity
      const level = (other: number) => field.levelIf(why, { sourceId: hazardId, severity: other })
      const cleared = raises.map((raise): RiskChange => {
        const others = raises.filter(each => each !== raise)
        return { act: 'clear', hazardId, name, nameEn, raise, level: level(raised(standing, others)) }
      })
      return [
        ...first,
        ...cleared,
        { act: 'remove', hazardId, name, nameEn, raise: null, level: level(unassessed) },
      ]
    },
  )
  return changes.slice(0, changesAtMost)
}

type SourceRow = Omit<
  Contribution,
  'lngLat' | 'distanceMeters' | 'level' | 'decides' | 'severity' | 'factor' | 'contributed' | 'raises'
> & { lng: number; lat: number }

/** The sources of a cell with the latest assessment of each, most severe first, then the higher score. */
async function contributionsOf(
  sql: TransactionSql,
  { why, scale, raises }: { why: Explanation; scale: RiskScale; raises: Raises },
): Promise<Contribution[]> {
  if (why.contributions.length === 0) return []
  // Live is residual, or inherent where there is no residual.
  const counts = scale === 'live' ? sql`` : sql`and scale = ${scale}`
  const rows = await sql<SourceRow[]>`
    select h.id as "hazardId", h.name, h.name_en as "nameEn", h.domain, h.kind, ST_X(h.point) as lng,
      ST_Y(h.point) as lat, h.reach_meters as "reachMeters", a.score::text as score, coalesce(a.working, '') as working,
      coalesce(m.title, '') as method, coalesce(m.standard, '') as standard, coalesce(m.clause, '') as clause,
      coalesce(m.verified and not exists (select from risk_choices k where k.method_id = m.id and not k.verified
          and trim_scale(k.value)::text = a.inputs ->> k.factor)
        and not exists (select from risk_factors f where f.method_id = m.id and not f.verified
          and a.inputs ->> f.factor <> case when f.kind = 'veto' then '0' else '' end), false) as verified
    from hazards h
    left join lateral (select * from assessments where hazard_id = h.id ${counts}
      order by scale = 'residual' desc, id desc limit 1) a on true
    left join risk_methods m on m.id = a.method_id
    where h.id in ${sql(why.contributions.map(each => each.sourceId))}`
  const byId = new Map(rows.map(row => [row.hazardId, row]))
  const list = why.contributions.flatMap((each): Contribution[] => {
    const row = byId.get(each.sourceId)
    if (!row) return []
    const { lng, lat, ...source } = row
    const { distanceMeters, severity, factor, contribution, level, decides } = each
    return [
      {
        ...source,
        lngLat: [lng, lat],
        distanceMeters: Math.round(distanceMeters),
        level,
        decides,
        severity,
        factor,
        contributed: contribution,
        raises: raisesAt(raises, each.sourceId),
      },
    ]
  })
  return list.sort((a, b) => b.contributed - a.contributed || Number(b.score ?? 0) - Number(a.score ?? 0))
}

const none: Raises = new Map()

const raisesAt = (raises: Raises, sourceId: number) =>
  (raises.get(sourceId) ?? []).map(({ hazardId: _, ...raise }) => raise)

async function targetsNear(sql: TransactionSql, cellId: number): Promise<RiskCell['targets']> {
  const rows = await sql<RiskCell['targets']>`
    select * from (
      select t.name, t.kind, ST_Distance(t.point::geography, c.geom::geography) as "distanceMeters"
      from cells c join targets t on t.town_id = c.town_id and t.standing <> 'rejected'
        and t.point && ST_Expand(c.geom, 0.03) where c.id = ${cellId}
    ) near where "distanceMeters" <= ${targetsWithinMeters} order by "distanceMeters" limit 8`
  return rows.map(row => ({ ...row, distanceMeters: Math.round(row.distanceMeters) }))
}
