import type { Block } from './blocks.ts'
import type { Use } from './claims.ts'
import type { Highway } from './course.ts'
import type { Nearby } from './nearby.ts'
import { along, distance, type Point, pairs, rectangle } from './plane.ts'
import { railGap } from './rail.ts'
import { at, type Random } from './random.ts'
import { inside, type Ring } from './ring.ts'
import { waterGap } from './water.ts'

/** A shape with tags: a building, a pitch, a tank, a field. */
export interface Shape {
  ring: Ring
  tags: Record<string, string>
}

/** What stands on one block. */
export interface Plot {
  buildings: Shape[]
  grounds: Shape[]
  lanes: { line: Point[]; highway: Highway; tags: Record<string, string> }[]
}

const emptyPlot = (): Plot => ({ buildings: [], grounds: [], lanes: [] })

/** Half the paved width of a street, in metres. */
export const HALF_WIDTH: Record<Highway, number> = {
  primary: 15,
  secondary: 11,
  tertiary: 9,
  unclassified: 5,
  residential: 6,
  living_street: 4,
  service: 3,
  track: 3,
  footway: 2,
}

/** A block being built on: its own directions and what may stand where. */
export class Site {
  readonly block: Block
  readonly chance: Random
  readonly plot = emptyPlot()
  readonly size: { west: number; east: number; south: number; north: number }
  readonly #streets: Nearby<number>
  readonly #lanes: [Point, Point][] = []
  readonly #local: Ring
  readonly #dry: boolean
  #parcel: Ring | null = null

  constructor(block: Block, streets: Nearby<number>, chance: Random) {
    this.block = block
    this.chance = chance
    this.#streets = streets
    // Creek and railway would come near a corner of so small a block if they crossed it.
    this.#dry = block.hectares < 40 && block.ring.every(point => waterGap(point) > 60 && railGap(point) > 60)
    const local = block.ring.map(point => this.toLocal(point))
    this.#local = local
    const [xs, ys] = [local.map(p => p[0]), local.map(p => p[1])]
    this.size = {
      west: Math.min(...xs),
      east: Math.max(...xs),
      south: Math.min(...ys),
      north: Math.max(...ys),
    }
  }

  get use(): Use {
    return this.block.use
  }

  /** Metres along and across the block's main direction, from its middle. */
  toLocal([x, y]: Point): Point {
    const [c, s] = [Math.cos(this.block.angle), Math.sin(this.block.angle)]
    const [dx, dy] = [x - this.block.middle[0], y - this.block.middle[1]]
    return [dx * c + dy * s, -dx * s + dy * c]
  }

  /** How far the block reaches west and east at a local height; leaning blocks reach elsewhere in every row. */
  across(y: number): { west: number; east: number } {
    const found: number[] = []
    let before = at(this.#local, -1)
    for (const corner of this.#local) {
      if (corner[1] > y !== before[1] > y)
        found.push(corner[0] + ((before[0] - corner[0]) * (y - corner[1])) / (before[1] - corner[1]))
      before = corner
    }
    return found.length > 1 ? { west: Math.min(...found), east: Math.max(...found) } : this.size
  }

  toTown([x, y]: Point): Point {
    const [c, s] = [Math.cos(this.block.angle), Math.sin(this.block.angle)]
    return [this.block.middle[0] + x * c - y * s, this.block.middle[1] + x * s + y * c]
  }

  /** A rectangle at a local place, if it stands clear of streets, lanes, rails and water; null otherwise. */
  rectangle(middle: Point, size: readonly [number, number], setback = 5): Ring | null {
    const ring = rectangle(this.toTown(middle), this.block.angle, size)
    return this.clear(ring, setback) ? ring : null
  }

  clear(ring: Ring, setback: number): boolean {
    if (!ring.every(point => this.#free(point, setback))) return false
    return (
      this.#outline(ring).every(point => this.#free(point, setback)) &&
      ring.every(point => inside(point, this.block.ring))
    )
  }

  #free(point: Point, setback: number): boolean {
    return (
      this.#streets.gap(point, half => half) > setback &&
      !(this.#parcel && inside(point, this.#parcel)) &&
      this.#lanes.every(([a, b]) => clearOf(point, a, b)) &&
      (this.#dry || (waterGap(point) > 9 && railGap(point) > 16))
    )
  }

  #outline(ring: Ring): Point[] {
    return pairs([...ring, at(ring, 0)]).flatMap(([a, b]) => {
      const parts = Math.max(1, Math.ceil(distance(a, b) / 14))
      return Array.from({ length: parts }, (_, k) => along(a, b, k / parts))
    })
  }

  /** Sets a rectangle of about `size` near the middle apart; the largest of a few that stands clear. */
  parcel([length, depth]: readonly [number, number]): { ring: Ring; middle: Point; hectares: number } | null {
    const { west, east, south, north } = this.size
    for (const scale of [1, 0.85, 0.7, 0.55])
      for (const [x, y] of [
        [0, 0],
        [west / 2, south / 2],
        [east / 2, north / 2],
        [west / 2, north / 2],
        [east / 2, south / 2],
      ] as const) {
        const size = [length * scale, depth * scale] as const
        const ring = this.rectangle([x, y], size, 1)
        if (!ring) continue
        this.#parcel = ring
        return { ring, middle: this.toTown([x, y]), hectares: (size[0] * size[1]) / 10_000 }
      }
    return null
  }

  put(middle: Point, size: readonly [number, number], tags: Record<string, string>): boolean {
    const ring = this.rectangle(middle, size)
    if (ring) this.plot.buildings.push({ ring, tags })
    return ring !== null
  }

  /** A straight lane between two local places, kept inside the block and joined to the street it runs into. */
  lane(from: Point, to: Point, highway: Highway = 'service'): void {
    const parts = Math.max(2, Math.ceil(distance(from, to) / 6))
    const kept = Array.from({ length: parts + 1 }, (_, k) => this.toTown(along(from, to, k / parts)))
    const first = kept.findIndex(point => inside(point, this.block.ring))
    const last = kept.findLastIndex(point => inside(point, this.block.ring))
    if (first < 0 || last - first < 4) return
    const line = kept.slice(Math.max(0, first - 1), last + 2)
    const free = line.filter(point => inside(point, this.block.ring)).length > line.length - 4
    const parcel = this.#parcel
    if (
      !free ||
      line.some(point => waterGap(point) < 8 || railGap(point) < 12 || (parcel && inside(point, parcel)))
    )
      return
    const ends = [at(line, 0), at(line, Math.floor(line.length / 2)), at(line, -1)]
    this.#lanes.push(...pairs(ends))
    this.plot.lanes.push({ line: ends, highway, tags: {} })
  }
}

function clearOf(point: Point, a: Point, b: Point): boolean {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const span = dx * dx + dy * dy || 1
  const t = Math.max(0, Math.min(1, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / span))
  return Math.hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy) > 6
}
