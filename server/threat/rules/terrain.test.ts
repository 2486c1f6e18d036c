import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkMultiPolygon } from '../../region/rules/validity.ts'
import { bathtub, voidHeight } from './flood.ts'
import { cellAt, cellSquareMeters, heightAt, type Terrain, wetArea } from './terrain.ts'

const terrainOf = (columns: number, heights: number[]): Terrain => ({
  columns,
  rows: heights.length / columns,
  heights,
  west: 121.9,
  north: 30.9,
  step: 1 / 1200,
  edition: 'test',
})

const flooded = (terrain: Terrain, level: number, seed = 0) =>
  wetArea(terrain, { flood: bathtub(terrain, { seed, level }), level, from: [121.9, 30.9] })

test('a place finds its cell and the height there', () => {
  const terrain = terrainOf(3, [1, 2, 3, 4, voidHeight, 6])
  expect(cellAt(terrain, [121.9, 30.9])).toBe(0)
  expect(cellAt(terrain, [121.9 + 2 / 1200, 30.9 - 1 / 1200])).toBe(5)
  expect(cellAt(terrain, [121.8, 30.9])).toBeNull()
  expect(heightAt(terrain, [121.9 + 0.4 / 1200, 30.9])).toBe(1)
  expect(heightAt(terrain, [121.9 + 1 / 1200, 30.9 - 1 / 1200])).toBeNull()
})

test('a straight shore lies where the ground meets the level', () => {
  // Ground of 0 m in the west and 4 m in the east: at a level of 1 m the shore is a quarter of the way.
  const columns = 4
  const heights = Array.from({ length: 16 }, (_, i) => (i % columns < 2 ? 0 : 4))
  const { polygon } = flooded(terrainOf(columns, heights), 1)
  const lngs = polygon.coordinates[0]?.[0]?.map(([lng]) => Math.round((lng - 121.9) * 1200 * 1e4) / 1e4)
  expect(Math.max(...(lngs ?? []))).toBe(1.25)
  expect(Math.min(...(lngs ?? []))).toBe(-0.5)
})

test('an island is a hole', () => {
  const heights = Array.from({ length: 25 }, (_, i) => (i === 12 ? 9 : 0))
  const { polygon, areaSquareMeters } = flooded(terrainOf(5, heights), 1)
  expect(polygon.coordinates).toHaveLength(1)
  expect(polygon.coordinates[0]).toHaveLength(2)
  const cells = areaSquareMeters / cellSquareMeters(terrainOf(5, heights))
  // The four outer corners are cut, and the shore of the island runs where the ground rises through 1 m.
  expect(cells).toBeCloseTo(25 - 0.5 - 2 * (8 / 9) ** 2, 6)
})

test('deeper water lies inside shallower water', () => {
  const grounds = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 64, maxLength: 64 })
  fc.assert(
    fc.property(grounds, heights => {
      const terrain = terrainOf(8, [0, ...heights.slice(1)])
      const { wet } = bathtub(terrain, { seed: 0, level: 3 })
      const areas = [0, 0.5, 1.5].map(depth => {
        const deep = wet.map((is, i) => (is === 1 && (terrain.heights[i] ?? 0) < 3 - depth ? 1 : 0))
        return wetArea(terrain, { flood: { wet: deep }, level: 3 - depth, from: [121.9, 30.9] })
          .areaSquareMeters
      })
      return areas.every((area, i) => i === 0 || area <= (areas[i - 1] ?? 0) + 1e-6)
    }),
    { numRuns: 300 },
  )
})

test('whatever the ground, the outline is a valid one and holds every wet middle', () => {
  const grounds = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constant(voidHeight)), {
    minLength: 64,
    maxLength: 64,
  })
  fc.assert(
    fc.property(grounds, fc.integer({ min: 0, max: 63 }), (heights, seed) => {
      const terrain = terrainOf(8, heights)
      const { polygon } = flooded(terrain, 5, seed)
      if (polygon.coordinates.length === 0) return true
      const checked = checkMultiPolygon(polygon)
      return checked.valid
    }),
    { numRuns: 500 },
  )
})
