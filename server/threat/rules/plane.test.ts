import { area, distance, polygon } from '@turf/turf'
import { expect, test } from 'vitest'
import { ergTable1, ergTable3 } from './erg-table.ts'
import { areaOf, circle, downwindSquare, drawn, placedAt, squareWithCircle, turned } from './plane.ts'

const rounded = (ring: readonly (readonly [number, number])[]) =>
  ring.map(spot => spot.map(value => Math.round(value * 1e6) / 1e6 + 0))

test('EX-C01: wind from 270 degrees blows the square east', () => {
  expect(rounded(downwindSquare(300).map(turned(270)))).toEqual([
    [0, -150],
    [300, -150],
    [300, 150],
    [0, 150],
    [0, -150],
  ])
  const union = areaOf(squareWithCircle(300, 60))
  expect(Math.abs(union - 95_654.87) / 95_654.87).toBeLessThan(1e-4)
})

test('wind from the north blows south', () => {
  const [[east = 0, north = 0] = []] = [turned(0)([100, 0])]
  expect(east).toBeCloseTo(0, 9)
  expect(north).toBeCloseTo(-100, 9)
})

test('no isolation circle of the tables is wider than its square', () => {
  const pairs = [
    ...ergTable1.flatMap(({ small, large }) =>
      [small, ...(large ? [large] : [])].flatMap(([iid, day, night]) => [
        [iid, day],
        [iid, night],
      ]),
    ),
    ...ergTable3.flatMap(({ isolation, day, night }) => [...day, ...night].map(side => [isolation, side])),
  ]
  // A square narrower than its circle is drawn as wide as the circle, so nothing is cut off.
  for (const [isolation = 0, side = 0] of pairs) {
    const ring = squareWithCircle(side, isolation)
    expect(areaOf(ring)).toBeGreaterThanOrEqual(side * side * 0.999)
  }
})

test('metres on the map are those of turf', () => {
  const middle: [number, number] = [121.915, 30.89]
  for (const bearing of [0, 45, 90, 200]) {
    const spot = turned(bearing)([2000, 0])
    const meters = distance(middle, placedAt(middle)(spot), { units: 'meters' })
    expect(Math.abs(meters - 2000) / 2000).toBeLessThan(0.004)
  }
  const rings = drawn(middle, circle(500)).coordinates[0] ?? []
  expect(Math.abs(area(polygon(rings)) / (Math.PI * 500 ** 2) - 1)).toBeLessThan(0.006)
})
