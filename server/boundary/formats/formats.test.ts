import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Spot, spotOf } from '../../region/rules/lattice.ts'
import type { BoundaryFormat } from '../boundary.ts'
import { placingOf } from '../rules/crs.ts'
import { placeFaces } from '../rules/place-faces.ts'
import { hasSample, sampleOf } from '../test-faces.ts'
import { writeBoundaries } from '../write.ts'
import type { CleanRow } from './clean-row.ts'
import { readDbf } from './dbf.ts'
import type { Pair } from './raw.ts'
import { readBoundaries } from './read.ts'
import { packZip, Zip } from './zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'sisetu-formats-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ring = (...corners: [number, number][]): Pair[] => {
  const pairs = corners.map(
    ([x, y]): Pair => [
      Math.round((121.9123457 + x * 0.0012345) * 1e7) / 1e7,
      Math.round((30.8765431 + y * 0.0010987) * 1e7) / 1e7,
    ],
  )
  return [...pairs, ...pairs.slice(0, 1)]
}

const rows: CleanRow[] = [
  {
    values: {
      code: '310115400001',
      name: '临港“一”网格, 甲',
      region: '东滨村',
      households: 312,
      share: 1.25,
    },
    rings: [ring([0, 0], [9, 0], [9, 9], [0, 9]), ring([3, 3], [3, 6], [6, 6], [6, 3])],
  },
  {
    values: { code: '310115400002', name: '二\n网格 <b>&', region: '西滨村', households: 0, share: 0.5 },
    rings: [ring([9, 0], [12, 0], [12, 9], [9, 9])],
  },
]

const formats: BoundaryFormat[] = ['geojson', 'shapefile', 'geopackage', 'kml', 'csv']
const endings = { geojson: 'geojson', shapefile: 'zip', geopackage: 'gpkg', kml: 'kml', csv: 'csv' }

/** Rings as sets of directed edges, so that where a ring begins does not count. */
const edgesOf = (rings: readonly Spot[][]): string[] =>
  rings
    .flatMap(each => each.map((a, i) => [String(a), String(each[(i + 1) % each.length])].sort().join(' ')))
    .sort()

const spots = (all: Pair[][]): Spot[][] => all.map(each => each.slice(0, -1).map(spotOf))

