import type { Both } from '../../server/region/place.ts'
import { type Spot, spotOf } from '../../server/region/rules/lattice.ts'
import type { Grabber, Held } from '../map/grab.ts'
import type { Picked } from '../map/stage.svelte.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { type PixelUnits, pixelsBetween, pixelUnits, snapped } from './boundary-reach.ts'

/** What the pointer says it would do, or why it cannot. */
export type Hint =
  | { kind: 'take'; grids: number }
  | { kind: 'insert' }
  | { kind: 'edge'; grids: number }
  | { kind: 'drag'; grids: number; isSnapped: boolean }
  | { kind: 'refused'; reason: Both }

export interface HandInput {
  draft: BoundaryDraft
  metersPerPixel: () => number
  corners: () => readonly Spot[]
  /** Grids whose boundary changed by the hand; empty when only the marks did. */
  onchange: (faces: readonly number[]) => void
  /** A gesture is complete. */
  onstep: () => void
}

type Near = NonNullable<ReturnType<BoundaryDraft['coverage']['nearest']>>

const SNAP_BOX_PIXELS = 12
const REACH_PIXELS = 10

/** The pointer over boundaries: finds what is within reach, takes vertices, moves them and lets them go. */
export class BoundaryHand implements Grabber {
  hint = $state.raw<Hint | undefined>()
  /** Pixels from the map's top left corner. */
  at = $state.raw({ x: 0, y: 0 })
  face = $state<number | undefined>()
  snap = $state.raw<{ spot: Spot; isBad: boolean } | undefined>()
  #near: Near | undefined
  #line: readonly Spot[] = []
  readonly #input: HandInput
  /** From the pointer to the vertex that is dragged, when a whole edge is in the hand. */
  #offset: Spot = [0, 0]

  constructor(input: HandInput) {
    this.#input = input
  }

  /** The vertex under the pointer, if any. */
  get vertexUnder(): Spot | undefined {
    return this.#near?.kind === 'vertex' ? this.#near.spot : undefined
  }

  get cursor(): string {
    const kinds = { take: 'grab', insert: 'copy', edge: 'move', drag: 'grabbing', refused: 'not-allowed' }
    return this.hint ? kinds[this.hint.kind] : ''
  }

  /** Vertices are shown on the grid under the pointer alone. */
  get vertices(): readonly Spot[] {
    const { coverage, held } = this.#input.draft
    const shown = this.face === undefined ? [] : coverage.ringsOf(this.face).flat()
    if (held) return [...shown, held]
    return this.#near && this.#near.kind !== 'vertex' ? [...shown, this.#near.spot] : shown
  }

  hover({ lngLat, at }: Pick<Picked, 'lngLat' | 'at'>): void {
    const { draft } = this.#input
    if (draft.isDragging) return
    this.at = at
    const spot = spotOf(lngLat)
    const units = this.#units(lngLat)
    this.face = draft.coverage.faceAt(spot)
    this.#near = draft.coverage.nearest(spot, { reach: REACH_PIXELS * units[1], scaleX: units[1] / units[0] })
    this.hint = this.#near && this.#hintOf(this.#near)
    this.snap = this.#near && { spot: this.#near.spot, isBad: this.hint?.kind === 'refused' }
    this.#input.onchange([])
  }

