import type { Both } from '../../server/region/place.ts'
import { doubleArea, lngLatOf, type Spot, same, spotOf } from '../../server/region/rules/lattice.ts'
import type { Grabber, Held } from '../map/grab.ts'
import type { Loupe } from '../map/loupe.ts'
import type { Picked } from '../map/stage.svelte.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { pixelUnits, snapped } from './boundary-reach.ts'

/** What the pointer says it would do, or why it cannot. */
export type Hint =
  | { kind: 'take' | 'edge'; grids: number; isOuter: boolean }
  | { kind: 'insert'; isOuter: boolean }
  | { kind: 'drag'; grids: number; isSnapped: boolean; isOuter: boolean }
  | { kind: 'refused'; reason: Both }

export interface HandInput {
  draft: BoundaryDraft
  metersPerPixel: () => number
  /** Corners to snap to within a reach (units east and north) of a spot. */
  cornersNear: (spot: Spot, reach: Spot) => readonly Spot[]
  /** Grids whose boundary changed by the hand (none when only the marks did), and round where it is drawn anew. */
  onchange: (faces: readonly number[], around?: readonly Spot[]) => void
  /** A gesture is complete. */
  onstep: () => void
}

type Near = NonNullable<ReturnType<BoundaryDraft['coverage']['nearest']>>
type Pointed = Pick<Picked, 'lngLat' | 'at'> & { isTouch?: boolean }

const SNAP_BOX_PIXELS = 12
const REACH_PIXELS = 10
/** A finger is broader than the tip of an arrow. */
const TOUCH_REACH_PIXELS = 24
/** A finger that only taps moves nothing. */
const TOUCH_STILL_PIXELS = 6

const FARTHEST_METERS_PER_PIXEL = 60
const tooFar: Hint = {
  kind: 'refused',
  reason: { zh: '离得太远，放大地图再改边界', en: 'Too far away: zoom in to change boundaries' },
}

/** A vertex or edge as it was taken: the edges that end there, and how far the pointer is from it. */
interface Taken {
  edges: readonly (readonly [Spot, Spot])[]
  ends: readonly Spot[]
  offset: Spot
  from: Spot
  vertices: readonly Spot[]
}

/** The pointer over boundaries: finds what is within reach, takes vertices, moves them and lets them go. */
export class BoundaryHand implements Grabber {
  hint = $state.raw<Hint | undefined>()
  /** Pixels from the map's top left corner. */
  at = $state.raw({ x: 0, y: 0 })
  face = $state<number | undefined>()
  snap = $state.raw<{ spot: Spot; isBad: boolean } | undefined>()
  /** Ground that the edges in the hand have passed over, until what follows from it was reckoned. */
  swept: readonly (readonly Spot[])[] = []
  /** Those edges as they were. */
  was: readonly (readonly Spot[])[] = []
  #near: Near | undefined
  #line: readonly Spot[] = []
  #taken: Taken | undefined
  /** Where a finger came down on a vertex; it takes it when it moves. */
  #touched: Held | undefined
  #finger: { x: number; y: number } | undefined
  #shown: { face: number | undefined; version: number; spots: readonly Spot[] } | undefined
  readonly #input: HandInput

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

  /** Vertices are shown on the grid under the pointer alone; the same list as long as they are the same. */
  get vertices(): readonly Spot[] {
    if (this.#taken) return this.#taken.vertices
    const { coverage, version } = this.#input.draft
    const { face } = this
    if (this.#shown?.face !== face || this.#shown?.version !== version) {
      const spots = face === undefined || !coverage.has(face) ? [] : coverage.ringsOf(face).flat()
      this.#shown = { face, version, spots }
    }
    return this.#shown?.spots ?? []
  }

  /** The vertex in the hand, or the one that a press would make. */
  get extra(): readonly Spot[] {
    const { held } = this.#input.draft
    if (held) return [held]
    return this.#near && this.#near.kind !== 'vertex' ? [this.#near.spot] : []
  }

  /** A finger hides what it drags: it is shown above. */
  get loupe(): Loupe | undefined {
    const { held } = this.#input.draft
    return held && this.#finger ? { lngLat: lngLatOf(held), finger: this.#finger } : undefined
  }

  hover({ lngLat, at, isTouch = false }: Pointed): void {
    const { draft } = this.#input
    if (draft.isDragging) return
    this.at = at
    const spot = spotOf(lngLat)
    const units = this.#units(lngLat)
    const reach = (isTouch ? TOUCH_REACH_PIXELS : REACH_PIXELS) * units[1]
    this.face = draft.coverage.faceAt(spot)
    this.#near = draft.coverage.nearest(spot, { reach, scaleX: units[1] / units[0] })
    this.hint = this.#near && (this.#isTooFar() ? tooFar : this.#hintOf(this.#near))
    this.snap = this.#near && { spot: this.#near.spot, isBad: this.hint?.kind === 'refused' }
    this.#input.onchange([])
  }

  /** From where a press may as well mean the map: nobody can aim at a vertex there. */
  #isTooFar = () => this.#input.metersPerPixel() > FARTHEST_METERS_PER_PIXEL

  #hintOf({ kind, spot, faces }: Near): Hint {
    const { coverage } = this.#input.draft
    if (kind === 'vertex')
      return { kind: 'take', grids: coverage.facesAt(spot).length, isOuter: coverage.isOuter(spot) }
    const isOuter = faces.length < 2
    return kind === 'middle' ? { kind: 'insert', isOuter } : { kind: 'edge', grids: faces.length, isOuter }
  }

