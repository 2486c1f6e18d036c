import type { Inside } from '../context.ts'
import { invalid, Refusal } from '../errors.ts'
import { loadRegion } from '../region/find.ts'
import type { Bbox, MultiPolygon, Polygon } from '../region/place.ts'
import { checkMultiPolygon, checkPolygon } from '../region/rules/validity.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import { follow } from './rules/follow.ts'

/**
 * Lets the outlines of villages and communities follow the grids that share their vertices.
 * @throws Refusal `invalid` when the town's own outline would have to move
 */
export async function redrawRegions(
  { sql, record }: Inside,
  { townId, edits }: { townId: number; edits: BoundaryEdit[] },
): Promise<void> {
  const rows = await sql<{ id: number; root: boolean; outline: Polygon | MultiPolygon }[]>`
    select id, parent_id is null as root, ST_AsGeoJSON(geom, 7)::json as outline
    from regions where (id = ${townId} or town_id = ${townId}) and geom is not null order by id`
  for (const { id, root, outline } of rows) {
    const next = follow(outline, edits)
    if (!next) continue
    if (root) throw invalid('edits', townWords)
    const shape = checkedOutline(next)
    const [west, south, east, north] = boundsOf(shape)
    const before = await loadRegion(sql, id)
    await sql`update regions set geom = ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(shape)}), 4326),
        west = ${west}, south = ${south}, east = ${east}, north = ${north}, version = version + 1
      where id = ${id}`
    const after = await loadRegion(sql, id)
    record({ verb: 'redraw', noun: 'region', id, version: after.version, townId, before, after })
  }
}

function checkedOutline(outline: Polygon | MultiPolygon): Polygon | MultiPolygon {
  const checked =
    outline.type === 'Polygon' ? checkPolygon(outline, 'edits') : checkMultiPolygon(outline, 'edits')
  if (checked.valid) return checked.polygon
  const { path, message, at } = checked
  throw new Refusal('invalid', message, { errors: [{ path, message }], details: at ? { at } : {} })
}

function boundsOf(outline: Polygon | MultiPolygon): Bbox {
  const outers =
    outline.type === 'Polygon'
      ? outline.coordinates.slice(0, 1)
      : outline.coordinates.map(part => part[0] ?? [])
  const spots = outers.flat()
  const bounds: Bbox = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lng, lat] of spots) {
    bounds[0] = Math.min(bounds[0], lng)
    bounds[1] = Math.min(bounds[1], lat)
    bounds[2] = Math.max(bounds[2], lng)
    bounds[3] = Math.max(bounds[3], lat)
  }
  return bounds
}

const townWords = {
  zh: '这个顶点在全域的外边界上，不能在网格里改动',
  en: 'This vertex is on the outline of the whole town, which grids cannot change',
}
