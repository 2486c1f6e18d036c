import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { missing } from '../errors.ts'
import { surroundingsOf as aroundTown } from '../grid/find-surroundings.ts'
import type { Neighbour } from '../grid/grid.ts'
import { type Fragment, readTown } from '../list.ts'
import type { LngLat } from '../region/place.ts'
import { aside } from './aside.ts'
import {
  type BoundaryImport,
  type BoundaryImportSummary,
  type BoundaryPreview,
  type BoundarySource,
  type Crs,
  FieldMap,
} from './boundary.ts'
import { type Surroundings, unpackedCoverage } from './prepare.ts'
import { namedFaces } from './rules/name-faces.ts'

/** What the table keeps as JSON. */
export type ImportState = Omit<
  BoundaryImport,
  'id' | 'townId' | 'fileName' | 'personId' | 'personName' | 'standing' | 'draftId' | 'savedAt' | 'version'
>

interface ImportRow extends Omit<BoundaryImport, keyof ImportState | 'savedAt'> {
  state: ImportState
  at: Date
}

async function importsWhere(sql: TransactionSql, where: Fragment): Promise<BoundaryImport[]> {
  const rows = await sql<ImportRow[]>`
    select b.id, b.town_id as "townId", b.file_name as "fileName", b.person_id as "personId", p.name as "personName",
      b.state, b.standing, b.saved_at as at, b.version,
      (select max(d.id) from grid_drafts d where (d.imported ->> 'importId')::int = b.id) as "draftId"
    from boundary_imports b join people p on p.id = b.person_id ${where}`
  return rows.map(({ at, state, ...row }) => ({
    ...row,
    ...withoutLevels,
    ...state,
    fieldMap: FieldMap.parse(state.fieldMap ?? {}),
    savedAt: at.toISOString(),
  }))
}

/** What imports that were kept before grids could lie in grids do not say. */
const withoutLevels = { tiers: 0, townTiers: 0, faults: [] }

/** The imports of a town that are open, the actor's own first, then the newest. */
export const findBoundaryImports = (
  context: Context,
  { town }: { town: number },
): Promise<BoundaryImportSummary[]> =>
  readTown(context, town, async ({ sql, actor }) => {
    const found = await importsWhere(
      sql,
      sql`where b.town_id = ${town} and b.standing = 'open'
        order by b.person_id <> ${actor.id}, b.id desc limit 50`,
    )
    return found.map(
      ({ defects: _, reports: __, problems: ___, sample: ____, faults: _____, ...summary }) => summary,
    )
  })

/** @throws Refusal `missing` */
export async function loadBoundaryImport(sql: TransactionSql, id: number): Promise<BoundaryImport> {
  const [found] = await importsWhere(sql, sql`where b.id = ${id}`)
  if (!found) throw missing({ zh: '没有这份边界导入', en: 'There is no such import of boundaries' })
  return found
}

/** @throws Refusal `missing`, `forbidden` */
export const findBoundaryImport = (context: Context, id: number): Promise<BoundaryImport> =>
  read(context, async ({ sql, actor, world }) => {
    const found = await loadBoundaryImport(sql, id)
    allow(actor, 'region.read', { world, townId: found.townId })
    return found
  })

/** The coverage as it would come about. @throws Refusal `missing`, `forbidden` */
export const findBoundaryPreview = (context: Context, id: number): Promise<BoundaryPreview> =>
  read(context, async ({ sql, actor, world }) => {
    const { townId, fieldMap } = await loadBoundaryImport(sql, id)
    allow(actor, 'region.read', { world, townId })
    const { cleaned } = await loadPacked(sql, id)
    const { faces, grounds } = unpackedCoverage(cleaned)
    return {
      faces: namedFaces(faces, fieldMap).map(({ values: _, above: __, level: ___, ...face }) => face),
      grounds,
    }
  })

/**
 * The rows as drawn, by the coordinate system asked about, or the one in force or suggested.
 * @throws Refusal `missing`, `forbidden`, `busy`
 */
