import type { Both, Polygon } from '../../region/place.ts'
import { doubleArea, lngLatOf, type Spot, segmentsMeet } from '../../region/rules/lattice.ts'
import { type CoverageEdit, type EditResult, type FaceRings, type Restore, reasons } from './coverage-edit.ts'

/**
 * Polygons that share their boundaries: every vertex is held once, every directed edge belongs to one face
 * and its opposite to the neighbour. A shared vertex moves in all its faces at once, so gaps and overlaps
 * cannot come about. Positions are whole units of 1e-7 degrees and every test is exact.
 */
export class Coverage {
  readonly #spots: Spot[] = []
  readonly #ids = new Map<string, number>()
  readonly #around: Set<number>[] = []
  readonly #faces = new Map<number, number[][]>()
  readonly #edges = new Map<number, number>()

  /** Adds a face. @returns the edge that another face already has, or null when it fits */
  add({ id, rings }: FaceRings): { face: number; at: Spot } | null {
    const held = rings.map(ring => ring.map(spot => this.#vertex(spot)))
    for (const [a, b] of sides(held)) {
      const face = this.#edges.get(edgeKey(a, b))
      if (face !== undefined) return { face, at: this.#spot(a) }
    }
    this.#put(id, held)
    return null
  }

  get faceIds(): number[] {
    return [...this.#faces.keys()]
  }

  ringsOf(face: number): Spot[][] {
    return (this.#faces.get(face) ?? []).map(ring => ring.map(v => this.#spot(v)))
  }

  polygonOf(face: number): Polygon {
    const close = (ring: Spot[]) => [...ring, ...ring.slice(0, 1)].map(lngLatOf)
    return { type: 'Polygon', coordinates: this.ringsOf(face).map(close) }
  }

  /** Twice the area of a face in square units, exactly. */
  doubleAreaOf(face: number): bigint {
    return this.ringsOf(face).reduce((sum, ring) => sum + doubleArea(ring), 0n)
  }

  facesAt(spot: Spot): number[] {
    const v = this.#ids.get(spotKey(spot))
    return v === undefined ? [] : [...this.#aroundOf(v)]
  }

  /** Whether a vertex lies on the edge of the whole coverage, where no neighbour is. */
  isOuter(spot: Spot): boolean {
    const v = this.#ids.get(spotKey(spot))
    return v !== undefined && this.#neighbours(v).some(n => this.#isOuterEdge(v, n))
  }

  /** Every vertex that a face uses, each once. */
  vertices(): Spot[] {
    return this.#spots.filter((_, v) => this.#aroundOf(v).size > 0)
  }

  /** The edges of a face as pairs of spots, with the face on the other side or null. */
  edgesOf(face: number): { a: Spot; b: Spot; other: number | null }[] {
    return [...sides(this.#faces.get(face) ?? [])].map(([a, b]) => ({
      a: this.#spot(a),
      b: this.#spot(b),
      other: this.#edges.get(edgeKey(b, a)) ?? null,
    }))
  }

  /** Does one edit, or says why not and changes nothing. */
  apply(edit: CoverageEdit, { outer = false }: { outer?: boolean } = {}): EditResult {
    if (edit.kind === 'restore') return this.#restore(edit)
    if (edit.kind === 'move-vertex') return this.#move(edit, outer)
    if (edit.kind === 'insert-vertex') return this.#insert(edit, outer)
    if (edit.kind === 'delete-vertex') return this.#remove(edit)
    return { done: false, reason: reasons.nothing, at: [0, 0] }
  }

  #restore({ moves, faces }: Restore): EditResult {
    const inverse = this.#asNow(faces.map(({ id }) => id))
    for (const { from, to } of moves) {
      const v = this.#ids.get(spotKey(from))
      if (v !== undefined) this.#place(v, to)
    }
    for (const { id } of faces) this.#take(id)
    for (const { id, rings } of faces)
      this.#put(
        id,
        rings.map(ring => ring.map(spot => this.#vertex(spot))),
      )
    const back = moves.map(({ from, to }) => ({ from: to, to: from }))
    return done(
      faces.map(({ id }) => id),
      { ...inverse, moves: back },
    )
  }

  #asNow(faces: number[]): Restore {
    const now = faces.map(id => ({ id, rings: this.ringsOf(id), parent: null }))
    return { kind: 'restore', moves: [], faces: now, gone: [], nextId: -1 }
  }

  #move({ from, to }: { from: Spot; to: Spot }, outer: boolean): EditResult {
    const v = this.#ids.get(spotKey(from))
    const refuse = (reason: Both): EditResult => ({ done: false, reason, at: from })
    if (v === undefined || this.#aroundOf(v).size === 0) return refuse(reasons.noVertex)
    if (!outer && this.isOuter(from)) return refuse(reasons.outer)
    if (this.#ids.has(spotKey(to))) return refuse(reasons.occupied)
    this.#place(v, to)
    const fault = this.#fault(v)
    if (fault) {
      this.#place(v, from)
      return { done: false, ...fault }
    }
    return done([...this.#aroundOf(v)], { ...this.#asNow([]), moves: [{ from: to, to: from }] })
  }

  #insert({ between, at }: { between: readonly [Spot, Spot]; at: Spot }, outer: boolean): EditResult {
    const [a, b] = between.map(spot => this.#ids.get(spotKey(spot)))
    const refuse = (reason: Both): EditResult => ({ done: false, reason, at })
    if (a === undefined || b === undefined) return refuse(reasons.noEdge)
    const faces = this.#facesBeside(a, b)
    if (faces.length === 0) return refuse(reasons.noEdge)
    if (!outer && this.#isOuterEdge(a, b)) return refuse(reasons.outer)
    if (this.#ids.has(spotKey(at))) return refuse(reasons.occupied)
    const inverse = this.#asNow(faces)
    const v = this.#vertex(at)
    this.#change(faces, ring => withBetween(ring, { a, b, v }))
    const fault = this.#fault(v)
    if (fault) {
      this.#change(faces, ring => ring.filter(each => each !== v))
      this.#ids.delete(spotKey(at))
      return { done: false, ...fault }
    }
    return done(faces, inverse)
  }

  #remove({ at }: { at: Spot }): EditResult {
    const v = this.#ids.get(spotKey(at))
    const refuse = (reason: Both): EditResult => ({ done: false, reason, at })
    if (v === undefined) return refuse(reasons.noVertex)
    const [a, b, third] = this.#neighbours(v)
    if (a === undefined || b === undefined || third !== undefined) return refuse(reasons.junction)
    const faces = [...this.#aroundOf(v)]
    const tooSmall = faces.some(face =>
      this.#faces.get(face)?.some(ring => ring.includes(v) && ring.length < 4),
    )
    if (tooSmall || this.#facesBeside(a, b).length > 0) return refuse(reasons.folds)
    const inverse = this.#asNow(faces)
    this.#change(faces, ring => ring.filter(each => each !== v))
    const fault = this.#fault(a, [b])
    if (fault) {
      this.#change(faces, ring => withBetween(ring, { a, b, v }))
      return { done: false, ...fault }
    }
    this.#ids.delete(spotKey(at))
    return done(faces, inverse)
  }

  /**
   * Why the edges at a vertex do not fit. An edge that leaves a neighbour runs in a face around that neighbour
   * until it meets one of the edges looked at here; ending outside the vertex's own faces folds one of them.
   */
  #fault(v: number, ends = this.#neighbours(v)): { reason: Both; at: Spot } | null {
    const near = new Set(this.#aroundOf(v))
    for (const end of ends) for (const face of this.#aroundOf(end)) near.add(face)
    const at = this.#spot(v)
    for (const face of near) {
      for (const [a, b] of sides(this.#faces.get(face) ?? [])) {
        const edge = { c: this.#spot(a), d: this.#spot(b) }
        for (const end of ends) {
          const itself = (a === v && b === end) || (a === end && b === v)
          if (!itself && segmentsMeet(at, this.#spot(end), edge)) return { reason: reasons.crosses, at }
        }
      }
    }
    const folded = [...this.#aroundOf(v)].some(face => this.#isFolded(face))
    return folded ? { reason: reasons.folds, at } : null
  }

  #isFolded(face: number): boolean {
    return this.ringsOf(face).some((ring, index) => doubleArea(ring) > 0n !== (index === 0))
  }

  #change(faces: number[], ringOf: (ring: number[]) => number[]): void {
    const held = faces.map(face => ({ face, rings: this.#take(face) }))
    for (const { face, rings } of held) this.#put(face, rings.map(ringOf))
  }

  #put(face: number, rings: number[][]): void {
    for (const [a, b] of sides(rings)) {
      this.#edges.set(edgeKey(a, b), face)
      this.#aroundOf(a).add(face)
    }
    this.#faces.set(face, rings)
  }

  #take(face: number): number[][] {
    const rings = this.#faces.get(face) ?? []
    for (const [a, b] of sides(rings)) {
      this.#edges.delete(edgeKey(a, b))
      this.#aroundOf(a).delete(face)
    }
    return rings
  }

  #vertex(spot: Spot): number {
    const known = this.#ids.get(spotKey(spot))
    if (known !== undefined) return known
    const v = this.#spots.push(spot) - 1
    this.#around.push(new Set())
    this.#ids.set(spotKey(spot), v)
    return v
  }

  #place(v: number, spot: Spot): void {
    this.#ids.delete(spotKey(this.#spot(v)))
    this.#ids.set(spotKey(spot), v)
    this.#spots[v] = spot
  }

  #neighbours(v: number): number[] {
    const found = new Set<number>()
    for (const face of this.#aroundOf(v)) {
      for (const [a, b] of sides(this.#faces.get(face) ?? [])) {
        if (a === v) found.add(b)
        if (b === v) found.add(a)
      }
    }
    return [...found]
  }

  #facesBeside(a: number, b: number): number[] {
    const both = [this.#edges.get(edgeKey(a, b)), this.#edges.get(edgeKey(b, a))]
    return both.filter(face => face !== undefined)
  }

  #isOuterEdge(a: number, b: number): boolean {
    return this.#edges.has(edgeKey(a, b)) !== this.#edges.has(edgeKey(b, a))
  }

  #aroundOf = (v: number): Set<number> => this.#around[v] ?? new Set()
  #spot = (v: number): Spot => this.#spots[v] ?? [0, 0]
}

const done = (faces: number[], inverse: Restore): EditResult => ({
  done: true,
  faces,
  made: [],
  gone: [],
  origins: [],
  parents: [],
  bent: [],
  inverse,
})

const spotKey = ([x, y]: Spot) => `${x},${y}`
// Fewer than 2^26 vertices keep the key an exact number.
const edgeKey = (a: number, b: number) => a * 2 ** 26 + b

function* sides(rings: number[][]): Generator<[number, number]> {
  for (const ring of rings) {
    let a = ring.at(-1) ?? -1
    for (const b of ring) {
      yield [a, b]
      a = b
    }
  }
}

const withBetween = (ring: number[], { a, b, v }: { a: number; b: number; v: number }) =>
  ring.flatMap((each, i) => {
    const next = ring[(i + 1) % ring.length]
    return (each === a && next === b) || (each === b && next === a) ? [each, v] : [each]
  })