  down(held: Held): boolean {
    const { face } = this
    this.#touched = undefined
    this.hover(held)
    if (!held.isTouch) return this.#begin(held)
    // Fingers take what they see: vertices of the grid that was tapped. Anywhere else they move the map.
    this.face = face
    const near = this.#near
    if (face === undefined || !near?.faces.includes(face)) return false
    if (near.kind === 'edge' || this.hint?.kind === 'refused') return false
    this.#touched = held
    return true
  }

  #begin({ lngLat, shiftKey, isTouch = false }: Held): boolean {
    const near = this.#near
    // A press on an edge moves the map; with Shift it moves the edge.
    if (!near || (near.kind === 'edge' && !shiftKey) || this.#isTooFar()) return false
    const { draft } = this.#input
    const { vertices } = this
    const edges = near.kind === 'middle' && near.between ? [near.between] : this.#edgesAt(near)
    const reason = this.#take(near)
    if (reason) {
      this.hint = { kind: 'refused', reason }
      return false
    }
    const from = draft.held ?? near.spot
    const [x, y] = spotOf(lngLat)
    // An edge keeps its distance to the pointer, and what a finger hides its distance to the finger.
    const offset: Spot = near.kind === 'edge' || isTouch ? [from[0] - x, from[1] - y] : [0, 0]
    const ends = near.kind === 'edge' ? (near.between ?? []) : [near.spot]
    this.#taken = { edges, ends, offset, from, vertices: vertices.filter(each => !same(each, near.spot)) }
    const beside = near.kind === 'edge' ? [] : draft.coverage.neighboursOf(near.spot)
    this.#line = beside.length === 2 ? beside : []
    this.hint = { kind: 'drag', grids: draft.touched.length, isSnapped: false, isOuter: this.#isOuter(from) }
    this.#input.onchange(near.kind === 'middle' ? draft.coverage.facesAt(near.spot) : [], this.#reached())
    return true
  }

  #take(near: Near): Both | undefined {
    const { draft } = this.#input
    if (near.kind === 'vertex' || !near.between) return draft.grab(near.spot)
    return near.kind === 'middle' ? draft.grabNew(near.between, near.spot) : draft.grabEdge(near.between)
  }

