import { placeIn, type Spot } from '../../region/rules/lattice.ts'
import { byDirection, byPlace, exactDoubleArea } from './exact.ts'
import { SpotTable } from './spot-table.ts'

/** A piece of a face that lines divide. */
export interface Piece {
  rings: Spot[][]
  doubleArea: bigint
  /** Whether the line passes along it with the piece on its left, or on its right. */
  left: boolean
  right: boolean
}

/** What lies on the left of a half-edge: a face, 0 for what is not looked at, or not known yet. */
type Label = number | undefined

interface Cycle {
  halves: number[]
  label: Label
}

/** A few faces with lines through them as half-edges (2e and 2e + 1), to find the pieces they fall into. */
export class LocalGraph {
  readonly #spots = new SpotTable(256)
  readonly #from: number[] = []
  readonly #label: Label[] = []
  /** Links of the line that are not edges anyway, and those of them that are left after pruning. */
  readonly #links = new Set<number>()
  readonly #chords = new Set<number>()
  readonly #forward = new Set<number>()
  readonly #edges = new Map<number, number>()

  addRing(ring: readonly Spot[], face: number): void {
    for (const [i, spot] of ring.entries()) {
      this.#label[this.#half(spot, ring[(i + 1) % ring.length] ?? spot)] = face
    }
  }

