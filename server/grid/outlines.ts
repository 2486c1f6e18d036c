import type { TransactionSql } from 'postgres'
import type { Inside } from '../context.ts'
import { invalid, Refusal, type Words } from '../errors.ts'
import { regionsWhere } from '../region/find.ts'
import type { Bbox } from '../region/place.ts'
import { lngLatOf } from '../region/rules/lattice.ts'
import { checkMultiPolygon, checkPolygon } from '../region/rules/validity.ts'
import type { FaceGround, Outcome } from './ground.ts'
import { refuseOuter } from './refuse-outer.ts'
import { type Outline, outlineAfter } from './rules/outline.ts'

interface Area {
  id: number
  name: string
  parentId: number | null
  outline: Outline | null
}

/** An area whose outline follows its grids. */
export interface OutlineChange {
  id: number
  name: string
  outline: Outline
}

/**
 * The outlines that follow: the edge of a village is the outer edge of its grids, and so on upwards.
 * @throws Refusal `invalid` when an outline did not run along its grids before, or the town's would take others' ground
 */
export async function reckonOutlines(
  sql: TransactionSql,
  { townId, rings, before, after, gone, isFiled }: Outcome,
): Promise<{ regions: OutlineChange[]; grids: OutlineChange[] }> {
  const touched = [...before.values(), ...after.values()]
  const reached = [...new Set(touched.map(({ regionId }) => regionId))]
  const regions = await sql<Area[]>`
    with recursive above as (
      select id, parent_id from regions where id = any(${reached}::int[])
      union select r.id, r.parent_id from regions r join above on r.id = above.parent_id)
    select id, name, parent_id as "parentId",
      case when id in (select id from above) then ST_AsGeoJSON(geom, 7)::json end as outline
    from regions where id = ${townId} or town_id = ${townId} order by id`
  const above = dividedIn(rings).filter(id => !gone.has(id))
  const divided = await sql<Area[]>`
    select id, name, parent_id as "parentId", ST_AsGeoJSON(geom, 7)::json as outline
    from grids where id = any(${above}::int[]) and retired_at is null order by id`
  const byId = new Map([...regions].map(area => [area.id, area]))
  const pathOf = (id: number | null): number[] => {
    const area = id === null ? undefined : byId.get(id)
    return area ? [area.id, ...pathOf(area.parentId)] : []
  }
  const wanted = new Set(touched.flatMap(({ regionId }) => pathOf(regionId)))
  const grids = follow([...divided], rings, {
    wanted: new Set(above),
    pathOf: face => face.tiers,
    emptied: words.emptiedGrid,
  })
  refuseApart(grids)
  const changes = follow([...regions], rings, {
    wanted,
    pathOf: face => pathOf(face.regionId),
    emptied: words.emptied,
  })
  const [was, is] = [byId.get(townId)?.outline, changes.find(({ id }) => id === townId)?.outline]
  if (was && is) await refuseOuter(sql, townId, { before: was, after: is, isFiled })
  return { regions: changes, grids }
}

/** The grids that are divided before or after a change. One that the change makes has its outline by itself. */
const dividedIn = ({ before, after }: Outcome['rings']): number[] => {
  const were = new Set(before.flatMap(({ tiers }) => tiers))
  const above = [...before, ...after].flatMap(({ tiers: [, ...divided] }) => divided)
  // One that is whole again is a face, which has its own new shape.
  const faces = new Set(after.map(({ tiers: [face] }) => face))
  return [...new Set(above)].filter(id => were.has(id) && !faces.has(id)).sort((a, b) => a - b)
}

interface From {
  wanted: ReadonlySet<number>
  /** Every area that a face lies in. */
  pathOf: (face: FaceGround) => readonly number[]
  emptied: (name: string) => Words
}

