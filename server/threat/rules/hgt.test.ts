import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bathtub, voidHeight } from './flood.ts'
import { cornerOf, HgtFault, readTile, terrainOf } from './hgt.ts'
import { cellAt, heightAt, wetArea } from './terrain.ts'

/** A tile of 1201 samples a side whose height is the given one. */
function tile(heightAtSample: (column: number, row: number) => number): Uint8Array {
  const bytes = new Uint8Array(1201 * 1201 * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < 1201 * 1201; i++) view.setInt16(i * 2, heightAtSample(i % 1201, Math.floor(i / 1201)))
  return bytes
}

/** A zip of one entry. */
function zip(name: string, bytes: Uint8Array, method: 0 | 8): Uint8Array {
  const packed = method === 8 ? deflateRawSync(bytes) : bytes
  const label = Buffer.from(name)
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0)
  local.writeUInt16LE(method, 8)
  local.writeUInt16LE(label.length, 26)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(method, 10)
  entry.writeUInt32LE(crc32(bytes), 16)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(bytes.length, 24)
  entry.writeUInt16LE(label.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(local.length + label.length + packed.length, 16)
  return Buffer.concat([local, label, packed, entry, label, end])
}

const fault = (name: string, bytes: Uint8Array) => {
  try {
    readTile(name, bytes)
  } catch (error) {
    if (error instanceof HgtFault) return error.words
    throw error
  }
  return null
}

test.each([
  ['N43E007.hgt', 43, 7],
  ['s01w072.HGT', -1, -72],
  ['N00E000', 0, 0],
])('%s is a square degree', (name, south, west) => expect(cornerOf(name)).toMatchObject({ south, west }))

test.each(['terrain.hgt', 'N91E000.hgt', 'N43E181.hgt', 'N4E7.hgt'])('%s is none', name =>
  expect(cornerOf(name)).toBeNull(),
)

test('a file of the wrong size, name or kind is refused by name', () => {
  expect(fault('N30E121.hgt', new Uint8Array(1000))).toMatchObject({
    zh: expect.stringContaining('N30E121.hgt'),
  })
  expect(fault('N30E121.hgt', new Uint8Array(1200 * 1200 * 2))?.en).toContain('2880000')
  expect(
    fault(
      'dem.hgt',
      tile(() => 0),
    )?.zh,
  ).toContain('文件名')
  expect(fault('x.hgt.zip', Buffer.from('not a zip'))?.zh).toContain('损坏')
  expect(fault('x.zip', zip('readme.txt', Buffer.from('hello'), 0))?.zh).toContain('没有 .hgt')
  const good = zip(
    'N30E121.hgt',
    tile(() => 5),
    8,
  )
  good[200] = (good[200] ?? 0) ^ 0xff
  expect(fault('N30E121.hgt.zip', good)?.zh).toContain('损坏')
})

test.each([0, 8] as const)('a zip packed by method %s gives its tile', method => {
  const found = readTile(
    'any.zip',
    zip(
      'dir/N30E121.hgt',
      tile(column => column),
      method,
    ),
  )
  expect(found).toMatchObject({ name: 'N30E121', side: 1201 })
  const terrain = terrainOf([found], [121.4, 30.4, 121.6, 30.6])
  expect(terrain && heightAt(terrain, [121.5, 30.5])).toBe(600)
})

test('rows run from the north, voids stay voids, and what no tile covers is void', () => {
  const bytes = tile((column, row) => (column === 0 ? voidHeight : row))
  const terrain = terrainOf([readTile('N30E121.hgt', bytes)], [120.99, 30.9, 121.1, 31.01])
  if (!terrain) throw new Error('no terrain')
  expect(terrain.edition).toBe('SRTM 3″')
  expect(heightAt(terrain, [121.05, 31])).toBe(0)
  expect(heightAt(terrain, [121.05, 30.95])).toBe(60)
  expect(heightAt(terrain, [121, 30.95])).toBeNull()
  expect(heightAt(terrain, [120.995, 30.95])).toBeNull()
  expect(cellAt(terrain, [122, 30])).toBeNull()
  expect(terrainOf([readTile('N30E121.hgt', bytes)], [10, 10, 11, 11])).toBeNull()
})

test('two tiles join at their common edge without a seam', () => {
  const west = readTile(
    'N30E121.hgt',
    tile(column => column),
  )
  const east = readTile(
    'N30E122.hgt',
    tile(column => 1200 + column),
  )
  const terrain = terrainOf([west, east], [121.99, 30.5, 122.01, 30.51])
  const heights = Array.from({ length: terrain?.columns ?? 0 }, (_, i) => terrain?.heights[i] ?? 0)
  expect(heights).toEqual(heights.map((_, i) => (heights[0] ?? 0) + i))
})

const samples = join(process.env.SISETU_SAMPLES ?? '../shared/data', 'terrain')
const monaco = join(samples, 'N43E007.hgt.zip')

describe.skipIf(!existsSync(monaco))(`real tiles of ${samples} (skipped where they are not)`, () => {
  test('the coast of Monaco: sea at the shore, Mont Agel above it, and a flood that stops at the slope', () => {
    const read = readTile('N43E007.hgt.zip', readFileSync(monaco))
    expect(read).toMatchObject({ name: 'N43E007', side: 1201 })
    const terrain = terrainOf([read], [7.38, 43.7, 7.48, 43.8])
    if (!terrain) throw new Error('no terrain')
    expect(heightAt(terrain, [7.46, 43.71])).toBeLessThan(5)
    expect(heightAt(terrain, [7.425, 43.772])).toBeGreaterThan(800)
    const seed = cellAt(terrain, [7.46, 43.71]) ?? -1
    const flood = bathtub(terrain, { seed, level: 10 })
    expect(flood.meetsEdge).toBe(true)
    const wet = wetArea(terrain, { flood, level: 10, from: [7.46, 43.71] })
    expect(wet.polygon.coordinates.length).toBeGreaterThan(0)
    expect(flood.wet[cellAt(terrain, [7.425, 43.772]) ?? 0]).toBe(0)
  })
  test('Andorra is high, and not the tile of Monaco', () => {
    const read = readTile('N42E001.hgt.zip', readFileSync(join(samples, 'N42E001.hgt.zip')))
    const terrain = terrainOf([read], [1.4, 42.4, 1.6, 42.6])
    const height = terrain && heightAt(terrain, [1.52, 42.51])
    expect(height).toBeGreaterThan(900)
    expect(height).toBeLessThan(1300)
    expect(terrainOf([read], [7.38, 43.7, 7.48, 43.8])).toBeNull()
  })
})