  #hintOf({ kind, spot, faces }: Near): Hint {
    const { coverage } = this.#input.draft
    if (kind === 'vertex') {
      const outer = coverage.isOuter(spot)
      return outer
        ? { kind: 'refused', reason: outerReason }
        : { kind: 'take', grids: coverage.facesAt(spot).length }
    }
    if (faces.length < 2) return { kind: 'refused', reason: outerReason }
    return kind === 'middle' ? { kind: 'insert' } : { kind: 'edge', grids: faces.length }
  }

  down({ lngLat, at, shiftKey }: Held): boolean {
    this.hover({ lngLat, at })
    const near = this.#near
    // A press on an edge moves the map; with Shift it moves the edge.
    if (!near || (near.kind === 'edge' && !shiftKey)) return false
    const { draft } = this.#input
    const reason = this.#take(near, spotOf(lngLat))
    if (reason) {
      this.hint = { kind: 'refused', reason }
      return false
    }
    const beside = near.kind === 'edge' ? [] : draft.coverage.neighboursOf(near.spot)
    this.#line = beside.length === 2 ? beside : []
    this.hint = { kind: 'drag', grids: draft.touched.length, isSnapped: false }
    this.#input.onchange(near.kind === 'middle' ? draft.coverage.facesAt(near.spot) : [])
    return true
  }

  #take(near: Near, pointer: Spot): Both | undefined {
    const { draft } = this.#input
    this.#offset = [0, 0]
    if (near.kind === 'vertex' || !near.between) return draft.grab(near.spot)
    if (near.kind === 'middle') return draft.grabNew(near.between, near.spot)
    const [a] = near.between
    this.#offset = [a[0] - pointer[0], a[1] - pointer[1]]
    return draft.grabEdge(near.between)
  }

  move({ lngLat, at, altKey }: Held): void {
    const { draft, onchange } = this.#input
    const [from, held] = [draft.heldFrom, draft.held]
    if (!from || !held) return
    this.at = at
    const [x, y] = spotOf(lngLat)
    const pointer: Spot = [x + this.#offset[0], y + this.#offset[1]]
    const units = this.#units(lngLat)
    const goal = altKey
      ? { spot: pointer, isSnapped: false }
      : snapped(pointer, { targets: [from, ...this.#cornersNear(pointer, units)], line: this.#line, units })
    const reason = draft.dragTo(goal.spot)
    const grids = draft.coverage.facesAt(draft.held ?? held)
    this.hint = reason
      ? { kind: 'refused', reason }
      : { kind: 'drag', grids: grids.length, isSnapped: goal.isSnapped }
    this.snap = reason
      ? { spot: goal.spot, isBad: true }
      : goal.isSnapped
        ? { spot: goal.spot, isBad: false }
        : undefined
    onchange(grids)
  }

  #cornersNear(spot: Spot, units: PixelUnits): Spot[] {
    return this.#input.corners().filter(corner => pixelsBetween(corner, spot, units) < SNAP_BOX_PIXELS)
  }

  up(): void {
    const { draft, onchange, onstep } = this.#input
    if (!draft.isDragging) return
    const faces = draft.coverage.facesAt(draft.held ?? [0, 0])
    draft.drop()
    this.follow(faces)
    onchange(faces)
    onstep()
  }

  /** Says beside the pointer why something is not done. */
  refuse(reason: Both): Both {
    this.hint = { kind: 'refused', reason }
    return reason
  }

  /** A double click on an edge puts a vertex there. */
  double({ lngLat, at }: Held): boolean {
    const { draft, onchange, onstep } = this.#input
    this.hover({ lngLat, at })
    const near = this.#near
    if (!near) return false
    if (!near.between) return true
    const reason = draft.insert(near.between, near.spot)
    if (reason) this.hint = { kind: 'refused', reason }
    else onchange(draft.coverage.facesAt(near.spot))
    if (!reason) onstep()
    return true
  }

  /** Puts the vertex in the hand back where it was. */
  cancel(): void {
    const faces = this.#input.draft.cancelDrag()
    this.follow(faces)
    this.#input.onchange(faces)
  }

  /** Forgets what is under the pointer and where the grids were, after they changed. */
  follow(faces: readonly number[]): void {
    if (faces.length === 0) return
    this.#near = undefined
    this.hint = undefined
    this.snap = undefined
  }

  #units = ([, lat]: readonly [number, number]) => pixelUnits(this.#input.metersPerPixel(), lat)
}

const outerReason: Both = {
  zh: '全域外边界，不能在网格里改动',
  en: 'Outer boundary of the whole area: it stays as it is',
}
