import { z } from 'zod'
import type { Context } from '../context.ts'
import type { GridLevel } from '../grid/grid.ts'
import { readTown } from '../list.ts'
import type { LngLat } from '../region/place.ts'
import { wholeNumber } from '../request.ts'
import { aside } from './aside.ts'
import { ExportFormat } from './boundary.ts'
import type { CleanRow } from './formats/clean-row.ts'

export const FileQuery = z.object({
  town: wholeNumber,
  format: ExportFormat.default('geojson'),
  /** Shapefile and GeoPackage cannot say that they are shifted, and are always WGS 84. */
  crs: z.enum(['WGS84', 'GCJ-02']).default('WGS84'),
})
export type FileQuery = z.infer<typeof FileQuery>

interface Row {
  code: string
  name: string
  region: string
  area_code: string
  level: GridLevel
  above: string
  above_code: string
  households: number
  rings: LngLat[][]
}

const endings: Record<ExportFormat, { ending: string; type: string }> = {
  geojson: { ending: 'geojson', type: 'application/geo+json' },
  shapefile: { ending: 'zip', type: 'application/zip' },
  geopackage: { ending: 'gpkg', type: 'application/geopackage+sqlite3' },
  kml: { ending: 'kml', type: 'application/vnd.google-earth.kml+xml' },
  kmz: { ending: 'kmz', type: 'application/vnd.google-earth.kmz' },
  csv: { ending: 'csv', type: 'text/csv; charset=utf-8' },
}

export interface BoundaryFile {
  bytes: Uint8Array<ArrayBuffer>
  name: string
  type: string
}

/**
 * The grids of a town as a file, those of every level: a divided one is a row, and so is each grid in it, which names it
 * in `above_code`. Field names are short enough for a shapefile.
 * @throws Refusal `forbidden`, `busy`
 */
export async function findFile(context: Context, { town, format, crs }: FileQuery): Promise<BoundaryFile> {
  const rows = await readTown(
    context,
    town,
    ({ sql }) => sql<Row[]>`
      select g.code, g.name, r.name as region, r.code as area_code, g.level, coalesce(p.name, '') as above,
        coalesce(p.code, '') as above_code, g.households,
        ST_AsGeoJSON(g.geom, 7)::json->'coordinates' as rings
      from grids g join regions r on r.id = g.region_id left join grids p on p.id = g.parent_id
      where g.town_id = ${town} and g.retired_at is null and g.level <> 'thematic'
      order by array_position(array['first', 'second', 'micro'], g.level), g.code, g.id`,
  )
  const { ending, type } = endings[format]
  const isShifted = crs === 'GCJ-02' && format !== 'shapefile' && format !== 'geopackage'
  const bytes = await aside.write({
    format,
    crs: isShifted ? 'GCJ-02' : 'EPSG:4326',
    rows: rows.map(({ rings, ...values }): CleanRow => ({ values, rings })),
    name: 'grids',
  })
  return { bytes, name: `grids-${town}${isShifted ? '-gcj02' : ''}.${ending}`, type }
}
