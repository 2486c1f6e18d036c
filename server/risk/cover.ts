import { type Cells, unitsPerDegree } from './cells.ts'
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

  /** Whether a source is near enough to a cell to be worth turning to; says no only for certain. */
  isNear(slot: number, cell: number): boolean {
    const { records } = this.#sources
    const cells = this.#cells
    const from = slot * recordLength
    const dx =
      ((cells.x[cell] ?? 0) / unitsPerDegree - (records[from + at.lng] ?? 0)) *
      (records[from + at.perLng] ?? 1)
    const dy =
      ((cells.y[cell] ?? 0) / unitsPerDegree - (records[from + at.lat] ?? 0)) *
      (records[from + at.perLat] ?? 1)
    const more = 1 + (records[from + at.stretch] ?? 0)
    const far =
      (records[from + at.reach] ?? 0) +
      (records[from + at.outer] ?? 0) +
      (cells.outer[cell] ?? 0) * more +
      slackMeters
    return dx * dx + dy * dy <= far * far
  }

  /** Finds the bins of all cells that can be within a radius in metres. */
  bound(radius: number): void {
    const { west, south, binX, binY, columns, rows } = this.#cells
    const far = radius + this.#outer + this.#farthest
    const wide = far / this.#perX
    const high = far / this.#perY
    this.i0 = Math.max(0, Math.floor((this.#x - wide - west) / binX))
    this.i1 = Math.min(columns - 1, Math.floor((this.#x + wide - west) / binX))
    this.j0 = Math.max(0, Math.floor((this.#y - high - south) / binY))
    this.j1 = this.i0 > this.i1 ? -1 : Math.min(rows - 1, Math.floor((this.#y + high - south) / binY))
  }

  /** Whether a cell is within a radius in metres of the source. */
  meets(cell: number, radius: number): boolean {
    const cells = this.#cells
    const dx = ((cells.x[cell] ?? 0) - this.#x) * this.#perX
    const dy = ((cells.y[cell] ?? 0) - this.#y) * this.#perY
    const distance = Math.sqrt(dx * dx + dy * dy)
    if (distance > radius + this.#outer + (cells.outer[cell] ?? 0) * this.#more) return false
    if (distance <= radius + this.#inner + (cells.inner[cell] ?? 0) * this.#less) return true
    return this.distance(cell) <= radius
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

/** The cells that a source meets, with the step of its decay at each. */
export interface Covered {
  length: number
  cells: Int32Array
  steps: Uint8Array
}

export const nothingCovered = (): Covered => ({
  length: 0,
  cells: new Int32Array(1024),
  steps: new Uint8Array(1024),
})

/** Cells whose present highest is a value (or below it) on one of several maps; the others need no measuring. */
export interface Wanted {
  highest: Int16Array[]
  /** One a map. */
  values: number[]
  isBelow: boolean
}

function isWanted(cell: number, { highest, values, isBelow }: Wanted): boolean {
  for (let i = 0; i < highest.length; i++) {
    const present = highest[i]?.[cell] ?? 0
    const value = values[i] ?? 0
    if (isBelow ? present < value : present === value) return true
  }
  return false
}

interface CoverInput {
  cells: Cells
  cover: Cover
  slot: number
  steps: readonly DecayStep[]
  wanted?: Wanted | null
}

/** Fills `into` with what a source covers, of all cells or of the wanted ones; its arrays grow when they must. */
export function coverInto(into: Covered, { cells, cover, slot, steps, wanted = null }: CoverInput): void {
  into.length = 0
  if (wanted?.values.length === 0) return
  const reachMeters = cover.aim(slot)
  const { binStart, columns } = cells
  cover.bound(reachMeters)
  for (let j = cover.j0; j <= cover.j1; j++) {
    // The bins of a row lie one after another.
    const end = binStart[j * columns + cover.i1 + 1] ?? 0
    for (let cell = binStart[j * columns + cover.i0] ?? 0; cell < end; cell++) {
      if (wanted && !isWanted(cell, wanted)) continue
      const step = cover.stepAt(cell, steps, reachMeters)
      if (step < 0) continue
      if (into.length === into.cells.length) widen(into)
      into.cells[into.length] = cell
      into.steps[into.length] = step
      into.length += 1
    }
  }
}

function widen(into: Covered): void {
  const [cells, steps] = [new Int32Array(into.length * 2), new Uint8Array(into.length * 2)]
  cells.set(into.cells)
  steps.set(into.steps)
  into.cells = cells
  into.steps = steps
}