  /**
   * Adds a line, of which some links may run along edges that are there.
   * @param within the face that has all of it inside, when it meets no edge
   */
  addLine(chain: readonly Spot[], within?: number): void {
    for (const half of this.#label.keys()) this.#label[half] ??= 0
    for (const [i, b] of chain.entries()) {
      const a = chain[i - 1]
      if (!a) continue
      const before = this.#from.length
      const half = this.#half(a, b)
      this.#forward.add(half)
      if (half < before) continue
      if (within !== undefined) this.#label[half] = this.#label[half ^ 1] = within
      this.#links.add(half >> 1)
      this.#chords.add(half >> 1)
    }
  }

  /**
   * Finds in which face each link of the line runs, and leaves out those in faces that are not `wanted`, those
   * outside, and those that divide nothing.
   * @returns the spots where what is left of the line ends on something
   */
  prune(wanted: (face: number) => boolean): Set<string> {
    const labels = this.#chordLabels()
    for (const edge of [...this.#chords]) {
      const face = labels.get(edge)
      if (!face || !wanted(face)) this.#chords.delete(edge)
      else for (const half of [2 * edge, 2 * edge + 1]) this.#label[half] = face
    }
    const owner = new Map<number, number>()
    for (const [index, { halves }] of this.#cycles().entries())
      for (const half of halves) owner.set(half, index)
    for (const edge of [...this.#chords]) {
      if (owner.get(2 * edge) === owner.get(2 * edge + 1)) this.#chords.delete(edge)
    }
    const ends = [...this.#chords].flatMap(edge => [2 * edge, 2 * edge + 1])
    return new Set(ends.map(half => String(this.#spots.spot(this.#from[half] ?? 0))))
  }

  /** The pieces of each face, the largest first. */
  pieces(keep: (spot: Spot) => boolean): Map<number, Piece[]> {
    const found = new Map<number, { shells: Piece[]; holes: Piece[] }>()
    for (const { halves, label } of this.#cycles()) {
      if (!label) continue
      const ring = halves.map(half => this.#spots.spot(this.#from[half] ?? 0)).filter(keep)
      const doubleArea = exactDoubleArea(ring)
      const of = found.get(label) ?? { shells: [], holes: [] }
      found.set(label, of)
      const left = halves.some(half => this.#forward.has(half))
      const right = halves.some(half => this.#forward.has(half ^ 1))
      const piece = { rings: [ring], doubleArea, left, right }
      if (doubleArea > 0n) of.shells.push(piece)
      else of.holes.push(piece)
    }
    return new Map([...found].map(([face, { shells, holes }]) => [face, withHoles(shells, holes)]))
  }

  #half(a: Spot, b: Spot): number {
    const [v, w] = [this.#spots.take(a), this.#spots.take(b)]
    const known = this.#edges.get(v * 2 ** 26 + w)
    if (known !== undefined) return known
    const half = this.#from.length
    this.#from.push(v, w)
    this.#label.push(undefined, undefined)
    this.#edges.set(v * 2 ** 26 + w, half)
    this.#edges.set(w * 2 ** 26 + v, half + 1)
    return half
  }

  #chordLabels(): Map<number, number> {
    const labels = new Map<number, number>()
    const cycles = this.#cycles()
    const owner = this.#owners(cycles)
    // What lies on one side of a link is the same face as on the other, so what is known spreads.
    for (let spread = true; spread; ) {
      spread = false
      for (const edge of this.#chords) {
        const sides = [owner[2 * edge], owner[2 * edge + 1]].flatMap(index => cycles[index ?? -1] ?? [])
        const known = sides.find(({ label }) => label !== undefined)?.label
        if (known === undefined) continue
        labels.set(edge, known)
        for (const side of sides) {
          if (side.label === undefined) spread = true
          side.label ??= known
        }
      }
    }
    return labels
  }

  #owners(cycles: readonly Cycle[]): Int32Array {
    const owner = new Int32Array(this.#from.length).fill(-1)
    for (const [index, { halves }] of cycles.entries()) for (const half of halves) owner[half] = index
    return owner
  }

  #cycles(): Cycle[] {
    const next = this.#nexts()
    const cycles: Cycle[] = []
    for (let start = 0; start < next.length; start++) {
      if ((next[start] ?? -1) < 0) continue
      const cycle: Cycle = { halves: [], label: undefined }
      let half = start
      while ((next[half] ?? -1) >= 0) {
        const after = next[half] ?? -1
        next[half] = -1
        cycle.halves.push(half)
        cycle.label ||= this.#label[half] ?? cycle.label
        half = after
      }
      cycles.push(cycle)
    }
    return cycles
  }

  /** After each half-edge the first one clockwise from where it came; -1 after those that are left out. */
  #nexts(): Int32Array {
    const first = new Int32Array(this.#spots.top).fill(-1)
    const sibling = new Int32Array(this.#from.length).fill(-1)
    for (const [half, v] of this.#from.entries()) {
      if (this.#links.has(half >> 1) && !this.#chords.has(half >> 1)) continue
      sibling[half] = first[v] ?? -1
      first[v] = half
    }
    const next = new Int32Array(this.#from.length).fill(-1)
    for (let v = 0; v < first.length; v++) {
      const halves: number[] = []
      for (let half = first[v] ?? -1; half >= 0; half = sibling[half] ?? -1) halves.push(half)
      // Two directions follow one another either way round.
      if (halves.length > 2) this.#turnRound(v, halves)
      for (const [i, half] of halves.entries()) next[half ^ 1] = halves.at(i - 1) ?? half
    }
    return next
  }

  #turnRound(v: number, halves: number[]): void {
    const o = this.#spots.spot(v)
    const headOf = (half: number) => this.#spots.spot(this.#from[half ^ 1] ?? 0)
    halves.sort((h, k) => byDirection(o, headOf(h), headOf(k)))
  }
}

function withHoles(shells: Piece[], holes: readonly Piece[]): Piece[] {
  const pieces = shells.sort((a, b) =>
    a.doubleArea < b.doubleArea ? -1 : a.doubleArea > b.doubleArea ? 1 : 0,
  )
  for (const { rings, left, right } of holes) {
    const home = pieces.find(({ rings: [outer = []] }) => isInside(outer, rings[0] ?? []))
    if (!home) continue
    home.rings.push(...rings)
    home.left ||= left
    home.right ||= right
  }
  for (const piece of pieces) {
    piece.doubleArea = piece.rings.reduce((sum, ring) => sum + exactDoubleArea(ring), 0n)
  }
  return pieces.sort((a, b) =>
    a.doubleArea === b.doubleArea ? byPlace(lowest(a), lowest(b)) : a.doubleArea > b.doubleArea ? -1 : 1,
  )
}

/** Whether a ring lies in another one that it may touch. */
function isInside(outer: readonly Spot[], ring: readonly Spot[]): boolean {
  for (const spot of ring) {
    const place = placeIn(outer, spot)
    if (place !== 0) return place === 1
  }
  return false
}

const lowest = ({ rings }: Piece): Spot => (rings[0] ?? []).toSorted(byPlace)[0] ?? [0, 0]
