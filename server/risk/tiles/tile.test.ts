import { VectorTile } from '@mapbox/vector-tile'
import fc from 'fast-check'
import { PbfReader } from 'pbf'
import { expect, test } from 'vitest'
import { makeCells, ringOf } from '../../../test/bench/million.ts'
import { binCells, type Cells } from '../cells.ts'
import { buffer, extent, type TileAddress } from './frame.ts'
import { namesOf } from './names.ts'
import { overviewOf } from './overview.ts'
import { makeTile, mostFeatures, type TileSource } from './tile.ts'

const count = 10_000
const made = makeCells(count)

function closedCells(): Cells {
  const rings = Array.from({ length: count }, (_, cell) => ringOf(made, cell))
  const ringStart = new Uint32Array(count + 1)
  rings.forEach((ring, i) => {
    ringStart[i + 1] = (ringStart[i] ?? 0) + ring.length
  })
  const positions = Int32Array.from(rings.flat(2), degrees => Math.round(degrees * 1e7))
  return binCells({ size: count, positions, ringStart, people: new Int32Array(count) })
}

const cells = closedCells()
const levels = Uint8Array.from({ length: count }, (_, i) => [4, 4, 3, 4, 2, 0, 4, 3][(i * 7919) % 8] ?? 4)
for (const red of [17, 4242, 9999]) levels[red] = 1
const severities = Int16Array.from(levels, level => (level === 0 ? -1 : (4 - level) * 1000 + 250))
const names = namesOf(
  Array.from({ length: count }, (_, i) => ({ id: i + 70_000, ordinal: i, code: `格${i}` })),
  count,
)
const source: TileSource = {
  cells,
  overview: await overviewOf(cells),
  names,
  levels,
  assessed: null,
  severityOf: ordinal => severities[ordinal] ?? -1,
}

const worldOf = ([lng, lat]: readonly [number, number], z: number): [number, number] => {
  const sin = Math.sin((lat * Math.PI) / 180)
  const tiles = 2 ** z
  return [
    ((lng + 180) / 360) * tiles * extent,
    (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * tiles * extent,
  ]
}

const tileOver = (lngLat: readonly [number, number], z: number): TileAddress => {
  const [x, y] = worldOf(lngLat, z)
  return { z, x: Math.floor(x / extent), y: Math.floor(y / extent) }
}

function decoded(tile: TileAddress, from = source) {
  const bytes = makeTile(from, tile)
  const layer = bytes.length > 0 ? new VectorTile(new PbfReader(bytes)).layers.cells : undefined
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => {
    const feature = layer?.feature(i)
    if (!feature) throw new Error('no feature')
    return { id: feature.id, properties: feature.properties, rings: feature.loadGeometry() }
  })
}

/** Area that a cell shares with a tile and so many units round it: many small squares are asked one by one. */
function meets(cell: number, tile: TileAddress, around: number): boolean {
  const ring = ringOf(made, cell).map(place => {
    const [x, y] = worldOf(place, tile.z)
    return [x - tile.x * extent, y - tile.y * extent] as const
  })
  const xs = ring.map(([x]) => x)
  const ys = ring.map(([, y]) => y)
  const [w, e] = [Math.max(Math.min(...xs), -around), Math.min(Math.max(...xs), extent + around)]
  const [n, s] = [Math.max(Math.min(...ys), -around), Math.min(Math.max(...ys), extent + around)]
  if (w >= e || n >= s) return false
  const steps = 24
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      const [x, y] = [w + ((i + 0.5) / steps) * (e - w), n + ((j + 0.5) / steps) * (s - n)]
      let isInside = false
      ring.slice(1).forEach(([bx, by], k) => {
        const [ax, ay] = ring[k] ?? [0, 0]
        if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
      })
      if (isInside) return true
    }
  }
  return false
}

const place = fc.tuple(
  fc.double({ min: 120, max: 120.1, noNaN: true }),
  fc.double({ min: 30, max: 30.1, noNaN: true }),
)

test('the features of a tile are the cells that meet it', () => {
  fc.assert(
    fc.property(place, fc.integer({ min: 13, max: 18 }), (lngLat, z) => {
      const tile = tileOver(lngLat, z)
      const found = new Set(decoded(tile).map(({ id }) => Number(id) - 70_000))
      for (let cell = 0; cell < count; cell++) {
        // A sliver within half a unit of the buffer's edge may be rounded away or kept.
        if (meets(cell, tile, buffer - 1))
          expect(found.has(cell), `cell ${cell} of ${JSON.stringify(tile)}`).toBe(true)
        else if (found.has(cell)) expect(touches(cell, tile)).toBe(true)
      }
    }),
    { numRuns: 15 },
  )
})