describe.each(formats)('%s', format => {
  test.each(['EPSG:4326', 'GCJ-02'] as const)(
    'written in %s and read again is the same coverage',
    async crs => {
      const canShift = format !== 'shapefile' && format !== 'geopackage'
      const bytes = Buffer.from(await writeBoundaries({ format, crs, rows, name: 'grids' }))
      const raw = await readBoundaries(bytes)
      expect(raw.problems).toEqual([])
      const placing = placingOf(canShift ? crs : 'EPSG:4326')
      if (!placing) throw new Error('no placing')
      const placed = placeFaces(raw.features, placing)
      expect(placed.problems).toEqual([])
      expect(placed.faces.map(({ parts }) => edgesOf(parts.flat()))).toEqual(
        rows.map(({ rings }) => edgesOf(spots(rings))),
      )
      expect(raw.features[0]?.values).toMatchObject({ name: '临港“一”网格, 甲', region: '东滨村' })
      expect(String(raw.features[0]?.values.code)).toBe('310115400001')
      const stated = {
        geojson: crs === 'GCJ-02' ? 'GCJ-02' : null,
        shapefile: 'EPSG:4326',
        geopackage: 'EPSG:4326',
      }
      expect(raw.crs).toBe(format in stated ? stated[format as keyof typeof stated] : null)
    },
  )

  const hasOgr = spawnSync('ogrinfo', ['--version']).status === 0
  test.skipIf(!hasOgr)('is read by GDAL (needs ogrinfo of gdal-bin)', async () => {
    const path = join(folder, `grids.${endings[format]}`)
    writeFileSync(path, await writeBoundaries({ format, crs: 'EPSG:4326', rows, name: 'grids' }))
    const args = format === 'csv' ? ['-oo', 'GEOM_POSSIBLE_NAMES=wkt'] : []
    const source = format === 'shapefile' ? `/vsizip/${path}` : path
    const told = execFileSync('ogrinfo', [...args, '-ro', '-al', source], { encoding: 'utf8' })
    expect(told).toContain('Feature Count: 2')
    expect(told).toContain('临港“一”网格, 甲')
    expect(told).toMatch(/POLYGON \(\(121\.9123457 30\.8765431/)
  })
})

const hasOgr = spawnSync('ogr2ogr', ['--version']).status === 0

describe.skipIf(!hasOgr)('what GDAL writes is read (needs ogr2ogr of gdal-bin)', () => {
  const path = join(folder, 'given.geojson')
  const convert = async (...args: string[]) => {
    writeFileSync(path, await writeBoundaries({ format: 'geojson', crs: 'EPSG:4326', rows, name: 'grids' }))
    const target = args.at(-1) ?? ''
    execFileSync('ogr2ogr', [...args.slice(0, -1), join(folder, target), path], { stdio: 'pipe' })
    return join(folder, target)
  }
  const near = async (bytes: Buffer, crs: string | null) => {
    const raw = await readBoundaries(bytes)
    expect(raw.crs).toBe(crs)
    const placing = placingOf(raw.crs ?? 'EPSG:4326')
    if (!placing) throw new Error('no placing')
    const all = placeFaces(raw.features, placing).faces.flatMap(({ parts }) => parts.flat(2))
    // Metres with three decimals are finer than a unit of the lattice and a half.
    const wanted = new Set(rows.flatMap(each => spots(each.rings).flat()).map(String))
    const isNear = ([x, y]: Spot) =>
      [-1, 0, 1].some(dx => [-1, 0, 1].some(dy => wanted.has(`${x + dx},${y + dy}`)))
    expect(all.length).toBe(12)
    expect(all.filter(spot => !isNear(spot))).toEqual([])
    return raw
  }

  test.each([
    ['4549', 'CGCS2000 3-degree, central meridian 120'],
    ['4528', 'CGCS2000 3-degree zone 40'],
    ['4508', 'CGCS2000 6-degree, central meridian 111', false],
    ['4509', 'CGCS2000 6-degree, central meridian 117', true],
    ['4490', 'CGCS2000 degrees'],
    ['32651', 'UTM'],
  ])('GeoPackage in EPSG:%s (%s)', async (code, _, isNearEnough = true) => {
    const file = await convert('-f', 'GPKG', '-s_srs', 'EPSG:4490', '-t_srs', `EPSG:${code}`, `g${code}.gpkg`)
    if (isNearEnough) await near(readFileSync(file), `EPSG:${code}`)
    else expect((await readBoundaries(readFileSync(file))).crs).toBe(`EPSG:${code}`)
  })

  test('Shapefile in GBK without .cpg, projected, with its .prj', async () => {
    const directory = await convert(
      ...[
        '-f',
        'ESRI Shapefile',
        '-lco',
        'ENCODING=GBK',
        '-s_srs',
        'EPSG:4490',
        '-t_srs',
        'EPSG:4549',
        'shp',
      ],
    )
    const files = ['shp', 'dbf', 'prj'].map(ending => ({
      name: `图层/given.${ending}`,
      bytes: readFileSync(join(directory, `given.${ending}`)),
    }))
    const raw = await near(packZip(files), 'EPSG:4549')
    expect(raw.encoding).toMatch(/gb/)
    expect(raw.features[1]?.values.region).toBe('西滨村')
  })

  test('KML, and KMZ made of it', async () => {
    const file = await convert('-f', 'KML', 'given.kml')
    await near(readFileSync(file), null)
    const kmz = packZip([{ name: 'doc.kml', bytes: readFileSync(file) }])
    expect((await near(kmz, null)).features[0]?.values.name).toBe('临港“一”网格, 甲')
  })
})

test('the shift of web maps turns round to a hundredth of a unit', () => {
  for (const crs of ['GCJ-02', 'BD-09'] as const) {
    const placing = placingOf(crs)
    if (!placing) throw new Error('no placing')
    for (let i = 0; i < 200; i++) {
      const place: Pair = [75 + ((i * 37) % 58), 19 + ((i * 53) % 33)]
      const [lng, lat] = placing.toDegrees(placing.fromDegrees(place))
      expect(Math.abs(lng - place[0]) + Math.abs(lat - place[1])).toBeLessThan(2e-9)
    }
  }
})

const table = (path: string) => `messy/mapshaper-dbf-encodings/${path}`
test.skipIf(!hasSample('messy'))('tables in many encodings (needs sample data: SISETU_SAMPLES)', () => {
  const cases: [string, string, RegExp][] = [
    ['gb2312/sample_gb2312.dbf', '', /[\u4e00-\u9fff]/],
    ['utf8/sample_utf8.dbf', '', /\p{L}/u],
  ]
  for (const [path, cpg, expected] of cases) {
    if (!hasSample(table(path))) continue
    const { rows: read } = readDbf(readFileSync(sampleOf(table(path))), cpg)
    expect(JSON.stringify(read)).toMatch(expected)
    expect(JSON.stringify(read)).not.toContain('\uFFFD')
  }
})

describe('archives', () => {
  const zeros = Buffer.alloc(70 * 1024 * 1024)

  test('are refused by their list before anything is unpacked', () => {
    const bomb = packZip([{ name: 'a.shp', bytes: zeros }])
    expect(bomb.length).toBeLessThan(100_000)
    expect(() => new Zip(bomb)).toThrow(/not unpacked/)
  })

  test('whose list lies are stopped at the size it says', () => {
    const bomb = packZip([{ name: 'a.shp', bytes: zeros.subarray(0, 20_000_000) }])
    const list = bomb.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    bomb.writeUInt32LE(1000, list + 24)
    expect(() => new Zip(bomb).read('a.shp')).toThrow(/cannot be unpacked/)
  })

  test('lose entries that would lead elsewhere, and say when they are damaged', () => {
    const zip = packZip(
      ['../a.shp', '/b.shp', 'c/../d.shp', 'C:\\e.shp', '__MACOSX/f.shp', 'g.shp'].map(name => ({
        name,
        bytes: Buffer.from('x'),
      })),
    )
    expect(new Zip(zip).names).toEqual(['g.shp'])
    zip[zip.indexOf('g.shp') + 5] = 0
    expect(() => new Zip(zip).read('g.shp')).toThrow(/unpacked|checksum/)
    expect(() => new Zip(Buffer.from('PK nothing'))).toThrow(/directory/)
  })
})

describe('a file that cannot be used is refused with what is wrong and what to do', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['nothing', '', /empty/],
    ['half a JSON', '{"type":"FeatureCollection","features":[', /not complete JSON/],
    ['other JSON', '{"a":1}', /not GeoJSON/],
    ['a list', '[1,2]', /not GeoJSON/],
    ['TopoJSON', '{"type":"Topology","objects":{}}', /TopoJSON/],
    [
      'only points',
      '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}}',
      /row 1/,
    ],
    ['a page', '<html><body>403</body></html>', /without a <kml> root/],
    ['GML', '<ogr:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>', /This is GML.*GeoPackage/],
    ['a track', '<gpx version="1.1"/>', /GPX track/],
    ['entities', '<!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', /DOCTYPE/],
    ['deep XML', `<kml>${'<a>'.repeat(1000)}`, /deeper/],
    ['a table without shapes', 'name,area\n一,2\n', /no column of WKT/],
    ['a table with lines', 'name,wkt\n一,"LINESTRING (1 2, 3 4)"\n', /no WKT of a POLYGON/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), /Unknown file/],
    ['a lone .shp', Buffer.from([0, 0, 0x27, 0x0a, 0, 0]), /lone \.shp/],
    [
      'an archive of something else',
      packZip([{ name: 'a.txt', bytes: Buffer.from('x') }]),
      /no file of boundaries/,
    ],
    ['two layers', packZip(['a.shp', 'b.shp'].map(name => ({ name, bytes: Buffer.from('x') }))), /several/],
    [
      'a database of something else',
      Buffer.from(`SQLite format 3\0${'x'.repeat(5000)}`),
      /GeoPackage|damaged/,
    ],
  ])('%s', async (_, content, reason) => {
    await expect(readBoundaries(Buffer.from(content))).rejects.toThrow(reason)
  })

  test('depth and numbers of any size are no danger', async () => {
    const deep = `${'['.repeat(200_000)}1${']'.repeat(200_000)}`
    const given = `{"type":"Polygon","coordinates":${deep}}`
    await expect(readBoundaries(Buffer.from(given))).rejects.toThrow(/nested or typed wrongly/)
    const huge = '{"type":"Polygon","coordinates":[[[1e308,1],[2,1e999],[3,3],[1e308,1]]]}'
    const { features } = await readBoundaries(Buffer.from(huge))
    const placing = placingOf('EPSG:4326')
    expect(placing && placeFaces(features, placing).problems).toMatchObject([{ row: 1, path: 'coordinates' }])
    const named =
      '{"type":"Feature","properties":{"__proto__":{"a":1},"constructor":2},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}'
    const raw = await readBoundaries(Buffer.from(named))
    expect(Object.keys(raw.features[0]?.values ?? {}).sort()).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(raw.features[0]?.values ?? {})).toBe(Object.prototype)
  })
})

test('a person may say what the letters are when the file itself gives them wrongly', async () => {
  const table = (name: Buffer) =>
    Buffer.concat([Buffer.from('name,wkt\n'), name, Buffer.from(',"POLYGON ((0 0,1 0,1 1,0 0))"\n')])
  // 臺北 in Big5 is also readable, and wrong, as GB 18030.
  const big5 = table(Buffer.from([0xbb, 0x4f, 0xa5, 0x5f]))
  const named = async (...given: Parameters<typeof readBoundaries>) => {
    const { encoding, features } = await readBoundaries(...given)
    return [encoding, features[0]?.values.name]
  }
  expect((await named(big5))[0]).toBe('gb18030')
  expect(await named(big5, 'big5')).toEqual(['big5', '臺北'])
  expect((await named(big5))[1]).not.toBe('臺北')
  // A UTF-8 shapefile whose .cpg says so is read as GB 18030 all the same when that is said.
  const zip = Buffer.from(await writeBoundaries({ format: 'shapefile', crs: 'EPSG:4326', rows, name: 'x' }))
  expect((await named(zip))[1]).not.toBe((await named(zip, 'gb18030'))[1])
})
