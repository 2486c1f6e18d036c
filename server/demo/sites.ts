import { claims } from './claims.ts'
import type { Layout } from './layout.ts'
import { lengthOf, type Point, pointAlong } from './plane.ts'
import { type Ring, toLine } from './ring.ts'
import { spots } from './spots.ts'

/** Finds places of the town by key: named blocks by their middle, points by themselves. */
export class Sites {
  readonly #layout: Layout
  readonly #blocks: Map<string, { middle: Point; ring: Ring }>

  constructor(layout: Layout) {
    this.#layout = layout
    this.#blocks = new Map(
      layout.blocks.flatMap(block => (block.claim ? [[block.claim.key, block] as const] : [])),
    )
  }

  at(key: string | Point): Point {
    if (typeof key !== 'string') return key
    const found = this.#blocks.get(key)?.middle ?? spots.find(spot => spot.key === key)?.at
    if (!found) throw new Error(`the made-up town has no place ${key}`)
    return found
  }

  ring(key: string): Ring | null {
    return this.#blocks.get(key)?.ring ?? null
  }

  /** Name of a named block or point. */
  named(key: string): { name: string; nameEn: string } {
    const found = claims.find(claim => claim.key === key) ?? spots.find(spot => spot.key === key)
    if (!found) throw new Error(`the made-up town has no name for ${key}`)
    return { name: found.name, nameEn: found.nameEn }
  }

  /** Middles of blocks of one use that carry no name, in the order of the map. */
  unnamed(use: string): Point[] {
    return this.#layout.blocks.filter(block => block.use === use && !block.claim).map(block => block.middle)
  }

  /** Middle of the bridge of that name. */
  bridge(name: string): Point {
    const piece = this.#layout.streets.find(street => street.tags['bridge:name'] === name)
    if (!piece) throw new Error(`the made-up town has no bridge ${name}`)
    return pointAlong(piece.line, lengthOf(piece.line) / 2).point
  }

  /** About `meters` of the named street round the place of it that is nearest to a point. */
  stretch(street: string, near: Point, meters: number): Point[] {
    const pieces = this.#layout.streets
      .filter(({ name }) => name?.zh === street)
      .map(({ line }) => ({ line, ...toLine(near, line) }))
    const piece = pieces.sort((a, b) => a.meters - b.meters)[0]
    if (!piece) throw new Error(`the made-up town has no street ${street}`)
    const before = piece.line.slice(0, Math.floor(piece.station) + 1)
    const start = Math.max(0, lengthOf(before) - meters / 2)
    const steps = Math.max(2, Math.round(Math.min(meters, lengthOf(piece.line) - start) / 40))
    return Array.from({ length: steps + 1 }, (_, k) => pointAlong(piece.line, start + 40 * k).point)
  }

  /** Where a street passes under the railway. */
  underpass(street: string): Point {
    const piece = this.#layout.streets.find(({ name, tags }) => name?.zh === street && tags.tunnel)
    if (!piece) throw new Error(`${street} has no underpass`)
    return pointAlong(piece.line, lengthOf(piece.line) / 2).point
  }
}
