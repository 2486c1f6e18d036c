import type { Both, Polygon } from '../../server/region/place.ts'
import { lngLatOf, type Spot, same, spotOf } from '../../server/region/rules/lattice.ts'
import { checkPolygon } from '../../server/region/rules/validity.ts'
import type { Grabber, Held } from '../map/grab.ts'
import type { Picked } from '../map/stage.svelte.ts'
import { onEdge, pixelsBetween, pixelUnits } from './boundary-reach.ts'

type Rings = readonly (readonly Spot[])[]

/** What a press would do, or why it was not done. */
export type ShapeHint = { kind: 'take' | 'insert' | 'drag' } | { kind: 'refused'; reason: Both }

interface Place {
  ring: number
  /** The vertex, or the one before the edge. */
  index: number
  spot: Spot
  isVertex: boolean
}

const reachPixels = 10

/** Moves the corners of one polygon that lies over the coverage; no neighbour follows. */
export class ShapeHand implements Grabber {
  rings = $state.raw<Rings>([])
  hint = $state.raw<ShapeHint | undefined>()
  /** Pixels from the map's top left corner. */
  at = $state.raw({ x: 0, y: 0 })
  near = $state.raw<Place | undefined>()
  #past = $state.raw<readonly Rings[]>([])
  #future = $state.raw<readonly Rings[]>([])
  #held: { ring: number; index: number } | undefined
  #before: Rings = []
  readonly #metersPerPixel: () => number

  constructor(polygon: Polygon, metersPerPixel: () => number) {
    this.#metersPerPixel = metersPerPixel
    this.rings = polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf))
  }

  get polygon(): Polygon {
    const coordinates = this.rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf))
    return { type: 'Polygon', coordinates }
  }

  get isChanged(): boolean {
    return this.#past.length > 0
  }

  get cursor(): string {
    if (!this.hint) return ''
    return { take: 'grab', insert: 'copy', drag: 'grabbing', refused: 'not-allowed' }[this.hint.kind]
  }

  hover({ lngLat, at }: Pick<Picked, 'lngLat' | 'at'>): void {
    if (this.#held) return
    this.at = at
    this.near = this.#nearest(spotOf(lngLat), lngLat[1])
    this.hint = this.near && { kind: this.near.isVertex ? 'take' : 'insert' }
  }

  /** The vertex within reach, before any edge. */
  #nearest(spot: Spot, lat: number): Place | undefined {
    const units = pixelUnits(this.#metersPerPixel(), lat)
    let best: (Place & { pixels: number }) | undefined
    const offer = (place: Place) => {
      const pixels = pixelsBetween(place.spot, spot, units)
      if (pixels < Math.min(reachPixels, best?.pixels ?? Infinity)) best = { ...place, pixels }
    }
    const all = this.rings.flatMap((ring, i) => ring.map((each, index) => ({ ring: i, index, spot: each })))
    for (const each of all) offer({ ...each, isVertex: true })
    if (best) return best
    for (const { ring, index, spot: a } of all) {
      const b = this.rings[ring]?.[(index + 1) % (this.rings[ring]?.length ?? 1)] ?? a
      offer({ ring, index, spot: onEdge(a, b, { spot, units }), isVertex: false })
    }
    return best
  }

  down({ lngLat, at }: Held): boolean {
    this.hover({ lngLat, at })
    const { near } = this
    if (!near) return false
    this.#before = this.rings
    if (!near.isVertex)
      this.rings = this.#changed(near.ring, ring => [
        ...ring.slice(0, near.index + 1),
        near.spot,
        ...ring.slice(near.index + 1),
      ])
    this.#held = { ring: near.ring, index: near.isVertex ? near.index : near.index + 1 }
    this.hint = { kind: 'drag' }
    return true
  }

  move({ lngLat, at }: Held): void {
    const held = this.#held
    if (!held) return
    this.at = at
    const spot = spotOf(lngLat)
    this.rings = this.#changed(held.ring, ring => ring.map((each, i) => (i === held.index ? spot : each)))
    this.near = { ...held, spot, isVertex: true }
    this.hint = this.#isValid(this.rings) ? { kind: 'drag' } : { kind: 'refused', reason: words.crossed }
  }

  up(): void {
    if (!this.#held) return
    this.#held = undefined
    const after = this.rings
    this.rings = this.#before
    this.#take(after)
  }

  double = (): boolean => true

  /** Takes the vertex under the pointer away; three stay. */
  deleteVertex(): void {
    const { near } = this
    if (!near?.isVertex) return
    if ((this.rings[near.ring]?.length ?? 0) <= 3) this.hint = { kind: 'refused', reason: words.three }
    else this.#take(this.#changed(near.ring, ring => ring.filter((_, i) => i !== near.index)))
  }

  /** @returns whether there was a step to take back */
  undo(): boolean {
    const before = this.#past.at(-1)
    if (!before) return false
    this.#past = this.#past.slice(0, -1)
    this.#future = [...this.#future, this.rings]
    this.rings = before
    this.near = undefined
    return true
  }

  redo(): boolean {
    const after = this.#future.at(-1)
    if (!after) return false
    this.#future = this.#future.slice(0, -1)
    this.#past = [...this.#past, this.rings]
    this.rings = after
    this.near = undefined
    return true
  }

  #take(after: Rings): void {
    if (!this.#isValid(after)) {
      this.hint = { kind: 'refused', reason: words.crossed }
      return
    }
    this.near = undefined
    this.hint = undefined
    if (isSame(after, this.rings)) return
    this.#past = [...this.#past, this.rings]
    this.#future = []
    this.rings = after
  }

  #changed = (place: number, change: (ring: readonly Spot[]) => readonly Spot[]): Rings =>
    this.rings.map((ring, i) => (i === place ? change(ring) : ring))

  #isValid(rings: Rings): boolean {
    const coordinates = rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf))
    return checkPolygon({ type: 'Polygon', coordinates }).valid
  }
}

const isSame = (a: Rings, b: Rings): boolean =>
  a.every(
    (ring, i) => ring.length === b[i]?.length && ring.every((spot, j) => same(spot, b[i]?.[j] ?? [0, 0])),
  )

const words = {
  crossed: { zh: '围线自相交叉，放开后回到原处', en: 'The ring crosses itself; it goes back when let go' },
  three: { zh: '至少要留三个顶点', en: 'At least three corners stay' },
}
