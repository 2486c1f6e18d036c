import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PMTiles, type RangeResponse, type Source } from 'pmtiles'
import { describe, expect, it } from 'vitest'
import { PmtilesWriter } from './pmtiles-write.ts'

const meta = {
  minZoom: 0,
  maxZoom: 12,
  bounds: [117, 28, 118, 29],
  center: { lngLat: [117.5, 28.5], zoom: 10 },
  metadata: { name: '试验' },
} satisfies Parameters<PmtilesWriter['write']>[1]

class Bytes implements Source {
  readonly #bytes: Buffer
  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }
  getKey = () => 'bytes'
  async getBytes(offset: number, length: number): Promise<RangeResponse> {
    return { data: new Uint8Array(this.#bytes.subarray(offset, offset + length)).buffer }
  }
}

async function archiveOf(fill: (writer: PmtilesWriter) => Promise<void>) {
  const directory = await mkdtemp(join(tmpdir(), 'pmtiles-'))
  const path = join(directory, 'base.pmtiles')
  const writer = new PmtilesWriter()
  await fill(writer)
  const written = await writer.write(path, meta)
  const bytes = await readFile(path)
  return { written, bytes, directory, archive: new PMTiles(new Bytes(bytes)) }
}

const text = async (archive: PMTiles, z: number, x: number, y: number) => {
  const tile = await archive.getZxy(z, x, y)
  return tile ? Buffer.from(tile.data).toString() : null
}

/** Scattered places and lengths, so that directories do not pack to nothing. */
const scatter = (i: number) => Math.imul(i + 1, 2_654_435_761) >>> 9
const spot = (i: number) => ({ x: scatter(i) % 4096, y: scatter(i * 31 + 7) % 4096 })
const story = (i: number) => `${i}`.repeat(1 + (scatter(i) % 40)) + scatter(i * 7)

describe('a PMTiles archive', () => {
  it('reads back every tile, its bounds and its metadata', async () => {
    const { archive, written, bytes } = await archiveOf(async writer => {
      await writer.add({ z: 1, x: 1, y: 0, data: Buffer.from('b') })
      await writer.add({ z: 0, x: 0, y: 0, data: Buffer.from('a') })
    })
    expect(written).toEqual({ tiles: 2, bytes: bytes.length })
    expect(await text(archive, 0, 0, 0)).toBe('a')
    expect(await text(archive, 1, 1, 0)).toBe('b')
    expect(await text(archive, 1, 0, 0)).toBeNull()
    expect(await archive.getMetadata()).toEqual({ name: '试验' })
    const header = await archive.getHeader()
    expect([header.minLon, header.minLat, header.maxLon, header.maxLat]).toEqual(meta.bounds)
    expect([header.centerLon, header.centerLat, header.centerZoom]).toEqual([117.5, 28.5, 10])
  })

  it('stores equal tiles once and neighbours as one run', async () => {
    const { archive } = await archiveOf(async writer => {
      for (let x = 0; x < 4; x++)
        for (let y = 0; y < 4; y++) await writer.add({ z: 2, x, y, data: Buffer.from('sea') })
    })
    const header = await archive.getHeader()
    expect([header.numAddressedTiles, header.numTileEntries, header.numTileContents]).toEqual([16, 1, 1])
    expect(await text(archive, 2, 3, 3)).toBe('sea')
  })

  it('finds tiles through leaf directories once the root is full', async () => {
    const { archive } = await archiveOf(async writer => {
      for (let i = 0; i < 16_000; i++) await writer.add({ z: 12, ...spot(i), data: Buffer.from(story(i)) })
    })
    expect((await archive.getHeader()).leafDirectoryLength).toBeGreaterThan(0)
    for (const i of [0, 8191, 15_999]) expect(await text(archive, 12, spot(i).x, spot(i).y)).toBe(story(i))
    expect(await text(archive, 11, 1, 1)).toBeNull()
  })

  it('leaves no half-written file beside it', async () => {
    const { directory } = await archiveOf(writer => writer.add({ z: 0, x: 0, y: 0, data: Buffer.from('a') }))
    expect(await readdir(directory)).toEqual(['base.pmtiles'])
  })
})
