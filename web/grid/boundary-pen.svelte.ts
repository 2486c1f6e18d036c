import type { Both } from '../../server/region/place.ts'
import { lngLatOf, type Spot, same, spotOf } from '../../server/region/rules/lattice.ts'
import { checkPolygon } from '../../server/region/rules/validity.ts'
import type { Picked } from '../map/stage.svelte.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { type PixelUnits, pixelsBetween, pixelUnits } from './boundary-reach.ts'
import { penEdits } from './pen-edits.ts'
import type { OnLine, Traces } from './trace.ts'

/** What a drawn line does: part faces, divide a grid into lower ones, redraw a boundary, make a new face of a ring, give a ring to a grid, or lie over all. */
export type PenKind = 'split' | 'divide' | 'reshape' | 'cut-out' | 'transfer' | 'thematic'

/** What the pen says beside the pointer. */
export type PenHint =
  | {
      kind: 'start' | 'go-on' | 'close' | 'receiver' | 'on-boundary' | 'on-vertex' | 'on-outer' | 'on-beside'
    }
  | { kind: 'on-line'; name: string }
  | { kind: 'refused'; reason: Both }

export interface PenInput {
  kind: PenKind
  draft: BoundaryDraft
  metersPerPixel: () => number
  /** Roads and rivers to run along; undefined while the pen draws freely. */
  traces: () => Traces | undefined
  /** The line on the map changed. */
  onmark: () => void
  /** An edit was done; these faces changed. */
  ondone: (faces: readonly number[]) => void
  /** The ring of a thematic grid was closed; it changes no face. */
  onring: (ring: readonly Spot[]) => void
}

type Pointed = Pick<Picked, 'lngLat' | 'at'> & { isTouch?: boolean }

interface Corner {
  spot: Spot
  /** Where it lies on a road or river, to run along it from here. */
  line: OnLine | undefined
  /** Spots of the way from the corner before. */
  way: Spot[]
}

const reachPixels = 10
/** A finger is broader than the tip of an arrow. */
const touchReachPixels = 22
const samePixels = 3

/** Draws a line corner by corner. Corners snap to vertices, boundaries, and roads and rivers when asked to. */
export class BoundaryPen {
  hint = $state.raw<PenHint>({ kind: 'start' })
  /** Pixels from the map's top left corner. */
  at = $state.raw({ x: 0, y: 0 })
  snap = $state.raw<{ spot: Spot; isBad: boolean } | undefined>()
  /** The grid that gets the ring. */
  receiver = $state<number | undefined>()
  #corners = $state.raw<readonly Corner[]>([])
  #pointer = $state.raw<Corner | undefined>()
  #reach = reachPixels
  readonly #input: PenInput

  constructor(input: PenInput) {
    this.#input = input
    this.hint = this.#needsReceiver ? { kind: 'receiver' } : { kind: 'start' }
  }

  get kind(): PenKind {
    return this.#input.kind
  }

  get isRing(): boolean {
    return this.kind === 'cut-out' || this.kind === 'transfer' || this.kind === 'thematic'
  }

  get isDrawing(): boolean {
    return this.#corners.length > 0 || this.receiver !== undefined
  }

  get cursor(): string {
    if (this.hint.kind === 'refused') return 'not-allowed'
    return this.#needsReceiver ? 'pointer' : 'crosshair'
  }

  /** The line as it would be with a corner at the pointer. */
  get line(): Spot[] {
    const corners = this.#pointer && !this.#needsReceiver ? [...this.#corners, this.#pointer] : this.#corners
    return spotsOf(corners)
  }