/** Whether the box of a cell comes as near as the buffer. */
function touches(cell: number, tile: TileAddress): boolean {
  const ring = ringOf(made, cell).map(each => worldOf(each, tile.z))
  const xs = ring.map(([x]) => x - tile.x * extent)
  const ys = ring.map(([, y]) => y - tile.y * extent)
  const reach = buffer + 1
  return (
    Math.max(...xs) >= -reach &&
    Math.min(...xs) <= extent + reach &&
    Math.max(...ys) >= -reach &&
    Math.min(...ys) <= extent + reach
  )
}

test('a feature says id, code, level and severity, lies in the buffer and winds as the standard asks', () => {
  const features = decoded(tileOver([120.05, 30.05], 14))
  expect(features.length).toBeGreaterThan(300)
  for (const { id, properties, rings } of features) {
    const cell = Number(id) - 70_000
    const level = levels[cell] ?? 0
    expect(properties).toEqual({
      code: `格${cell}`,
      level,
      ...(level === 0 ? {} : { severity: (4 - level) * 1000 + 250 }),
    })
    const [ring = []] = rings
    expect(rings).toHaveLength(1)
    let area = 0
    ring.slice(1).forEach((b, i) => {
      const a = ring[i] ?? b
      area += a.x * b.y - b.x * a.y
      expect(Math.min(b.x, b.y)).toBeGreaterThanOrEqual(-buffer)
      expect(Math.max(b.x, b.y)).toBeLessThanOrEqual(extent + buffer)
    })
    expect(area).toBeGreaterThan(0)
  }
})

test('a cell that live terms alone colour says so, and no other does', () => {
  const assessed = levels.map((level, cell) => (cell % 3 === 2 ? 0 : level))
  for (const { id, properties } of decoded(tileOver([120.05, 30.05], 14), { ...source, assessed })) {
    const cell = Number(id) - 70_000
    expect(properties.raised_only).toBe(cell % 3 === 2 && (levels[cell] ?? 0) > 0 ? 1 : undefined)
  }
})

test('a cell within a tile is drawn where it is, to a unit', () => {
  const tile = tileOver([120.05, 30.05], 15)
  for (const { id, rings } of decoded(tile)) {
    const expected = ringOf(made, Number(id) - 70_000).map(each => {
      const [x, y] = worldOf(each, tile.z)
      return { x: Math.round(x - tile.x * extent), y: Math.round(y - tile.y * extent) }
    })
    if (expected.some(({ x, y }) => Math.min(x, y) < -buffer || Math.max(x, y) > extent + buffer)) continue
    const corners = new Set(rings[0]?.map(({ x, y }) => `${x},${y}`))
    expect(corners).toEqual(new Set(expected.map(({ x, y }) => `${x},${y}`)))
  }
})

test('every red cell shows in every overview above it, and nothing better hides a worse one', () => {
  for (let cell = 0; cell < count; cell++) {
    const level = levels[cell] ?? 0
    const slot = cells.slotOf[cell] ?? 0
    const middle = [(cells.x[slot] ?? 0) / 1e7, (cells.y[slot] ?? 0) / 1e7] as const
    for (const z of level === 1 ? [0, 3, 6, 8, 10, 11] : cell % 997 === 0 ? [6, 9, 11] : []) {
      const tile = tileOver(middle, z)
      const [wx, wy] = worldOf(middle, z)
      const [x, y] = [wx - tile.x * extent, wy - tile.y * extent]
      const under = decoded(tile).filter(({ rings: [ring = []] }) => {
        const xs = ring.map(corner => corner.x)
        const ys = ring.map(corner => corner.y)
        return Math.min(...xs) <= x && x < Math.max(...xs) && Math.min(...ys) <= y && y < Math.max(...ys)
      })
      expect(under).toHaveLength(1)
      const shown = Number(under[0]?.properties.level)
      if (level === 1) expect(shown).toBe(1)
      else if (level > 0) expect(shown > 0 && shown <= level).toBe(true)
    }
  }
})

test('no tile has more features than the limit, and one beside the cells is empty', () => {
  for (let z = 0; z <= 18; z++) {
    expect(decoded(tileOver([120.05, 30.05], z)).length).toBeLessThanOrEqual(mostFeatures)
  }
  // At zoom 12 these ten thousand cells are more than a tile may show.
  const features = decoded(tileOver([120.05, 30.05], 12))
  expect(features.length).toBeGreaterThan(0)
  expect(makeTile(source, tileOver([10, 50], 9))).toHaveLength(0)
  expect(makeTile(source, tileOver([10, 50], 14))).toHaveLength(0)
})
