import type { Bbox } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import { Arrangement } from './arrangement.ts'
import type { Bound } from './foreign.ts'
import { Measure } from './measure.ts'
import { type Noded, nodeBoundaries } from './noding.ts'

/** One face of a file: its row, counted from 1, and its parts as rings of spots, not closed, the outer one first. */
export interface SourceFace {
  row: number
  parts: Spot[][][]
}

/** What faces are held against. */
export interface Region {
  /** The region that faces belong into, as parts of rings; none: anywhere. */
  outline?: readonly Spot[][][]
  /** The region is only a rough box. */
  isRough?: boolean
  bounds?: readonly Bound[]
}

/** The plane as faces divide it, with what each piece is covered by and who its neighbours are. */
export class Survey {
  readonly faces: readonly SourceFace[]
  readonly noded: Noded
  readonly arrangement: Arrangement
  readonly measure: Measure
  /** Faces over each cell, ascending, by their place in `faces`. */
  readonly members: number[][]
  /** Whether each cell lies in the region; all do when no region is given. */
  readonly within: boolean[]
  /** Whose ground each cell is that the town may not take, or beyond whose boundary it lies. */
  readonly foreign: (Bound | undefined)[]
  /** Twice the area of each face, overlaps counted in each. */
  readonly doubleAreas: bigint[]
  readonly #faceOfPart: number[]
  readonly #firstLine: number

  /** `lines` close what is open besides, such as the mouth of a channel; `tell` hears how far it is, 0 to 1. */
  constructor(
    faces: readonly SourceFace[],
    { outline = [], isRough = false, bounds = [] }: Region = {},
    { lines = [], tell }: { lines?: readonly (readonly [Spot, Spot])[]; tell?: (share: number) => void } = {},
  ) {
    this.faces = faces
    this.#faceOfPart = faces.flatMap(({ parts }, face) => parts.map(() => face))
    const known = [...outline, ...bounds.flatMap(each => each.parts)]
    const parts = [...faces.flatMap(each => each.parts), ...known].map(rings => ({ rings }))
    this.#firstLine = parts.length
    this.noded = nodeBoundaries(parts, lines, share => tell?.(0.7 * share))
    tell?.(0.7)
    this.arrangement = new Arrangement(this.noded)
    tell?.(0.9)
    this.measure = new Measure(middleLatitude(this.arrangement.spots))
    this.members = this.arrangement.cells.map(cell => this.#facesOf(cell.parts))
    const firstBound = this.#faceOfPart.length + outline.length
    const isRegion = (part: number) => part >= this.#faceOfPart.length && part < firstBound
    this.within = this.arrangement.cells.map(cell => outline.length === 0 || cell.parts.some(isRegion))
    const boundOfPart = bounds.flatMap(bound => bound.parts.map(() => bound))
    this.foreign = this.arrangement.cells.map((cell, i) => {
      // Ground that was the town's before stays it, whatever others say.
      if (this.within[i] && !isRough && outline.length > 0) return undefined
      const over = new Set(cell.parts.flatMap(part => boundOfPart[part - firstBound] ?? []))
      return bounds.find(bound => (bound.rank === 'beside') === over.has(bound))
    })
    this.doubleAreas = faces.map(() => 0n)
    for (const [cell, members] of this.members.entries()) {
      for (const face of members)
        this.doubleAreas[face] = (this.doubleAreas[face] ?? 0n) + this.doubleAreaOf(cell)
    }
  }

  #facesOf(parts: readonly number[]): number[] {
    const faces = parts.flatMap(part => this.#faceOfPart[part] ?? [])
    return [...new Set(faces)].sort((a, b) => a - b)
  }

  /** The face of a part, or undefined for the region. */
  faceOfPart = (part: number): number | undefined => this.#faceOfPart[part]

  /** Whether a half-edge is nothing but a line that closes. */
  isLine(half: number): boolean {
    const parts = this.arrangement.edges[half >> 1]?.parts ?? []
    return parts.every(part => part >= this.#firstLine)
  }

  get cellCount(): number {
    return this.arrangement.cells.length
  }

  doubleAreaOf = (cell: number): bigint => this.arrangement.cells[cell]?.doubleArea ?? 0n

  halvesOf(cells: readonly number[]): number[] {
    return cells.flatMap(cell => this.arrangement.cells[cell]?.halves ?? [])
  }

  lengthOf(half: number): number {
    const { spot, from, to } = this.arrangement
    return this.measure.millimeters(spot(from(half)), spot(to(half)))
  }

  /** Size, place and shape of cells taken together. */
  shapeOf(cells: readonly number[]) {
    const inside = new Set(cells)
    let outline = 0
    for (const half of this.halvesOf(cells)) {
      if (!inside.has(this.arrangement.cellOf(half ^ 1))) outline += this.lengthOf(half)
    }
    const doubleArea = cells.reduce((sum, cell) => sum + this.doubleAreaOf(cell), 0n)
    const { at, bounds } = this.#placeOf(cells)
    return {
      doubleArea,
      at,
      bounds,
      squareMeters: round(this.measure.squareMeters(doubleArea)),
      widthMeters: round(this.measure.widthMeters(doubleArea, outline)),
    }
  }

  #placeOf(cells: readonly number[]): { at: Spot; bounds: Bbox } {
    let at: Spot | null = null
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const half of this.halvesOf(cells)) {
      const spot = this.arrangement.spot(this.arrangement.from(half))
      const [x, y] = spot
      if (!at || x < at[0] || (x === at[0] && y < at[1])) at = spot
      west = Math.min(west, x)
      south = Math.min(south, y)
      east = Math.max(east, x)
      north = Math.max(north, y)
    }
    return { at: at ?? [0, 0], bounds: [west, south, east, north] }
  }
}

export const round = (value: number) => Math.round(value * 100) / 100

function middleLatitude(spots: readonly Spot[]): number {
  let [south, north] = [Infinity, -Infinity]
  for (const [, y] of spots) {
    south = Math.min(south, y)
    north = Math.max(north, y)
  }
  return spots.length === 0 ? 0 : (south + north) / 2e7
}
