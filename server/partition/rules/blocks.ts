import { buildCoverage } from '../../grid/rules/build-coverage.ts'
import type { Coverage } from '../../grid/rules/coverage.ts'
import type { Polygon } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'

/** What two neighbouring blocks have in common. */
export interface Border {
  meters: number
  /** Metres weighed by how bad a boundary would be there; small along a road or river. */
  cost: number
  /** Metres of it that run along a line of the map. */
  marked: number
}

/** The smallest pieces a division is made of: the ground between roads, rivers and outlines. */
export interface Blocks {
  coverage: Coverage
  /** How much of the measure lies in each block. */
  amounts: Float64Array
  /** Middle of each block in metres east and north of the first one. */
  middles: [number, number][]
  borders: Map<number, Border>[]
  /** Metres along the rim of everything, by block. */
  rims: Float64Array
}

interface Making {
  polygons: Polygon[]
  amounts: Float64Array
  /** How bad a metre of boundary is between two spots: 1 where nothing marks it, less along a line. */
  priceOf(a: Spot, b: Spot): number
}

export function makeBlocks({ polygons, amounts, priceOf }: Making): Blocks {
  const { coverage } = buildCoverage(polygons.map((polygon, id) => ({ id, polygon })))
  const scale = scaleAt(polygons[0]?.coordinates[0]?.[0]?.[1] ?? 0)
  const borders = polygons.map(() => new Map<number, Border>())
  const rims = new Float64Array(polygons.length)
  for (const block of coverage.faceIds) {
    for (const { a, b, other } of coverage.edgesOf(block)) {
      const meters = Math.hypot((b[0] - a[0]) * scale.x, (b[1] - a[1]) * scale.y)
      if (other === null) rims[block] = (rims[block] ?? 0) + meters
      else if (block < other) join(borders, { block, other, meters, price: priceOf(a, b) })
    }
  }
  const middles = polygons.map((_, block) => middleOf(coverage.ringsOf(block)[0] ?? [], scale))
  return { coverage, amounts, middles, borders, rims }
}

interface Joint {
  block: number
  other: number
  meters: number
  price: number
}

function join(borders: Map<number, Border>[], { block, other, meters, price }: Joint): void {
  const border = borders[block]?.get(other) ?? { meters: 0, cost: 0, marked: 0 }
  border.meters += meters
  border.cost += meters * price
  if (price < 1) border.marked += meters
  borders[block]?.set(other, border)
  borders[other]?.set(block, border)
}

const metersPerUnit = 111_319.49 / 1e7

/** Metres per lattice unit, east and north. */
export const scaleAt = (lat: number) => ({
  x: metersPerUnit * Math.cos((lat * Math.PI) / 180),
  y: metersPerUnit,
})

function middleOf(ring: readonly Spot[], scale: { x: number; y: number }): [number, number] {
  const sum = ring.reduce<[number, number]>(([x, y], spot) => [x + spot[0], y + spot[1]], [0, 0])
  return [(sum[0] / ring.length) * scale.x, (sum[1] / ring.length) * scale.y]
}

/** The parts of a set of blocks that hang together over a common border, the largest first. */
export function partsOf({ borders, amounts }: Blocks, members: ReadonlySet<number>): number[][] {
  const left = new Set(members)
  const parts: number[][] = []
  for (const start of members) {
    if (!left.delete(start)) continue
    const part = [start]
    for (const block of part)
      for (const next of borders[block]?.keys() ?? []) if (left.delete(next)) part.push(next)
    parts.push(part)
  }
  const sizes = new Map(parts.map(part => [part, part.length + sumOf(amounts, part)]))
  return parts.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))
}

export const sumOf = (amounts: Float64Array, members: Iterable<number>): number => {
  let sum = 0
  for (const member of members) sum += amounts[member] ?? 0
  return sum
}

// Several times faster than joining the list.
const keyOf = ([x, y]: Spot) => `${x},${y}`

/**
 * The edges where one set of blocks ends, chained into lines of spots, against another set or, without one,
 * against everything else. A closed line repeats its first spot. Null where three or more meet in one spot, so that no
 * line could be told from the next.
 */
export function frontier(
  { coverage }: Blocks,
  members: ReadonlySet<number>,
  against?: ReadonlySet<number>,
): Spot[][] | null {
  const nexts = new Map<string, Spot>()
  const befores = new Set<string>()
  const firsts = new Map<string, Spot>()
  for (const block of members) {
    for (const { a, b, other } of coverage.edgesOf(block)) {
      const isFrontier = against
        ? other !== null && against.has(other)
        : other === null || !members.has(other)
      if (!isFrontier) continue
      if (nexts.has(keyOf(a))) return null
      nexts.set(keyOf(a), b)
      befores.add(keyOf(b))
      firsts.set(keyOf(a), a)
    }
  }
  const open = [...firsts].filter(([key]) => !befores.has(key))
  const lines = open.map(([, spot]) => chainFrom(spot, nexts))
  while (nexts.size > 0) {
    const [key] = nexts.keys()
    const start = firsts.get(key ?? '')
    if (!start) return null
    lines.push(chainFrom(start, nexts))
  }
  return lines
}

function chainFrom(start: Spot, nexts: Map<string, Spot>): Spot[] {
  const line = [start]
  for (let spot = start; ; ) {
    const next = nexts.get(keyOf(spot))
    if (!next) return line
    nexts.delete(keyOf(spot))
    line.push(next)
    spot = next
  }
}
