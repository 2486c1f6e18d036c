import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { layOut } from './layout.ts'
import { type Point, toPoint } from './plane.ts'
import { inside, type Ring, ringArea, ringMiddle } from './ring.ts'
import { largestStronglyConnected } from './test-network.ts'
import { demoTown } from './town.ts'
import { creekRings, lakeRing, riverRing, seaRing } from './water.ts'

const layout = layOut()
const town = demoTown(layout)
const places = new Map(town.nodes.map(({ id, lngLat }) => [id, toPoint(lngLat)]))
const lineOf = (refs: number[]): Point[] => refs.map(ref => places.get(ref) ?? [0, 0])
const roads = town.ways.filter(
  ({ tags }) => tags.highway && tags.highway !== 'footway' && tags.area !== 'yes',
)
const buildings = town.ways.filter(({ tags }) => tags.building).map(({ refs }) => lineOf(refs).slice(1))
const digest = (data: object) => createHash('sha256').update(JSON.stringify(data)).digest('hex')

test('is the same every time', () => {
  expect(digest(demoTown(layOut()))).toBe(digest(town))
})

test('has the size of a new town', () => {
  const segments = roads.reduce((sum, { refs }) => sum + refs.length - 1, 0)
  expect(segments).toBeGreaterThan(11_000)
  expect(segments).toBeLessThan(18_000)
  expect(buildings.length).toBeGreaterThan(8_000)
  expect(buildings.length).toBeLessThan(15_000)
  const lngs = town.nodes.map(({ lngLat }) => lngLat[0])
  expect(Math.max(...lngs) - Math.min(...lngs)).toBeLessThan(0.115)
})

test('every way names nodes that exist and every main street has a name in both languages', () => {
  expect(town.ways.every(({ refs }) => refs.every(ref => places.has(ref)))).toBe(true)
  const main = roads.filter(({ tags }) =>
    ['primary', 'secondary', 'tertiary', 'residential'].includes(tags.highway ?? ''),
  )
  expect(main.filter(({ tags }) => !tags.name || !tags['name:en'])).toEqual([])
})

test('six bridges cross the river, the old one carries 10 t', () => {
  const crossing = roads.filter(({ refs }) => lineOf(refs).some(point => inside(point, riverRing)))
  expect(crossing.every(({ tags }) => tags.bridge === 'yes')).toBe(true)
  expect(new Set(crossing.map(({ tags }) => tags['bridge:name'])).size).toBe(6)
  const limits = crossing
    .filter(({ tags }) => tags.maxweight)
    .map(({ tags }) => [tags['bridge:name'], tags.maxweight])
  expect(limits).toEqual([['老渡桥', '10']])
})

test('one can drive from nearly everywhere to nearly everywhere', () => {
  expect(largestStronglyConnected(roads)).toBeGreaterThan(0.97)
})

test('turn bans name ways that meet at their node', () => {
  const ways = new Map(town.ways.map(way => [way.id, way]))
  const bans = town.relations.filter(({ tags }) => tags.type === 'restriction')
  expect(bans.length).toBeGreaterThan(15)
  for (const { members } of bans) {
    const via = members.find(({ role }) => role === 'via')?.ref ?? -1
    for (const { ref } of members.filter(({ type }) => type === 'way')) {
      const refs = ways.get(ref)?.refs ?? []
      expect([refs[0], refs.at(-1)]).toContain(via)
    }
  }
})

test('houses stand clear of streets and water', () => {
  const bins = new Map<string, Ring[]>()
  const key = (x: number, y: number) => `${Math.floor(x / 60)}/${Math.floor(y / 60)}`
  for (const ring of buildings) {
    const [x, y] = ringMiddle(ring)
    bins.set(key(x, y), [...(bins.get(key(x, y)) ?? []), ring])
  }
  const hit = new Set<Ring>()
  for (const { refs } of roads) {
    const line = lineOf(refs)
    for (const [i, b] of line.slice(1).entries()) {
      const a = line[i] ?? b
      for (let k = 0; k <= 10; k++) {
        const point: Point = [a[0] + ((b[0] - a[0]) * k) / 10, a[1] + ((b[1] - a[1]) * k) / 10]
        for (const dx of [-60, 0, 60])
          for (const dy of [-60, 0, 60])
            for (const ring of bins.get(key(point[0] + dx, point[1] + dy)) ?? [])
              if (inside(point, ring)) hit.add(ring)
      }
    }
  }
  const waters = [riverRing, seaRing, lakeRing, ...creekRings]
  const wet = buildings.filter(ring => ring.some(corner => waters.some(water => inside(corner, water))))
  expect(hit.size / buildings.length).toBeLessThan(0.01)
  expect(wet.length).toBe(0)
})

test('houses differ', () => {
  expect(new Set(buildings.map(ring => Math.round(Math.abs(ringArea(ring))))).size).toBeGreaterThan(500)
})
