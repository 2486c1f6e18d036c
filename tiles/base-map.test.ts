import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { PMTiles } from 'pmtiles'
import { expect, it } from 'vitest'
import { buildBaseMap } from './base-map.ts'
import { anExtract } from './extract-builder.ts'
import { type OsmExtract, readOsm } from './osm.ts'

const samples = process.env.SISETU_SAMPLES ?? '../shared/data'
const guixi = join(samples, 'roads/guixi-jiangxi.osm.pbf')

async function tilesOf(extract: OsmExtract) {
  const outPath = join(await mkdtemp(join(tmpdir(), 'base-')), 'base.pmtiles')
  const shares: number[] = []
  await buildBaseMap({ extract, outPath, name: '试验镇', progress: share => shares.push(share) })
  const bytes = await readFile(outPath)
  const archive = new PMTiles({
    getKey: () => outPath,
    getBytes: async (offset, length) => ({
      data: new Uint8Array(bytes.subarray(offset, offset + length)).buffer,
    }),
  })
  const tile = async (z: number, [lng, lat]: [number, number]) => {
    const across = 2 ** z
    const sine = Math.sin((lat * Math.PI) / 180)
    const x = Math.floor(((lng + 180) / 360) * across)
    const y = Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * across)
    const found = await archive.getZxy(z, x, y)
    return found ? new VectorTile(new PbfReader(new Uint8Array(found.data))) : null
  }
  return { archive, tile, shares }
}

function propertiesOf(tile: VectorTile | null, name: string): Record<string, unknown>[] {
  const layer = tile?.layers[name]
  return layer ? Array.from({ length: layer.length }, (_, i) => ({ ...layer.feature(i).properties })) : []
}

it('draws a small town: water with an island, a bridge, a house, a place', async () => {
  const square = (x: number, y: number, side: number): [number, number][] =>
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ].map(([i = 0, j = 0]) => [x + i * side, y + j * side])
  const extract = anExtract()
    .line(1, square(118, 28, 0.01))
    .line(2, square(118.004, 28.004, 0.002))
    .relation(
      1,
      [
        { type: 'way', ref: 1, role: 'outer' },
        { type: 'way', ref: 2, role: 'inner' },
      ],
      { type: 'multipolygon', natural: 'water', name: '镜湖', 'name:en': 'Jinghu Lake' },
    )
    .line(
      3,
      [
        [118, 28.005],
        [118.01, 28.005],
      ],
      { highway: 'primary', name: '湖心大道', bridge: 'yes', oneway: 'yes' },
    )
    .line(4, square(118.0045, 28.0045, 0.0003), { building: 'yes', 'building:levels': '10' })
    .node(9, [118.005, 28.0052], { place: 'village', name: '湖心村' })
    .build()
  const { tile, archive, shares } = await tilesOf(extract)
  const near = await tile(15, [118.0047, 28.0047])
  expect(propertiesOf(near, 'building')).toEqual([{ height: 32 }])
  expect(propertiesOf(near, 'road')[0]).toMatchObject({ kind: 'primary', bridge: true, oneway: 1 })
  expect(propertiesOf(near, 'street')[0]).toMatchObject({ name: '湖心大道' })
  const far = await tile(12, [118.005, 28.0052])
  expect(propertiesOf(far, 'water')).toEqual([{ kind: 'lake' }])
  expect(far?.layers.water?.feature(0).loadGeometry()).toHaveLength(2)
  expect(propertiesOf(far, 'place')[0]).toMatchObject({ name: '湖心村', kind: 'village' })
  expect(propertiesOf(far, 'building')).toEqual([])
  expect(await archive.getMetadata()).toMatchObject({ name: '试验镇' })
  expect(shares.at(-1)).toBe(1)
})

it.skipIf(!existsSync(guixi))(`draws a real county town (needs ${guixi})`, async () => {
  const { tile } = await tilesOf(await readOsm(guixi))
  const middle = await tile(13, [117.223, 28.292])
  expect(propertiesOf(middle, 'road').length).toBeGreaterThan(20)
  expect(propertiesOf(middle, 'street').map(each => each.name)).toContainEqual(
    expect.stringMatching(/\p{Script=Han}/u),
  )
})
