import { invalid } from '../../errors.ts'
import type { TextEncoding } from '../boundary.ts'
import { readCsv } from './csv.ts'
import { readGeoJson } from './geojson.ts'
import { readGeoPackage } from './geopackage.ts'
import { readKml } from './kml.ts'
import { damaged, type RawBoundaries } from './raw.ts'
import { readShapefile } from './shapefile.ts'
import { Zip } from './zip.ts'

/**
 * Reads a file of boundaries by what it contains, whatever it is called.
 * @param said what a person says its letters are, for a table or a CSV; otherwise the file itself is asked
 * @throws Refusal `invalid` naming what is wrong and what to do
 */
export async function readBoundaries(bytes: Buffer, said?: TextEncoding): Promise<RawBoundaries> {
  if (bytes.length === 0) throw invalid('file', { zh: '文件没有数据', en: 'The file is empty' })
  const raw = startsWith(bytes, 'PK') ? await readArchive(new Zip(bytes), said) : await readPlain(bytes, said)
  if (raw.features.length > 0) return raw
  const [first] = raw.problems
  throw invalid(first ? `row ${first.row}: ${first.path}` : 'file', {
    zh: `文件里没有可用的面${first ? `；第 ${first.row} 行：${first.message.zh}` : ''}`,
    en: `The file has no polygon to use${first ? `; row ${first.row}: ${first.message.en}` : ''}`,
  })
}

const startsWith = (bytes: Buffer, text: string) => bytes.toString('latin1', 0, text.length) === text

async function readPlain(bytes: Buffer, said?: TextEncoding): Promise<RawBoundaries> {
  if (startsWith(bytes, 'SQLite format 3\0')) return readGeoPackage(bytes)
  if (bytes.length >= 4 && bytes.readUInt32BE(0) === 9994) throw loneShp()
  const head = bytes
    .toString('latin1', 0, 1000)
    .replace(/^\u00EF\u00BB\u00BF/, '')
    .trimStart()
  if (head.startsWith('{') || head.startsWith('[')) return readGeoJson(textOf(bytes))
  if (head.startsWith('<')) return readKml(textOf(bytes))
  if (head.includes('\0')) {
    throw invalid('file', {
      zh: '不认识的文件：可用 GeoJSON、Shapefile 压缩包、GeoPackage、KML/KMZ、带 WKT 列的 CSV',
      en: 'Unknown file: GeoJSON, zipped Shapefile, GeoPackage, KML or KMZ, or CSV with a WKT column can be read',
    })
  }
  return readCsv(bytes, said)
}

const loneShp = () =>
  invalid('file', {
    zh: '单独的 .shp 没有属性与坐标系：请把 .shp .dbf .prj .cpg 打成一个 zip',
    en: 'A lone .shp has neither names nor coordinate system: zip .shp, .dbf, .prj and .cpg together',
  })

async function readArchive(zip: Zip, said?: TextEncoding): Promise<RawBoundaries> {
  if (zip.names.some(name => /\.shp$/i.test(name))) return readShapefile(zip, said)
  const inner = ['doc.kml', ...zip.names].find(
    name => zip.names.includes(name) && /\.(kml|geojson|json|gpkg|csv)$/i.test(name),
  )
  const bytes = inner === undefined ? null : zip.read(inner)
  if (bytes) return readPlain(bytes, said)
  if (zip.names.some(name => /\.gdbtable$/i.test(name))) throw geodatabase()
  throw invalid('file', {
    zh: '压缩包里没有边界文件（.shp、.kml、.geojson、.gpkg、.csv）',
    en: 'The archive has no file of boundaries (.shp, .kml, .geojson, .gpkg, .csv)',
  })
}

const geodatabase = () =>
  invalid('file', {
    zh: '这是 Esri 文件地理数据库（.gdb），不能直接读；请在 ArcGIS 或 QGIS 中导出为 GeoPackage 或 Shapefile',
    en: 'This is an Esri file geodatabase (.gdb), which is not read; export it as GeoPackage or Shapefile',
  })

/** KML and GeoJSON are UTF-8; files of old Chinese tools that are not, are GB 18030. */
function textOf(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // The next one.
    }
  }
  throw damaged('文字编码既不是 UTF-8 也不是 GB 18030', 'the text is neither UTF-8 nor GB 18030')
}
