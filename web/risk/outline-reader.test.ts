import { expect, test, vi } from 'vitest'
import { type IndexedChunk, packIndex, packOutlines } from '../../server/risk/rules/cell-index.ts'
import { type CellGeometry, isBare, unpackCells } from '../../server/risk/rules/cell-pack.ts'
import { countLevels } from './cell-reading.ts'
import { OutlineReader } from './outline-reader.ts'

const chunks: IndexedChunk[] = Array.from({ length: 9 }, (_, i) => {
  const [west, south] = [120 + (i % 3) * 0.01, 30 + Math.floor(i / 3) * 0.01]
  return {
    bounds: [west, south, west + 0.01, south + 0.01],
    vertices: 400,
    ordinals: Uint32Array.from({ length: 100 }, (_, cell) => i * 100 + cell),
    middles: Uint16Array.from({ length: 200 }, (_, at) =>
      Math.round((((at % 2 === 0 ? (at / 2) % 10 : Math.floor(at / 20)) + 0.5) / 10) * 65_535),
    ),
  }
})
const bytes = (i: number) =>
  packOutlines({
    bounds: chunks[i]?.bounds ?? [0, 0, 0, 0],
    counts: new Uint16Array(100).fill(4),
    positions: new Uint16Array(800),
  })
const bare = unpackCells(packIndex(chunks))
const outlined = (geometry: CellGeometry | undefined) =>
  geometry?.chunks.flatMap((chunk, i) => (isBare(chunk) ? [] : [i])) ?? []

test('outlines in view are read, the middle one first, and nothing from afar', async () => {
  const asked: number[] = []
  let told: CellGeometry | undefined
  const reader = new OutlineReader(
    async (i, hash) => {
      asked.push(i)
      expect(hash).toBe('abc')
      return { bytes: bytes(i) }
    },
    geometry => {
      told = geometry
    },
  )
  reader.begin(bare, '"abc"')
  reader.see({ zoom: 9, bounds: [120, 30, 121, 31] })
  expect(asked).toEqual([])
  reader.see({ zoom: 16, bounds: [120.002, 30.002, 120.028, 30.0285] })
  await vi.waitFor(() => expect(outlined(told)).toHaveLength(9))
  expect(asked[0]).toBe(4)
  expect(new Set(asked).size).toBe(9)
})

test('a read that fails leaves the cells as they were and is tried at the next look', async () => {
  let isDown = true
  let told: CellGeometry | undefined
  const reader = new OutlineReader(
    i => (isDown ? Promise.reject(new Error('offline')) : Promise.resolve({ bytes: bytes(i) })),
    geometry => {
      told = geometry
    },
  )
  reader.begin(bare, '')
  const look = { zoom: 16, bounds: [120.001, 30.001, 120.002, 30.002] as [number, number, number, number] }
  reader.see(look)
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(told).toBeUndefined()
  isDown = false
  reader.see(look)
  await vi.waitFor(() => expect(outlined(told)).toEqual([0]))
})

test('levels are counted by the middles where outlines are still to come', () => {
  const levels = new Uint8Array(900).fill(4)
  levels[0] = 1
  expect(countLevels(bare, levels, [119, 29, 122, 32])).toEqual([0, 1, 0, 0, 899])
  const part = countLevels(bare, levels, [119, 29, 120.0049, 30.0049])
  expect(part[1]).toBe(1)
  expect(part[4]).toBeGreaterThanOrEqual(24)
  expect(part[4]).toBeLessThanOrEqual(36)
})
