import type { ExportFormat } from './boundary.ts'
import type { CleanRow } from './formats/clean-row.ts'
import { writeCsv } from './formats/csv.ts'
import { writeGeoJson } from './formats/geojson.ts'
import { writeGeoPackage } from './formats/geopackage.ts'
import { writeKml } from './formats/kml.ts'
import { writeShapefile } from './formats/shapefile.ts'
import { packZip } from './formats/zip.ts'
import { placingOf } from './rules/crs.ts'

export interface WriteJob {
  format: ExportFormat
  /** The shifted system asked for; only the formats that can say so take it. */
  crs: 'EPSG:4326' | 'GCJ-02'
  rows: CleanRow[]
  /** Of the layer and of the files in an archive: ASCII letters, digits and hyphens. */
  name: string
}

/** Writes faces as a file of one format. The shift keeps ten decimals, so that the way back meets the lattice. */
export async function writeBoundaries({ format, crs, rows, name }: WriteJob): Promise<Uint8Array> {
  const placed = crs === 'GCJ-02' ? shifted(rows) : rows
  if (format === 'geojson') return Buffer.from(writeGeoJson(placed, crs === 'GCJ-02' ? 'GCJ-02' : null))
  if (format === 'kml') return Buffer.from(writeKml(placed, name))
  if (format === 'kmz') return packZip([{ name: 'doc.kml', bytes: Buffer.from(writeKml(placed, name)) }])
  if (format === 'csv') return Buffer.from(writeCsv(placed))
  if (format === 'shapefile') return writeShapefile(rows, name)
  return writeGeoPackage(rows, name)
}

function shifted(rows: readonly CleanRow[]): CleanRow[] {
  const placing = placingOf('GCJ-02')
  if (!placing) return [...rows]
  const round = (value: number) => Math.round(value * 1e10) / 1e10
  return rows.map(({ values, rings }) => ({
    values,
    rings: rings.map(ring =>
      ring.map((pair): [number, number] => {
        const [x, y] = placing.fromDegrees(pair)
        return [round(x), round(y)]
      }),
    ),
  }))
}