  get #needsReceiver(): boolean {
    return this.kind === 'transfer' && this.receiver === undefined
  }

  hover({ lngLat, at, isTouch }: Pointed): void {
    this.at = at
    this.#reach = isTouch ? touchReachPixels : reachPixels
    const spot = spotOf(lngLat)
    const { draft, onmark } = this.#input
    if (this.#needsReceiver) {
      this.snap = undefined
      const face = draft.coverage.faceAt(spot)
      this.hint = face === undefined ? { kind: 'refused', reason: words.outside } : { kind: 'receiver' }
      onmark()
      return
    }
    this.#pointer = this.#cornerAt(spot, lngLat[1])
    onmark()
  }

  /** Where a corner would be, and what is said there. */
  #cornerAt(spot: Spot, lat: number): Corner {
    const units = pixelUnits(this.#input.metersPerPixel(), lat)
    const first = this.#corners[0]
    if (
      this.isRing &&
      first &&
      this.#corners.length > 2 &&
      pixelsBetween(first.spot, spot, units) < this.#reach
    ) {
      this.#say({ kind: 'close' }, first.spot)
      return { spot: first.spot, line: undefined, way: [] }
    }
    const near = this.#input.draft.coverage.nearest(spot, {
      reach: this.#reach * units[1],
      scaleX: units[1] / units[0],
    })
    const onOuter = near && this.#isOuter(near)
    if (near?.kind === 'vertex') {
      this.#say({ kind: onOuter ? 'on-outer' : 'on-vertex' }, near.spot)
      return this.#along({ spot: near.spot, line: this.#lineAt(near.spot, units, 2), way: [] })
    }
    const beside = near ? undefined : this.#cornerBeside(spot, units)
    const line = this.#lineAt(spot, units, this.#reach)
    if (line) {
      this.#say({ kind: 'on-line', name: line.name }, line.spot)
      return this.#along({ spot: line.spot, line, way: [] })
    }
    if (near) this.#say({ kind: onOuter ? 'on-outer' : 'on-boundary' }, near.spot)
    else if (beside) this.#say({ kind: 'on-beside' }, beside)
    else this.#say({ kind: this.#corners.length === 0 ? 'start' : 'go-on' }, undefined)
    return { spot: near?.spot ?? beside ?? spot, line: undefined, way: [] }
  }

  /** Where a redrawn boundary would move that of the whole town. */
  #isOuter({ kind, spot, faces }: { kind: string; spot: Spot; faces: readonly number[] }): boolean {
    if (this.kind !== 'reshape') return false
    return kind === 'vertex' ? this.#input.draft.coverage.isOuter(spot) : faces.length < 2
  }

  /** A corner of a boundary that the town may share. */
  #cornerBeside([x, y]: Spot, units: PixelUnits): Spot | undefined {
    const [east, north] = [this.#reach * units[0], this.#reach * units[1]]
    const corners = this.#input.draft.bounds?.cornersIn([x - east, y - north, x + east, y + north]) ?? []
    const far = (spot: Spot) => pixelsBetween(spot, [x, y], units)
    return corners.sort((a, b) => far(a) - far(b))[0]
  }

  #lineAt = (spot: Spot, units: PixelUnits, reach: number) =>
    this.#input.traces()?.nearest(spot, { units, reach })

  /** From a place on a road to another on roads joined to it, the line runs along them. */
  #along(corner: Corner): Corner {
    const last = this.#corners.at(-1)
    if (!last?.line || !corner.line) return corner
    return { ...corner, way: this.#input.traces()?.between(last.line, corner.line) ?? [] }
  }

  #say(hint: PenHint, spot: Spot | undefined): void {
    this.hint = hint
    this.snap = spot && { spot, isBad: false }
  }

  /** Sets a corner, or closes the ring on its first one. */
  click({ lngLat, at, isTouch }: Pointed): void {
    this.at = at
    this.#reach = isTouch ? touchReachPixels : reachPixels
    const spot = spotOf(lngLat)
    if (this.#needsReceiver) {
      this.receiver = this.#input.draft.coverage.faceAt(spot)
      if (this.receiver !== undefined) this.hint = { kind: 'start' }
      this.#input.onmark()
      return
    }
    const corner = this.#cornerAt(spot, lngLat[1])
    const closes = this.hint.kind === 'close'
    const last = this.#corners.at(-1)
    if (!closes && !this.#isSame(last, corner, lngLat[1])) this.#corners = [...this.#corners, corner]
    this.#pointer = undefined
    if (closes) this.finish()
    else this.#input.onmark()
  }

  /** A double click is two clicks that a hand does not set on the same pixel. */
  #isSame(last: Corner | undefined, { spot, way }: Corner, lat: number): boolean {
    if (!last || way.length > 0) return false
    const units = pixelUnits(this.#input.metersPerPixel(), lat)
    return same(last.spot, spot) || pixelsBetween(last.spot, spot, units) < samePixels
  }

  /** Forgets a receiver that is no more, after the boundaries changed. */
  follow(): void {
    const isGone = this.receiver !== undefined && !this.#input.draft.coverage.has(this.receiver)
    if (isGone) this.clear()
  }

  /** Takes the last corner back. @returns whether there was one */
  back(): boolean {
    if (!this.isDrawing) return false
    if (this.#corners.length === 0) this.receiver = undefined
    this.#corners = this.#corners.slice(0, -1)
    this.#pointer = undefined
    this.snap = undefined
    this.hint = { kind: this.#needsReceiver ? 'receiver' : this.#corners.length > 0 ? 'go-on' : 'start' }
    this.#input.onmark()
    return true
  }

  clear(): void {
    this.#corners = []
    this.#pointer = undefined
    this.receiver = undefined
    this.snap = undefined
    this.hint = this.#needsReceiver ? { kind: 'receiver' } : { kind: 'start' }
    this.#input.onmark()
  }

  /** Does the edit with the line as it is. A refusal keeps the line, so that it can be mended. */
  finish(): void {
    const { draft, ondone, onmark } = this.#input
    const line = spotsOf(this.#corners)
    if (this.kind === 'thematic' && line.length > 2) {
      this.#giveRing(line)
      return
    }
    const edits = penEdits({ kind: this.kind, line, receiver: this.receiver, draft })
    if (!Array.isArray(edits)) {
      this.hint = { kind: 'refused', reason: edits }
      onmark()
      return
    }
    const refusal = draft.performAll(edits)
    if (refusal) {
      this.hint = { kind: 'refused', reason: refusal.reason }
      this.snap = { spot: refusal.at, isBad: true }
      onmark()
      return
    }
    this.clear()
    ondone(draft.touched)
  }

  #giveRing(ring: Spot[]): void {
    const ends = [...ring, ...ring.slice(0, 1)].map(lngLatOf)
    const checked = checkPolygon({ type: 'Polygon', coordinates: [ends] })
    if (!checked.valid) {
      this.hint = { kind: 'refused', reason: words.crossed }
      this.#input.onmark()
      return
    }
    this.clear()
    this.#input.onring(ring)
  }
}

const spotsOf = (corners: readonly Corner[]): Spot[] =>
  corners
    .flatMap(({ way, spot }) => [...way, spot])
    .filter((spot, i, all) => i === 0 || !same(spot, all[i - 1] ?? spot))

const words = {
  crossed: { zh: '围线自相交叉', en: 'The ring crosses itself' },
  outside: { zh: '这里不在任何网格内', en: 'There is no grid here' },
}
