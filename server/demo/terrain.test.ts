import { expect, test } from 'vitest'
import { bathtub } from '../threat/rules/flood.ts'
import { terrainOf } from '../threat/rules/hgt.ts'
import { cellAt, heightAt } from '../threat/rules/terrain.ts'
import { toLngLat } from './plane.ts'
import { demoTile, groundAt } from './terrain.ts'
import { HILL } from './water.ts'

const [west, south] = toLngLat([-5200, -5200])
const [east, north] = toLngLat([5200, 5200])

test('the river is low, the land above it, and the hill high', () => {
  expect(groundAt([700, 2530])).toBe(1)
  expect(groundAt([4900, -3600])).toBe(0)
  expect(groundAt([1200, -900])).toBeGreaterThan(3)
  const [x, y] = HILL.reduce(([sx, sy], [px, py]) => [sx + px / HILL.length, sy + py / HILL.length], [0, 0])
  expect(groundAt([x, y])).toBeGreaterThan(50)
})

test('the tile is the same every time, and a flood of the river spreads with its level', () => {
  const tile = demoTile()
  expect(Buffer.compare(tile.bytes, demoTile().bytes)).toBe(0)
  const terrain = terrainOf([tile], [west, south, east, north])
  if (!terrain) throw new Error('no terrain')
  expect(terrain.edition).toBe('SRTM 1″')
  const river = toLngLat([700, 2530])
  expect(heightAt(terrain, river)).toBe(1)
  const seed = cellAt(terrain, river) ?? -1
  const wet = [2, 3.5, 4.5, 5.5].map(level => bathtub(terrain, { seed, level }).cells)
  expect(wet).toEqual(wet.toSorted((a, b) => a - b))
  const all = terrain.columns * terrain.rows
  expect((wet[0] ?? 0) / all).toBeGreaterThan(0.02)
  expect((wet[3] ?? 0) / all).toBeLessThan(0.95)
  expect((wet[2] ?? 0) / (wet[0] ?? 1)).toBeGreaterThan(1.3)
})
