import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { LngLat } from '../../region/place.ts'
import { type PackedCell, packCells, unpackCells } from './cell-pack.ts'

const square = (lng: number, lat: number): LngLat[] => [
  [lng, lat],
  [lng + 0.001, lat],
  [lng + 0.001, lat + 0.001],
  [lng, lat + 0.001],
  [lng, lat],
]

function ringsOf(bytes: Uint8Array): Map<number, LngLat[]> {
  const rings = new Map<number, LngLat[]>()
  for (const { origin, ringStart, positions, cellIndex, cells } of unpackCells(bytes).chunks) {
    for (let cell = 0; cell < cells; cell++) {
      const ring: LngLat[] = []
      for (let v = ringStart[cell] ?? 0; v < (ringStart[cell + 1] ?? 0); v++) {
        ring.push([origin[0] + (positions[v * 2] ?? 0), origin[1] + (positions[v * 2 + 1] ?? 0)])
      }
      rings.set(cellIndex[cell] ?? -1, ring)
    }
  }
  return rings
}

it('keeps every cell, its ordinal and its outline to a centimetre', () => {
  const place = fc.tuple(
    fc.double({ min: 121.8, max: 122, noNaN: true }),
    fc.double({ min: 30.8, max: 31, noNaN: true }),
  )
  fc.assert(
    fc.property(
      fc.array(place, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      (places, side) => {
        const cells: PackedCell[] = places.map(([lng, lat], ordinal) => ({
          ordinal,
          polygon: square(lng, lat),
        }))
        const rings = ringsOf(packCells(cells, side))
        expect(rings.size).toBe(cells.length)
        for (const { ordinal, polygon } of cells) {
          const ring = rings.get(ordinal) ?? []
          expect(ring).toHaveLength(5)
          polygon.forEach(([lng, lat], i) => {
            expect(Math.abs((ring[i]?.[0] ?? 0) - lng)).toBeLessThan(1e-7)
            expect(Math.abs((ring[i]?.[1] ?? 0) - lat)).toBeLessThan(1e-7)
          })
        }
      },
    ),
    { numRuns: 40 },
  )
})

it('closes open rings and cuts the town into chunks', () => {
  const cells = Array.from({ length: 100 }, (_, i) => ({
    ordinal: i,
    polygon: square(121 + (i % 10) * 0.001, 30 + Math.floor(i / 10) * 0.001).slice(0, 4),
  }))
  const { chunks, count } = unpackCells(packCells(cells, 2))
  expect([count, chunks.length, chunks.map(chunk => chunk.cells)]).toEqual([100, 4, [25, 25, 25, 25]])
  expect(chunks.every(chunk => chunk.vertices === 125)).toBe(true)
})

it('reads bytes at any offset and refuses others', () => {
  const bytes = packCells([{ ordinal: 3, polygon: square(121, 30) }], 4)
  const moved = new Uint8Array(bytes.length + 1)
  moved.set(bytes, 1)
  expect(ringsOf(moved.subarray(1)).get(3)).toHaveLength(5)
  expect(() => unpackCells(bytes.subarray(0, bytes.length - 4))).toThrow(RangeError)
  expect(() => unpackCells(new Uint8Array(64))).toThrow('not packed cells')
  expect(unpackCells(packCells([], 4))).toEqual({ count: 0, chunks: [] })
})
