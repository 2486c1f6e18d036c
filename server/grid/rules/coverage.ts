import type { MultiPolygon, Polygon } from '../../region/place.ts'
import { lngLatOf, placeIn, type Spot } from '../../region/rules/lattice.ts'
import { type CoverageReport, checkFaces } from './check-coverage.ts'
import { asNow, commit, putBack } from './coverage-commit.ts'
import type { CoverageEdit, EditResult, FaceRings, Restore } from './coverage-edit.ts'
import { planEdit } from './coverage-edits.ts'
import { faceUnder, type Near, nearestPart } from './coverage-near.ts'
import type { Box } from './edge-index.ts'
import { exactDoubleArea } from './exact.ts'
import { Faces } from './faces.ts'
import type { OuterBounds } from './outer-bounds.ts'
import { ringsRound } from './parent-outline.ts'

/**
 * Polygons that share their boundaries: every vertex is held once, every side of an edge belongs to one face and
 * the other side to the neighbour. A shared vertex moves in all its faces at once, so gaps and overlaps cannot come
 * about. Positions are whole units of 1e-7 degrees and every decision is exact.
 *
 * Faces may have a face above them (a village above its grids), whose outline is the outline of what it has.
 */
export class Coverage {
  readonly #faces: Faces
  #within: OuterBounds | null = null
  #isPart = false

  constructor(faces = new Faces()) {
    this.#faces = faces
  }

  /** Adds a face. @returns the face that already has one of its sides, or null when it fits */
  add(face: FaceRings): { face: number; at: Spot } | null {
    const { conflict } = this.#faces.replace([face], [])
    if (conflict) this.#faces.replace([], [face.id])
    return conflict
  }

  /** Puts faces below others (grids below villages); an outline then follows its faces by itself. */
  setParents(parents: Iterable<readonly [face: number, parent: number]>): void {
    for (const [face, parent] of parents) if (this.has(face)) this.#faces.setParent(face, parent)
  }

  /** Puts grids into the grid that is divided into them; a divided one is no face of its own. */
  setAbove(above: Iterable<readonly [grid: number, above: number | null]>): void {
    for (const [grid, divided] of above) this.#faces.tiers.set(grid, divided)
  }

  /**
   * What the outer boundary must mind when it may move. With `isPart` only a part of the grids is there: an outer edge
   * may then be one where another grid begins, and that the boundary stays in one piece is asked elsewhere.
   */
  constrain(within: OuterBounds | null, { isPart = false }: { isPart?: boolean } = {}): void {
    this.#within = within
    this.#isPart = isPart
  }

  /** Ascending. */
  get faceIds(): number[] {
    return this.#faces.ids
  }

  has(face: number): boolean {
    return this.#faces.has(face)
  }

  get nextId(): number {
    return this.#faces.nextId
  }

  /** How much the coverage has and takes. */
  get size(): { faces: number; edges: number; vertices: number; bytes: number } {
    const { plane, count } = this.#faces
    return { faces: count, edges: plane.edgeCount, vertices: plane.spots.count, bytes: plane.bytes }
  }

  ringsOf(face: number): Spot[][] {
    return this.#faces.ringsOf(face)
  }