export async function findBoundarySource(context: Context, id: number, asked?: Crs): Promise<BoundarySource> {
  const held = await read(context, async ({ sql, actor, world }) => {
    const found = await loadBoundaryImport(sql, id)
    allow(actor, 'region.read', { world, townId: found.townId })
    return { found, source: (await loadPacked(sql, id)).source }
  })
  const { crs, question, fieldMap } = held.found
  const shown = asked ?? crs ?? question?.suggested ?? question?.candidates[0]?.crs ?? 'EPSG:4326'
  return aside.draw({ source: held.source, crs: shown, nameField: fieldMap.name })
}

export async function loadPacked(
  sql: TransactionSql,
  id: number,
): Promise<{ source: Uint8Array; cleaned: Uint8Array }> {
  const [row] = await sql<{ source: Uint8Array; cleaned: Uint8Array }[]>`
    select source, cleaned from boundary_imports where id = ${id}`
  return row ?? { source: new Uint8Array(), cleaned: new Uint8Array() }
}

interface TownRow {
  geom: { type: 'Polygon' | 'MultiPolygon'; coordinates: LngLat[][] | LngLat[][][] } | null
  west: number
  south: number
  east: number
  north: number
}

/**
 * What an import is held against: the outline of the town, or the box around it, and the grids that are there.
 * @throws Refusal `missing`
 */
export async function surroundingsOf({ sql }: Inside, townId: number): Promise<Surroundings> {
  const [town] = await sql<TownRow[]>`
    select ST_AsGeoJSON(geom, 7)::json as geom, west, south, east, north from regions
    where id = ${townId} and parent_id is null and ready`
  if (!town) throw missing({ zh: '没有这个地区', en: 'There is no such town' })
  // As text: it is read where the file is, and only when somebody has to be asked what coordinates mean.
  const [there] = await sql<{ polygons: string | null }[]>`
    select '[' || string_agg(ST_AsGeoJSON(geom, 7)::json->>'coordinates', ',') || ']' as polygons
    from (select geom from grids where town_id = ${townId} and retired_at is null order by id limit 5000) as there`
  const divided = await sql<{ code: string }[]>`
    select code from grids g where town_id = ${townId} and retired_at is null
      and exists (select from grids k where k.parent_id = g.id and k.retired_at is null)`
  const outline = partsOf(town)
  return {
    divided: divided.map(({ code }) => code),
    outline,
    isRough: town.geom === null,
    bounds: await boundsOf(sql, townId),
    present: there?.polygons ?? (town.geom === null ? '[]' : JSON.stringify(outline)),
    center: [(town.west + town.east) / 2, (town.south + town.north) / 2],
  }
}

async function boundsOf(sql: TransactionSql, townId: number): Promise<Surroundings['bounds']> {
  const { above, beside } = await aroundTown(sql, townId)
  const boundOf = (rank: 'above' | 'beside') => (each: Neighbour) => ({
    rank,
    name: { zh: each.name, en: each.nameEn || each.name },
    parts: each.polygon.type === 'Polygon' ? [each.polygon.coordinates] : each.polygon.coordinates,
  })
  return [...beside.map(boundOf('beside')), ...(above ? [above].map(boundOf('above')) : [])]
}

/** The parts of the town's polygon, or its box made half as large again on every side. */
function partsOf({ geom, west, south, east, north }: TownRow): LngLat[][][] {
  if (geom?.type === 'MultiPolygon') return manyParts(geom.coordinates)
  if (geom) return manyParts([geom.coordinates])
  const [dx, dy] = [(east - west) / 2, (north - south) / 2]
  const [w, s, e, n] = [west - dx, south - dy, east + dx, north + dy]
  return [
    [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ],
  ]
}

/** The column holds polygons and multipolygons alone, and the type beside says which. */
const manyParts = (coordinates: unknown): LngLat[][][] => coordinates as LngLat[][][]