function follow(areas: Area[], rings: Outcome['rings'], { wanted, pathOf, emptied }: From): OutlineChange[] {
  const byId = new Map(areas.map(area => [area.id, area]))
  const faces = (list: FaceGround[]) => {
    const found = new Map<number, FaceGround['rings'][]>([...wanted].map(id => [id, []]))
    for (const face of list) for (const id of pathOf(face)) found.get(id)?.push(face.rings)
    return found
  }
  const [was, is] = [faces(rings.before), faces(rings.after)]
  return [...wanted]
    .sort((a, b) => a - b)
    .flatMap((id): OutlineChange[] => {
      const area = byId.get(id)
      if (!area?.outline) return []
      const next = outlineAfter(area.outline, { before: was.get(id) ?? [], after: is.get(id) ?? [] })
      if (!next) return []
      if ('apart' in next) throw apart(area.name, lngLatOf(next.apart))
      if (next.coordinates.length === 0) throw invalid('edits', emptied(area.name))
      return [{ id, name: area.name, outline: checked(next, area.name) }]
    })
}

function refuseApart(grids: readonly OutlineChange[]): void {
  const torn = grids.find(({ outline }) => outline.type === 'MultiPolygon')
  if (torn) throw invalid('edits', words.torn(torn.name))
}

function checked(outline: Outline, name: string): Outline {
  const result =
    outline.type === 'Polygon' ? checkPolygon(outline, 'edits') : checkMultiPolygon(outline, 'edits')
  if (result.valid) return result.polygon
  const message = { zh: `${name}：${result.message.zh}`, en: `${name}: ${result.message.en}` }
  throw new Refusal('invalid', message, {
    errors: [{ path: result.path, message }],
    details: result.at ? { at: result.at } : {},
  })
}

/** Writes the outlines, each with its journal row. */
export async function redrawRegions(
  { sql, record }: Inside,
  { townId, changes, validFrom }: { townId: number; changes: OutlineChange[]; validFrom: Date },
): Promise<void> {
  if (changes.length === 0) return
  const ids = changes.map(({ id }) => id)
  const before = await regionsWhere(sql, sql`where r.id = any(${ids}::int[]) order by r.id`)
  const bounds = changes.map(({ outline }) => boundsOf(outline))
  const side = (i: number) => bounds.map(box => box[i] ?? 0)
  await sql`update regions r set geom = ST_SetSRID(ST_GeomFromGeoJSON(n.shape), 4326), west = n.w, south = n.s,
      east = n.e, north = n.n, valid_from = ${validFrom}, version = r.version + 1
    from unnest(${ids}::int[], ${changes.map(({ outline }) => JSON.stringify(outline))}::text[], ${side(0)}::float8[],
      ${side(1)}::float8[], ${side(2)}::float8[], ${side(3)}::float8[]) as n (id, shape, w, s, e, n)
    where r.id = n.id`
  const after = await regionsWhere(sql, sql`where r.id = any(${ids}::int[]) order by r.id`)
  for (const [i, region] of after.entries()) {
    const { id, version } = region
    record({ verb: 'redraw', noun: 'region', id, version, townId, before: before[i], after: region })
  }
}

function boundsOf(outline: Outline): Bbox {
  const parts = outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates
  const bounds: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of parts.flatMap(rings => rings[0] ?? [])) {
    bounds[0] = Math.min(bounds[0], lng)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lng)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return bounds
}

const words = {
  emptied: (name: string) => ({
    zh: `${name} 将没有任何网格；请至少给它留一个网格，或先调整区划`,
    en: `${name} would have no grid left; leave it at least one, or change the division into villages first`,
  }),
  emptiedGrid: (name: string) => ({
    zh: `${name} 已划分下级，改动会取走它的全部下级网格；请先取消它的下级网格`,
    en: `${name} is divided, and this would take all its lower grids; take them away first, so that it is one grid`,
  }),
  torn: (name: string) => ({
    zh: `上级网格 ${name} 会被切成几块；请先取消它的下级网格，或少取一些`,
    en: `The grid above, ${name}, would fall apart; take its lower grids away first, or take less from it`,
  }),
}

const apart = (name: string, at: [number, number]) => {
  const refusal = invalid('edits', {
    zh: `${name} 的边界与其网格的外边界不一致，无法随网格移动；请先用边界导入或清理使两者一致`,
    en: `The outline of ${name} does not run along its grids here, so it cannot follow them; clean or import the boundaries first`,
  })
  return new Refusal('invalid', refusal.words, { errors: refusal.errors, details: { at } })
}