  /** The edges that end where something is taken. */
  #edgesAt({ kind, spot, between }: Near): (readonly [Spot, Spot])[] {
    const ends = kind === 'edge' && between ? between : [spot]
    const { coverage } = this.#input.draft
    return ends.flatMap(end => coverage.neighboursOf(end).map(other => [end, other] as const))
  }

  move({ lngLat, at, altKey, isTouch }: Held): void {
    if (this.#touched && !this.#beginTouched(at)) return
    const { draft, onchange } = this.#input
    const [from, held, taken] = [draft.heldFrom, draft.held, this.#taken]
    if (!from || !held || !taken) return
    this.at = at
    this.#finger = isTouch ? at : undefined
    const [x, y] = spotOf(lngLat)
    const pointer: Spot = [x + taken.offset[0], y + taken.offset[1]]
    const goal = altKey ? { spot: pointer, isSnapped: false } : this.#snapped(pointer, { from, lngLat })
    const before = this.#reached()
    const reason = draft.dragTo(goal.spot)
    const grids = draft.coverage.facesAt(draft.held ?? held)
    this.hint = reason
      ? { kind: 'refused', reason }
      : {
          kind: 'drag',
          grids: grids.length,
          isSnapped: goal.isSnapped,
          isOuter: this.#isOuter(draft.held ?? held),
        }
    this.snap = reason || goal.isSnapped ? { spot: goal.spot, isBad: reason !== undefined } : undefined
    this.swept = sweptBy(taken, draft.held ?? held)
    this.was = taken.edges
    onchange(grids, [...before, ...this.#reached()])
  }

  #snapped(pointer: Spot, { from, lngLat }: { from: Spot; lngLat: Held['lngLat'] }) {
    const units = this.#units(lngLat)
    const reach: Spot = [SNAP_BOX_PIXELS * units[0], SNAP_BOX_PIXELS * units[1]]
    const targets = [from, ...this.#input.cornersNear(pointer, reach)]
    return snapped(pointer, { targets, line: this.#line, units })
  }

  /** Takes what the finger came down on once it moves. */
  #beginTouched(at: Held['at']): boolean {
    const touched = this.#touched
    if (!touched || Math.hypot(at.x - touched.at.x, at.y - touched.at.y) < TOUCH_STILL_PIXELS) return false
    this.#touched = undefined
    return this.#begin(touched)
  }

  /** What is in the hand, where it was taken, and the other ends of its edges. */
  #reached(): Spot[] {
    const { held } = this.#input.draft
    const moved = this.swept.flat()
    return [...(held ? [held] : []), ...(this.#taken?.edges.flat() ?? []), ...moved]
  }

  up(): void {
    this.#touched = undefined
    const { draft, onchange, onstep } = this.#input
    if (!draft.isDragging) return
    const faces = draft.coverage.facesAt(draft.held ?? [0, 0])
    const around = this.#reached()
    draft.drop()
    const { swept, was } = this
    this.follow(faces)
    this.swept = swept
    this.was = was
    onchange(faces, around)
    onstep()
  }

  /** Says beside the pointer why something is not done. */
  refuse(reason: Both): Both {
    this.hint = { kind: 'refused', reason }
    return reason
  }

  /** A double click on an edge puts a vertex there. */
  double({ lngLat, at, isTouch }: Pointed): boolean {
    const { draft, onchange, onstep } = this.#input
    this.hover({ lngLat, at, isTouch: isTouch ?? false })
    const near = this.#near
    if (!near || this.#isTooFar()) return false
    if (!near.between) return true
    const reason = draft.insert(near.between, near.spot)
    if (reason) this.hint = { kind: 'refused', reason }
    else onchange(draft.coverage.facesAt(near.spot))
    if (!reason) onstep()
    return true
  }

  /** Puts the vertex in the hand back where it was. */
  cancel(): void {
    this.#touched = undefined
    const faces = this.#input.draft.cancelDrag()
    this.follow(faces)
    this.#input.onchange(faces)
  }

  /** Forgets what is under the pointer and where the grids were, after they changed. */
  follow(faces: readonly number[]): void {
    if (faces.length === 0) return
    this.#near = undefined
    this.#taken = undefined
    this.#finger = undefined
    this.hint = undefined
    this.snap = undefined
    this.#forgetGround()
  }

  /** What followed from the last drag was reckoned and stands on the map. */
  settle(): void {
    if (!this.#input.draft.isDragging) this.#forgetGround()
  }

  #forgetGround() {
    this.swept = []
    this.was = []
  }

  #isOuter = (spot: Spot) => this.#input.draft.coverage.isOuter(spot)

  #units = ([, lat]: readonly [number, number]) => pixelUnits(this.#input.metersPerPixel(), lat)
}

/** The ground between where the edges were and where they are now. */
function sweptBy({ edges, ends, from }: Taken, held: Spot): Spot[][] {
  const isCarried = (spot: Spot) => ends.some(end => same(end, spot))
  const now = (spot: Spot): Spot =>
    isCarried(spot) ? [spot[0] + held[0] - from[0], spot[1] + held[1] - from[1]] : spot
  // An edge into which a vertex was put had no corner there.
  const parted = (a: Spot, b: Spot): Spot[] =>
    isCarried(a) || isCarried(b) ? [now(b), now(a)] : [b, held, a]
  const rings = edges.map(([a, b]) => [
    a,
    b,
    ...parted(a, b).filter(spot => !same(spot, a) && !same(spot, b)),
  ])
  // All one way round, so that pieces over one another are one tint.
  return rings.map(ring => (doubleArea(ring) < 0n ? ring.reverse() : ring))
}
