import type { Both } from '../../server/region/place.ts'
import type { Spot } from '../../server/region/rules/lattice.ts'
import type { Grabber, Held } from '../map/grab.ts'
import type { Picked } from '../map/stage.svelte.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { BoundaryHand } from './boundary-hand.svelte.ts'
import { BoundaryPen, type PenKind } from './boundary-pen.svelte.ts'
import { FacePicker, type PickerKind } from './face-picker.svelte.ts'
import type { Traces } from './trace.ts'

export type ToolName = 'move' | PenKind | PickerKind

export interface ToolBoxInput {
  draft: BoundaryDraft
  metersPerPixel: () => number
  /** Corners of cells to snap to, within a reach (units east and north) of a spot. */
  cornersNear: (spot: Spot, reach: Spot) => readonly Spot[]
  traces: () => Traces | undefined
  /** Faces that changed, none when only the marks did; and round where, unless it is everywhere they are. */
  onchange: (faces: readonly number[], around?: readonly Spot[]) => void
  /** A gesture is complete. */
  onstep: () => void
  /** The ring of a thematic grid was drawn. */
  onring: (ring: readonly Spot[]) => void
}

const penKinds: readonly string[] = ['split', 'divide', 'reshape', 'cut-out', 'transfer', 'thematic']
const isPen = (name: ToolName): name is PenKind => penKinds.includes(name)

/** The tools on the boundaries, one of them in the hand; the map's pointer goes to that one. */
export class ToolBox implements Grabber {
  name = $state<ToolName>('move')
  readonly hand: BoundaryHand
  pen = $state.raw<BoundaryPen | undefined>()
  picker = $state.raw<FacePicker | undefined>()
  /** Whether pens run along roads and rivers. */
  isTracing = $state(false)
  toleranceMeters = $state(5)
  readonly #input: ToolBoxInput

  constructor(input: ToolBoxInput) {
    this.#input = input
    this.hand = new BoundaryHand({
      draft: input.draft,
      metersPerPixel: input.metersPerPixel,
      cornersNear: input.cornersNear,
      onchange: input.onchange,
      onstep: input.onstep,
    })
  }

  /** What is in the hand: one of the three always is. */
  get tool(): BoundaryHand | BoundaryPen | FacePicker {
    return this.pen ?? this.picker ?? this.hand
  }

  get cursor(): string {
    return this.tool.cursor
  }

  /** Whether something is begun that Escape gives up before it leaves the tool. */
  get isDrawing(): boolean {
    return this.#input.draft.isDragging || (this.pen?.isDrawing ?? false) || (this.picker?.isDrawing ?? false)
  }

  choose(name: ToolName, faces: readonly number[] = []): void {
    const { draft, metersPerPixel, onchange, onring } = this.#input
    // The key of the tool in the hand leaves what is begun with it.
    if (name === this.name && name !== 'move' && this.isDrawing && faces.length === 0) return
    if (draft.isDragging) this.hand.cancel()
    this.name = name
    const onmark = () => onchange([])
    this.pen = isPen(name)
      ? new BoundaryPen({
          ...{ kind: name, draft, metersPerPixel, onmark, ondone: this.#done, onring },
          traces: () => (this.isTracing ? this.#input.traces() : undefined),
        })
      : undefined
    const toleranceMeters = () => this.toleranceMeters
    this.picker =
      name === 'merge' || name === 'simplify' || name === 'undivide'
        ? new FacePicker({ kind: name, draft, toleranceMeters, onmark, ondone: this.#done }, faces)
        : undefined
    onchange([])
  }

  #done = (faces: readonly number[]) => {
    this.#input.onchange(faces)
    this.#input.onstep()
  }

  /** Kept from the others: what lies under the pointer is not looked up while boundaries are edited. */
  hover = (picked: Picked): boolean => {
    this.tool.hover(picked)
    return true
  }

  /** A click of a pen or picker; the hand takes presses instead. */
  click = (picked: Picked): boolean => {
    const tool = this.pen ?? this.picker
    tool?.click(picked)
    return tool !== undefined
  }

  down(held: Held): boolean {
    return this.name === 'move' && this.hand.down(held)
  }
  move(held: Held): void {
    this.hand.move(held)
  }
  up(): void {
    this.hand.up()
  }
  double(held: Held): boolean {
    if (this.pen) this.pen.finish()
    else if (this.picker) this.picker.finish()
    else return this.hand.double(held)
    return true
  }

  finish = (): void => (this.pen ?? this.picker)?.finish()
  back = (): boolean => (this.pen ?? this.picker)?.back() ?? false

  /** The other button, or a finger that stays: takes the last corner back, or a vertex out of its boundaries, or puts one in. */
  second = (held: Held): boolean => {
    if (this.pen || this.picker) return this.back()
    if (this.#input.draft.isDragging) this.hand.cancel()
    this.hand.hover(held)
    if (!this.hand.vertexUnder) return this.hand.double(held)
    this.deleteVertex()
    return true
  }

  /** Takes the vertex under the pointer out of its boundaries, or says why not. */
  deleteVertex = (): Both | undefined => {
    const spot = this.hand.vertexUnder
    if (this.name !== 'move') return undefined
    if (!spot) return this.hand.refuse(words.noVertex)
    const { draft } = this.#input
    const faces = draft.coverage.facesAt(spot)
    const refusal = draft.perform({ kind: 'delete-vertex', at: spot })
    if (refusal) return this.hand.refuse(refusal.reason)
    this.hand.follow(faces)
    this.#done(faces)
    return undefined
  }

  /** Gives up what is begun, then the tool. @returns false when there was nothing to give up */
  cancel(): boolean {
    if (this.#input.draft.isDragging) this.hand.cancel()
    else if (this.pen?.isDrawing) this.pen.clear()
    else if (this.picker?.isDrawing) this.picker.clear()
    else if (this.name !== 'move') this.choose('move')
    else return false
    return true
  }

  /** Forgets what was under the pointer after the boundaries changed. */
  follow(faces: readonly number[]): void {
    this.hand.follow(faces)
    this.picker?.clear()
    this.pen?.follow()
  }
}

const words = {
  noVertex: { zh: '先把指针放在一个顶点上', en: 'Put the pointer on a vertex first' },
}