  /** Of a face its own ground, of a divided grid what its faces cover together. */
  polygonOf(grid: number): Polygon {
    const rings = this.isDivided(grid)
      ? ringsRound(this.#faces, new Set(this.facesUnder(grid)))
      : this.ringsOf(grid)
    return { type: 'Polygon', coordinates: rings.map(closed) }
  }

  /** Twice the area of a face in square units, exactly. */
  doubleAreaOf(face: number): bigint {
    return this.ringsOf(face).reduce((sum, ring) => sum + exactDoubleArea(ring), 0n)
  }

  parentOf(face: number): number | null {
    return this.#faces.parentOf(face)
  }

  /** The divided grid that a grid lies in, or null. */
  aboveOf(grid: number): number | null {
    return this.#faces.tiers.aboveOf(grid)
  }

  /** Every divided grid above one, the next first. */
  pathOf(grid: number): number[] {
    return this.#faces.tiers.pathOf(grid)
  }

  /** Whether a grid is only the outline of lower ones. */
  isDivided(grid: number): boolean {
    return this.#faces.tiers.isDivided(grid)
  }

  /** Whether a grid is there, as a face or divided into lower ones. */
  stands(grid: number): boolean {
    return this.has(grid) || this.isDivided(grid)
  }

  childrenOf(grid: number): number[] {
    return this.#faces.tiers.childrenOf(grid)
  }

  /** The faces that make up a grid: itself, or the lowest of those in it. */
  facesUnder(grid: number): number[] {
    return this.#faces.tiers.facesUnder(grid).filter(id => this.has(id))
  }

  /** Every divided grid, ascending. */
  get dividedIds(): number[] {
    const { entries } = this.#faces.tiers
    return [...new Set(entries.map(([, above]) => above))].sort((a, b) => a - b)
  }

  /** The outline of a face above others (a village), made of theirs. */
  outlineOf(parent: number): MultiPolygon {
    const rings = ringsRound(this.#faces, this.#faces.childrenOf(parent))
    const outers = rings.filter(ring => exactDoubleArea(ring) > 0n)
    const holes = rings.filter(ring => exactDoubleArea(ring) < 0n)
    // A hole belongs to the smallest outer ring round it.
    const homes = outers.toSorted((a, b) => (exactDoubleArea(a) < exactDoubleArea(b) ? -1 : 1))
    const homeOf = (hole: Spot[]) =>
      homes.find(outer => hole.every(spot => placeIn(outer, spot) >= 0) && outer !== hole)
    return {
      type: 'MultiPolygon',
      coordinates: outers.map(outer => [outer, ...holes.filter(hole => homeOf(hole) === outer)].map(closed)),
    }
  }

  /** The faces that have a vertex at a spot, ascending. */
  facesAt(spot: Spot): number[] {
    const faces = this.#out(spot).map(half => this.#faces.idOf(half))
    return [...new Set(faces.filter(face => face !== null))].sort((a, b) => a - b)
  }

  /** The spots that edges join to a spot. */
  neighboursOf(spot: Spot): Spot[] {
    return this.#out(spot).map(this.#faces.plane.to)
  }

  /** Whether a vertex lies on the edge of the whole coverage, where no neighbour is. */
  isOuter(spot: Spot): boolean {
    return this.#out(spot).some(half => this.#faces.plane.isOuterEdge(half))
  }

  #out(spot: Spot): number[] {
    const { plane } = this.#faces
    const v = plane.vertexAt(spot)
    return v < 0 ? [] : plane.outOf(v)
  }

  /** Every vertex that a face uses, each once, west to east. */
  vertices(): Spot[] {
    const { plane } = this.#faces
    const all = new Set(this.faceIds.flatMap(id => this.#faces.halvesOf(id)).map(plane.originOf))
    return [...all].map(v => plane.spots.spot(v)).sort((p, q) => p[0] - q[0] || p[1] - q[1])
  }

  /** The edges of a face as pairs of spots, with the face on the other side or null. */
  edgesOf(face: number): { a: Spot; b: Spot; other: number | null }[] {
    const { plane, idOf } = this.#reader()
    return this.#faces
      .halvesOf(face)
      .map(half => ({ a: plane.from(half), b: plane.to(half), other: idOf(half ^ 1) }))
  }

  /** The edges whose boxes meet a box, each once, with the faces on their left and right. */
  edgesIn(box: Box): { a: Spot; b: Spot; left: number | null; right: number | null }[] {
    const { plane, idOf } = this.#reader()
    const found: { a: Spot; b: Spot; left: number | null; right: number | null }[] = []
    plane.index.each(box, edge => {
      const half = edge * 2
      found.push({ a: plane.from(half), b: plane.to(half), left: idOf(half), right: idOf(half ^ 1) })
      return false
    })
    return found
  }

  #reader() {
    return { plane: this.#faces.plane, idOf: (half: number) => this.#faces.idOf(half) }
  }

  /** The face that has a spot inside; on an edge, one of its two. */
  faceAt(spot: Spot): number | undefined {
    return faceUnder(this.#faces, spot)
  }

  /** The nearest vertex within reach (units along latitude), or else middle of an edge, or else place on one. */
  nearest(spot: Spot, options: { reach: number; scaleX?: number }): Near | undefined {
    return nearestPart(this.#faces, spot, options)
  }

  /** Everything that edits can change, written so that the same coverage gives the same text. */
  snapshot(): string {
    const faces = this.faceIds.map(id => [id, this.parentOf(id), this.ringsOf(id)])
    return JSON.stringify({ nextId: this.nextId, above: this.#faces.tiers.entries, faces })
  }

  /** Checks everything: each face, no overlap; gaps and holes are listed. */
  check(): CoverageReport {
    return checkFaces(this.#faces)
  }

  /** Does one edit, or says why not and changes nothing. `outer` lets the outer boundary move as well. */
  apply(edit: CoverageEdit, { outer = false }: { outer?: boolean } = {}): EditResult {
    if (edit.kind === 'restore') return this.#restore(edit)
    const bounds = { outer, within: this.#within, isPart: this.#isPart }
    const plan = planEdit(this.#faces, edit, bounds)
    return 'done' in plan ? plan : commit(this.#faces, plan, bounds)
  }

  #restore(edit: Restore): EditResult {
    const known = edit.faces.map(({ id }) => id)
    const made = known.filter(id => !this.has(id))
    const old = [...known.filter(id => this.has(id)), ...edit.gone]
    const moves = edit.moves.map(({ from, to }) => ({ from: to, to: from }))
    const beside = edit.moves.flatMap(({ from }) => this.facesAt(from))
    const above = edit.above.map(([id]) => id)
    const inverse: Restore = { ...asNow(this.#faces, { old, made, above }), moves }
    putBack(this.#faces, edit)
    const faces = [...new Set([...known, ...beside])].sort((a, b) => a - b)
    const parents = [...new Set(faces.map(id => this.parentOf(id)).filter(id => id !== null))].sort(
      (a, b) => a - b,
    )
    const gone = edit.gone.filter(id => !this.stands(id))
    return { done: true, faces, made, gone, origins: [], parents, bent: [], inverse }
  }
}

const closed = (ring: readonly Spot[]) => [...ring, ...ring.slice(0, 1)].map(lngLatOf)
