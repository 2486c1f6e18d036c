import { type Cells, unitsPerDegree } from './cells.ts'
import type { Covered } from './covered.ts'
import { type DecayStep, radiusOf } from './rules/decay.ts'
import { distanceTo, type Reach, type RingAt } from './rules/reach.ts'
import { at, recordLength, type SourceTable } from './sources.ts'

// What is nearer to a bound than this is left to the exact rule.
const slackMeters = 0.001

/**
 * Which cells a source meets. Circles inside and around each cell decide most; only cells at the edge of a
 * reach are measured, by the same rule that explains them.
 */
export class Cover {
  /** Bins under the circle asked for last. */
  i0 = 0
  i1 = -1
  j0 = 0
  j1 = -1
  /** Of what was read ahead: nobody asks for it, but without it the engine would leave the reads out. */
  fetched = 0
  readonly #cells: Cells
  readonly #sources: SourceTable
  #x = 0
  #y = 0
  #perX = 1
  #perY = 1
  #inner = 0
  #outer = 0
  #less = 1
  #more = 1
  #farthest = 0
  #far = 0
  readonly #point: Reach = {
    lng: 0,
    lat: 0,
    perLng: 1,
    perLat: 1,
    reachMeters: 0,
    rings: [],
    box: [0, 0, 0, 0],
  }
  #reach: Reach
  readonly #ring: RingAt

  constructor(cells: Cells, sources: SourceTable) {
    this.#cells = cells
    this.#sources = sources
    this.#reach = this.#point
    this.#ring = { positions: cells.positions, from: 0, to: 0, unit: unitsPerDegree }
  }

  /** Turns to a source. @returns its reach in metres */
  aim(slot: number): number {
    const { records, areas } = this.#sources
    const from = slot * recordLength
    const lng = records[from + at.lng] ?? 0
    const lat = records[from + at.lat] ?? 0
    const perLng = records[from + at.perLng] ?? 1
    const perLat = records[from + at.perLat] ?? 1
    const stretch = records[from + at.stretch] ?? 0
    const reachMeters = records[from + at.reach] ?? 0
    this.#x = lng * unitsPerDegree
    this.#y = lat * unitsPerDegree
    this.#perX = perLng / unitsPerDegree
    this.#perY = perLat / unitsPerDegree
    this.#inner = (records[from + at.inner] ?? 0) - slackMeters
    this.#outer = (records[from + at.outer] ?? 0) + slackMeters
    this.#less = 1 - stretch
    this.#more = 1 + stretch
    this.#farthest = this.#cells.maxOuter * this.#more
    const area = areas.size === 0 ? undefined : areas.get(slot)
    if (area) this.#reach = area
    else {
      const point = this.#point
      point.lng = lng
      point.lat = lat
      point.perLng = perLng
      point.perLat = perLat
      point.reachMeters = reachMeters
      this.#reach = point
    }
    return reachMeters
  }

  /** Finds the bins of all cells that can be within a radius in metres. */
  bound(radius: number): void {
    const { west, south, binX, binY, columns, rows } = this.#cells
    const far = radius + this.#outer + this.#farthest
    this.#far = far
    const wide = far / this.#perX
    const high = far / this.#perY
    this.i0 = Math.max(0, Math.floor((this.#x - wide - west) / binX))
    this.i1 = Math.min(columns - 1, Math.floor((this.#x + wide - west) / binX))
    this.j0 = Math.max(0, Math.floor((this.#y - high - south) / binY))
    this.j1 = this.i0 > this.i1 ? -1 : Math.min(rows - 1, Math.floor((this.#y + high - south) / binY))
  }

  /** Narrows the bins to those of one row that the circle asked for last touches; `i1` is less than `i0` for none. */
  narrow(j: number): void {
    const { west, south, binX, binY, columns } = this.#cells
    const low = (south + j * binY - this.#y) * this.#perY
    const high = low + binY * this.#perY
    const apart = low > 0 ? low : Math.min(high, 0)
    const square = this.#far * this.#far - apart * apart
    const wide = square > 0 ? Math.sqrt(square) / this.#perX : 0
    this.i0 = Math.max(0, Math.floor((this.#x - wide - west) / binX))
    this.i1 = Math.min(columns - 1, Math.floor((this.#x + wide - west) / binX))
  }

  /** Narrows the bins to those of one row whose every place is certainly within a radius. */
  within(j: number, radius: number): void {
    const { west, south, binX, binY } = this.#cells
    const low = Math.abs(south + j * binY - this.#y)
    const high = Math.abs(south + (j + 1) * binY - this.#y)
    const apart = Math.max(low, high) * this.#perY
    const near = radius + this.#inner
    const wide = near > apart ? Math.sqrt(near * near - apart * apart) / this.#perX : 0
    this.i0 = Math.max(this.i0, Math.ceil((this.#x - wide - west) / binX))
    this.i1 = Math.min(this.i1, Math.floor((this.#x + wide - west) / binX) - 1)
  }

  /** Whether a cell is within a radius in metres of the source. */
  meets(cell: number, radius: number): boolean {
    const cells = this.#cells
    const dx = ((cells.x[cell] ?? 0) - this.#x) * this.#perX
    const dy = ((cells.y[cell] ?? 0) - this.#y) * this.#perY
    const square = dx * dx + dy * dy
    const outer = (cells.outer[cell] ?? 0) * this.#more
    const far = radius + this.#outer + outer
    if (square > far * far) return false
    const near = radius + this.#inner + (cells.inner[cell] ?? 0) * this.#less
    if (near > 0 && square <= near * near) return true
    return this.#measure(cell, radius, square > outer * outer)
  }

  /** Adds those of some cells in a row that are or may be within a radius, with what they need at hand. */
  addMet(into: Covered, { begin, end, radius }: Run): void {
    const { x, y, inner, outer } = this.#cells
    const x0 = this.#x
    const y0 = this.#y
    const perX = this.#perX
    const perY = this.#perY
    const far = radius + this.#outer
    const near = radius + this.#inner
    const more = this.#more
    const less = this.#less
    const { cells } = into
    let { length } = into
    for (let cell = begin; cell < end; cell++) {
      const dx = ((x[cell] ?? 0) - x0) * perX
      const dy = ((y[cell] ?? 0) - y0) * perY
      const square = dx * dx + dy * dy
      const around = (outer[cell] ?? 0) * more
      if (square > (far + around) * (far + around)) continue
      const within = near + (inner[cell] ?? 0) * less
      if (!(within > 0 && square <= within * within)) into.doubts.push(length)
      cells[length++] = cell
    }
    into.length = length
  }

  /** Measures those that `addMet` left in doubt and takes out what is not within the radius. */
  settleDoubts(into: Covered, radius: number): void {
    const { doubts, cells } = into
    this.#fetch(into)
    let [from, to] = [0, 0]
    for (const place of doubts) {
      while (from < place) cells[to++] = cells[from++] ?? 0
      const cell = cells[from++] ?? 0
      if (this.meets(cell, radius)) cells[to++] = cell
    }
    while (from < into.length) cells[to++] = cells[from++] ?? 0
    into.length = to
    doubts.length = 0
  }

  /**
   * Reads a corner of each cell in doubt before they are measured one by one: no read waits for the one before it, so
   * memory brings them all at once.
   */
  #fetch({ doubts, cells }: Covered): void {
    const { ordinalOf, ringStart, positions } = this.#cells
    let sum = 0
    for (const place of doubts) sum ^= positions[(ringStart[ordinalOf[cells[place] ?? 0] ?? 0] ?? 0) * 2] ?? 0
    this.fetched = sum
  }

  /** @param isBeside whether the source is beside the circle around the cell: within it, it may be inside the cell */
  #measure(cell: number, radius: number, isBeside: boolean): boolean {
    if (this.#reach === this.#point && isBeside) {
      const certain = this.#byCorners(cell, radius)
      if (certain !== 0) return certain > 0
    }
    return this.distance(cell) <= radius
  }

  /** By the corners of a cell and how far apart they are: 1 when it is within the radius, -1 when not, 0 when either. */
  #byCorners(cell: number, radius: number): number {
    const { ringStart, ordinalOf, positions } = this.#cells
    const ordinal = ordinalOf[cell] ?? 0
    const end = (ringStart[ordinal + 1] ?? 0) * 2
    const x = this.#x
    const y = this.#y
    const perX = this.#perX
    const perY = this.#perY
    const near = Math.max(0, radius - slackMeters) ** 2
    const far = (radius + slackMeters) ** 2
    let certain = -1
    let i = (ringStart[ordinal] ?? 0) * 2
    let ax = ((positions[i] ?? 0) - x) * perX
    let ay = ((positions[i + 1] ?? 0) - y) * perY
    let from = ax * ax + ay * ay
    // A ring is closed: its first corner comes again as the last.
    for (i += 2; i < end; i += 2) {
      const bx = ((positions[i] ?? 0) - x) * perX
      const by = ((positions[i + 1] ?? 0) - y) * perY
      const to = bx * bx + by * by
      if (to < near) return 1
      // No point of a side is nearer than its nearer end by more than half its length.
      const side = (bx - ax) * (bx - ax) + (by - ay) * (by - ay)
      if (Math.min(from, to) - side / 4 <= far) certain = 0
      ax = bx
      ay = by
      from = to
    }
    return certain
  }

  /** Metres from the source to the nearest point of a cell, 0 when they touch; more than the reach beyond it. */
  distance(cell: number): number {
    const { ringStart, ordinalOf } = this.#cells
    const ordinal = ordinalOf[cell] ?? 0
    this.#ring.from = (ringStart[ordinal] ?? 0) * 2
    this.#ring.to = (ringStart[ordinal + 1] ?? 0) * 2
    return distanceTo(this.#reach, this.#ring)
  }

  /** The first step that holds at a cell, or -1 beyond the reach. */
  stepAt(cell: number, steps: readonly DecayStep[], reachMeters: number): number {
    for (let step = 0; step < steps.length; step++) {
      const each = steps[step]
      if (each && this.meets(cell, radiusOf(reachMeters, each))) return step
    }
    return -1
  }
}

/** Cells that lie one after another. */
interface Run {
  begin: number
  end: number
  radius: number
}
