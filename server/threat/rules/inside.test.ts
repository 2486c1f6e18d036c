import { booleanPointInPolygon, length, lineSplit, lineString, multiPolygon, point } from '@turf/turf'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LngLat, MultiPolygon } from '../../region/place.ts'
import { Inside } from './inside.ts'
import { circle, drawn } from './plane.ts'

const lngLat: LngLat = [121.9, 30.9]
const disc = drawn(lngLat, circle(500))
const ring: MultiPolygon = {
  type: 'MultiPolygon',
  coordinates: [[...(disc.coordinates[0] ?? []), ...(drawn(lngLat, circle(200)).coordinates[0] ?? [])]],
}

const places = fc.tuple(
  fc.double({ min: 121.89, max: 121.91, noNaN: true }),
  fc.double({ min: 30.89, max: 30.91, noNaN: true }),
)

test('a place lies inside as turf says, the island left out', () => {
  const inside = new Inside(ring)
  const turf = multiPolygon(ring.coordinates)
  expect(inside.holds(lngLat)).toBe(false)
  fc.assert(
    fc.property(
      places,
      ([lng, lat]) => inside.holds([lng, lat]) === booleanPointInPolygon(point([lng, lat]), turf),
    ),
    { numRuns: 500 },
  )
})

test('as many metres of a line lie inside as turf says', () => {
  const inside = new Inside(ring)
  const turf = multiPolygon(ring.coordinates)
  fc.assert(
    fc.property(fc.array(places, { minLength: 2, maxLength: 5 }), line => {
      fc.pre(line.every(([lng, lat], i) => i === 0 || lng !== line[i - 1]?.[0] || lat !== line[i - 1]?.[1]))
      const whole = lineString(line)
      const pieces = line
        .slice(1)
        .flatMap((to, i) => lineSplitBetween(line[i] ?? to, to, turf))
        .filter(([a, b]) => booleanPointInPolygon(point([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]), turf))
      const wanted = pieces.reduce((sum, piece) => sum + length(lineString(piece), { units: 'meters' }), 0)
      return Math.abs(inside.metersOf(line) - wanted) <= 0.005 * length(whole, { units: 'meters' }) + 0.5
    }),
    { numRuns: 100 },
  )
})

function lineSplitBetween(a: LngLat, b: LngLat, by: ReturnType<typeof multiPolygon>): [LngLat, LngLat][] {
  const found = lineSplit(lineString([a, b]), by).features.map(each => each.geometry.coordinates)
  const pieces = found.length === 0 ? [[a, b]] : found
  return pieces.map(([from = a, to = b]) => [
    [from[0] ?? 0, from[1] ?? 0],
    [to[0] ?? 0, to[1] ?? 0],
  ])
}

test('nothing lies in an area without outline', () => {
  const inside = new Inside({ type: 'MultiPolygon', coordinates: [] })
  expect(inside.holds(lngLat)).toBe(false)
  expect(inside.metersOf([lngLat, [121.91, 30.91]])).toBe(0)
})
