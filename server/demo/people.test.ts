import { expect, test } from 'vitest'
import type { Polygon } from '../region/place.ts'
import { checkPolygon } from '../region/rules/validity.ts'
import { layOut } from './layout.ts'
import { joined } from './merge.ts'
import { cellMiddle, demoPeople } from './people.ts'
import { toPoint } from './plane.ts'
import { inside, ringArea } from './ring.ts'

const { regions, grids, cells } = demoPeople(layOut())
const levels = (level: string) => regions.filter(region => region.level === level)
const ringOf = ({ coordinates }: Polygon) => (coordinates[0] ?? []).slice(1)
const areaOf = (polygon: Polygon) => ringArea(ringOf(polygon).map(toPoint))

const edgesOf = (polygons: Polygon[]) => {
  const edges = new Set<string>()
  for (const polygon of polygons) {
    const ring = polygon.coordinates[0] ?? []
    for (const [i, to] of ring.slice(1).entries()) {
      const [from, back] = [`${ring[i]}>${to}`, `${to}>${ring[i]}`]
      expect(edges.has(from)).toBe(false)
      edges.add(from)
      void back
    }
  }
  return edges
}

/** Edges without their reverse: the outline of a coverage. */
const outlineOf = (polygons: Polygon[]) => {
  const edges = edgesOf(polygons)
  return [...edges].filter(edge => !edges.has(edge.split('>').reverse().join('>'))).sort()
}

test('the tree: one town, 3 communities, 13 villages, about 200 grids, about 7,000 cells', () => {
  expect([levels('town').length, levels('community').length, levels('village').length]).toEqual([1, 3, 13])
  expect(grids.length).toBe(204)
  expect(cells.length).toBeGreaterThan(6_700)
  expect(cells.length).toBeLessThan(7_400)
  expect(new Set([...regions, ...grids].map(({ code }) => code)).size).toBe(17 + 204)
  expect(regions.every(({ code }) => /^999\d{9}$/.test(code))).toBe(true)
  expect(levels('village').every(({ name, nameEn }) => name && nameEn)).toBe(true)
  const parents = new Set(regions.map(({ code }) => code))
  expect(grids.every(({ regionCode }) => parents.has(regionCode))).toBe(true)
})

test.each(['community', 'village', 'grid'])('%s borders are a coverage of the town', level => {
  const polygons =
    level === 'grid' ? grids.map(({ polygon }) => polygon) : levels(level).map(({ polygon }) => polygon)
  const town = levels('town').map(({ polygon }) => polygon)
  expect(outlineOf(polygons)).toEqual(outlineOf(town))
  const sum = polygons.reduce((all, polygon) => all + areaOf(polygon), 0)
  const whole = town.reduce((all, polygon) => all + areaOf(polygon), 0)
  expect(sum / whole).toBeCloseTo(1, 9)
  expect(whole / 1e6).toBeGreaterThan(65)
  expect(whole / 1e6).toBeLessThan(78)
})

test('the grids of a village make up the village', () => {
  for (const village of levels('village')) {
    const own = grids.filter(({ regionCode }) => regionCode === village.code).map(({ polygon }) => polygon)
    expect(outlineOf(own)).toEqual(outlineOf([village.polygon]))
  }
})

test('every border is valid as the database understands it', () => {
  const faults = [...regions, ...grids].flatMap(({ code, polygon }) => {
    const checked = checkPolygon(polygon)
    return checked.valid ? [] : [{ code, message: checked.message.en }]
  })
  expect(faults).toEqual([])
})

test('a cell lies in its grid, covers one hectare and shares its corners', () => {
  const byCode = new Map(grids.map(grid => [grid.code, grid]))
  const outside = cells.filter(cell => {
    const polygon = byCode.get(cell.gridCode)?.polygon
    return !polygon || !inside(cellMiddle(cell), ringOf(polygon))
  })
  expect(outside).toEqual([])
  expect(cells.map(({ ordinal }) => ordinal)).toEqual(cells.map((_, i) => i))
  expect(cells.every(({ polygon }) => Math.abs(areaOf(polygon) - 10_000) < 20)).toBe(true)
  const corners = new Set(cells.flatMap(({ polygon }) => ringOf(polygon).map(String)))
  expect(corners.size).toBeLessThan(cells.length * 1.1)
})

test('people live in the town, more of them at night than work there by day', () => {
  const night = cells.reduce((sum, { peopleNight }) => sum + peopleNight, 0)
  expect(night).toBeGreaterThan(120_000)
  expect(night).toBeLessThan(300_000)
  expect(grids.reduce((sum, { population }) => sum + population, 0)).toBe(night)
  expect(new Set(grids.map(({ lead }) => lead)).size).toBe(grids.length)
})

test('joining refuses holes and pinches', () => {
  expect(joined([1, 2, 3], [3, 2, 4])).toHaveLength(4)
  expect(joined([1, 2, 3], [3, 4, 5])).toBeNull()
})
