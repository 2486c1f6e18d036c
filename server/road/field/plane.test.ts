import { describe, expect, it } from 'vitest'
import { lngLatAt, squareAt } from './drawn-town.ts'
import { headingFrom, turnDegrees, turnSector } from './heading.ts'
import { alongLine, crossesLine, distanceToShape, inPolygon, meetsPolygon } from './plane.ts'

describe('distances and crossings in the plane', () => {
  it('measures to the nearest piece', () => {
    expect(
      distanceToShape(
        [
          [0, 0],
          [10, 0],
          [10, 10],
        ],
        [5, 3],
      ),
    ).toBe(3)
    expect(
      distanceToShape(
        [
          [0, 0],
          [10, 0],
        ],
        [13, 4],
      ),
    ).toBe(5)
  })
  it('measures how much of one line runs beside another', () => {
    const street = [
      [0, 0],
      [100, 0],
    ] as [number, number][]
    expect(
      alongLine(
        street,
        [
          [0, 5],
          [50, 5],
        ],
        10,
      ),
    ).toBeGreaterThan(50)
    expect(
      alongLine(
        street,
        [
          [0, 5],
          [50, 5],
        ],
        10,
      ),
    ).toBeLessThan(65)
    expect(
      alongLine(
        street,
        [
          [0, 50],
          [100, 50],
        ],
        10,
      ),
    ).toBe(0)
  })
  it('knows a crossing from a near miss', () => {
    expect(
      crossesLine(
        [
          [0, 0],
          [10, 0],
        ],
        [
          [5, -5],
          [5, 5],
        ],
      ),
    ).toBe(true)
    expect(
      crossesLine(
        [
          [0, 0],
          [10, 0],
        ],
        [
          [5, 1],
          [5, 5],
        ],
      ),
    ).toBe(false)
  })
  it('knows inside from outside, and from a hole', () => {
    const zone = squareAt(lngLatAt(0, 0), 100)
    const holed = { ...zone, coordinates: [...zone.coordinates, ...squareAt(lngLatAt(0, 0), 20).coordinates] }
    expect(inPolygon(zone, lngLatAt(50, 50))).toBe(true)
    expect(inPolygon(zone, lngLatAt(150, 50))).toBe(false)
    expect(inPolygon(holed, lngLatAt(10, 10))).toBe(false)
  })
  it('finds a line that passes through a zone without a corner in it', () => {
    const zone = squareAt(lngLatAt(0, 0), 100)
    expect(meetsPolygon([lngLatAt(-500, 0), lngLatAt(500, 0)], zone)).toBe(true)
    expect(meetsPolygon([lngLatAt(-500, 120), lngLatAt(500, 120)], zone)).toBe(false)
  })
})

describe('headings and turns', () => {
  const shape = (points: [number, number][]) => {
    const places = points.map(([x, y]) => lngLatAt(x, y))
    return { lng: places.map(p => p[0]), lat: places.map(p => p[1]), first: 0, last: points.length - 1 }
  }
  it('look some meters ahead and not at the first stub', () => {
    expect(
      headingFrom(
        shape([
          [0, 0],
          [0, 100],
        ]),
        15,
      ),
    ).toBe(0)
    expect(
      headingFrom(
        shape([
          [0, 0],
          [100, 0],
        ]),
        15,
      ),
    ).toBe(90)
    const bent = headingFrom(
      shape([
        [0, 0],
        [0, 2],
        [100, 2],
      ]),
      15,
    )
    expect(bent).toBeGreaterThan(75)
    expect(bent).toBeLessThan(90)
  })
  it('tell right from left and back', () => {
    expect(turnSector(turnDegrees(0, 90))).toBe(2)
    expect(turnSector(turnDegrees(90, 0))).toBe(6)
    expect(turnSector(turnDegrees(350, 5))).toBe(1)
    expect(turnSector(turnDegrees(10, 12))).toBe(0)
    expect(turnSector(turnDegrees(10, 190))).toBe(4)
  })
})
