import Flatbush from 'flatbush'
import { type Spot, spotOf } from '../../region/rules/lattice.ts'
import type { LineKind, MapLine } from '../partition.ts'

/** What a metre of boundary costs along each kind of line; 1 where nothing marks it. Our choice, no standard. */
const prices: Record<LineKind, number> = {
  river: 0.1,
  rail: 0.15,
  motorway: 0.15,
  trunk: 0.2,
  primary: 0.2,
  secondary: 0.25,
  tertiary: 0.35,
  street: 0.5,
  lane: 0.7,
  stream: 0.6,
}

/** Tells for an edge between blocks which line of the map it runs along, by the line through its middle. */
export class Marks {
  readonly #segments: { a: Spot; b: Spot; price: number }[] = []
  readonly #index: Flatbush | null

  constructor(lines: readonly MapLine[]) {
    for (const { kind, line } of lines) {
      const spots = line.coordinates.map(spotOf)
      for (const [i, b] of spots.entries()) {
        const a = spots[i - 1]
        if (a) this.#segments.push({ a, b, price: prices[kind] })
      }
    }
    this.#index = this.#segments.length > 0 ? new Flatbush(this.#segments.length, 16, Float64Array) : null
    for (const { a, b } of this.#segments) {
      this.#index?.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
    }
    this.#index?.finish()
  }

  priceOf(a: Spot, b: Spot): number {
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    const near = this.#index?.search(x - reach, y - reach, x + reach, y + reach) ?? []
    return near.reduce((least, slot) => {
      const segment = this.#segments[slot]
      return segment && distance(segment, x, y) <= reach ? Math.min(least, segment.price) : least
    }, 1)
  }
}

// Rounding to the lattice moves an edge by less than two units.
const reach = 2

function distance({ a, b }: { a: Spot; b: Spot }, x: number, y: number): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / length))
  return Math.hypot(a[0] + share * dx - x, a[1] + share * dy - y)
}
