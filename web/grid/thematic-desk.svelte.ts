import type { Grid } from '../../server/grid/grid.ts'
import type { Polygon } from '../../server/region/place.ts'
import { lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import type { MapStage } from '../map/stage.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import { ShapeHand } from './shape-hand.svelte.ts'
import { type ThematicAct, type ThematicShape, thematicShapes } from './thematic.ts'
import { ThematicDraft, type ThematicNames } from './thematic-draft.svelte.ts'

export interface ThematicDeskInput {
  stage: MapStage
  view: MapView
  newName: (number: number) => string
  /** Steps done at the boundaries so far, so that undo goes back through both in order. */
  steps: () => number
  /** Something at the boundaries that was taken back can no longer be done again. */
  forgetUndone: () => void
  /** The edits changed and are to be kept. */
  onkeep: () => void
  /** True while the pointer belongs to the shape, not to the boundary tools. */
  onhold: (isHeld: boolean) => void
}

/** What is asked about a thematic grid: to name it or to retire it. */
export interface Asked {
  kind: 'names' | 'retire'
  shape: ThematicShape
}

/** The thematic grids of one sitting: drawn, redrawn by their corners, named, retired. */
export class ThematicDesk {
  readonly draft = new ThematicDraft()
  hand = $state.raw<ShapeHand | undefined>()
  /** The shape whose corners are in the hand. */
  shape = $state.raw<ThematicShape | undefined>()
  asked = $state.raw<Asked | undefined>()
  /** A drawn one is picked by its key; one in force by the workspace's address. */
  picked = $state<string | undefined>()
  #stops: (() => void)[] = []
  readonly #input: ThematicDeskInput

  constructor(input: ThematicDeskInput) {
    this.#input = input
  }

  get edits() {
    return this.draft.edits
  }

  shapesOn = (grids: readonly Grid[]): readonly ThematicShape[] => thematicShapes(grids, this.edits)

  draw(ring: readonly Spot[]): void {
    const coordinates = [[...ring, ...ring.slice(0, 1)].map(lngLatOf)]
    const polygon: Polygon = { type: 'Polygon', coordinates }
    const name = this.#input.newName(this.edits.filter(({ kind }) => kind === 'draw').length + 1)
    this.draft.draw({ name, polygon }, this.#input.steps())
    this.#done()
    const place = this.edits.length - 1
    this.picked = `d${place}`
    const shape = thematicShapes([], this.edits).find(each => each.place === place)
    // A grid wants a name of its own as soon as it is drawn.
    if (shape) this.asked = { kind: 'names', shape }
  }

  /** Takes the corners of a shape into the hand. */
  reshape(shape: ThematicShape): void {
    this.finish()
    const { stage, view, onhold } = this.#input
    onhold(true)
    const hand = new ShapeHand(shape.polygon, () => view.metersPerPixel)
    this.hand = hand
    this.shape = shape
    const hover = (picked: Parameters<ShapeHand['hover']>[0]) => {
      hand.hover(picked)
      stage.cursor = hand.cursor
      return true
    }
    // While its corners are in the hand, a click picks nothing else.
    this.#stops = [stage.grab(hand), stage.on('hover', hover), stage.on('click', () => true)]
  }

  /** Lets the corners go and keeps what they have become. */
  finish = (): void => {
    const { hand, shape } = this
    this.cancel()
    if (!hand?.isChanged || !shape) return
    this.draft.redraw(shape, hand.polygon, this.#input.steps())
    this.#done()
  }

  /** Lets the corners go; the shape is as it was before. */
  cancel = (): void => {
    if (!this.hand) return
    for (const stop of this.#stops.splice(0)) stop()
    this.hand = undefined
    this.shape = undefined
    this.#input.stage.cursor = ''
    this.#input.onhold(false)
  }

  /** Begins what was asked of a shape; names and retiring ask on before anything is done. */
  act(act: ThematicAct, shape: ThematicShape): void {
    this.picked = shape.key
    if (act === 'redraw') this.reshape(shape)
    else if (act === 'leave') this.leaveAsIs(shape)
    else {
      this.finish()
      this.asked = { kind: act, shape }
    }
  }

  correct(shape: ThematicShape, names: ThematicNames): void {
    this.draft.correct(shape, names, this.#input.steps())
    this.#done()
  }

  retire(shape: ThematicShape, reason: string): void {
    this.draft.retire(shape, reason, this.#input.steps())
    this.#done()
  }

  leaveAsIs(shape: ThematicShape): void {
    this.draft.leave(shape, this.#input.steps())
    this.#done()
  }

  #done(): void {
    this.#input.forgetUndone()
    this.#input.onkeep()
  }

  get canUndo(): boolean {
    return this.hand?.isChanged || this.draft.canUndo(this.#input.steps())
  }

  get canRedo(): boolean {
    return this.draft.canRedo(this.#input.steps())
  }

  /** @returns whether the step to take back was one of these */
  undo(): boolean {
    if (this.hand) {
      this.hand.undo()
      return true
    }
    if (!this.draft.undo(this.#input.steps())) return false
    this.#input.onkeep()
    return true
  }

  redo(): boolean {
    if (this.hand) {
      this.hand.redo()
      return true
    }
    if (!this.draft.redo(this.#input.steps())) return false
    this.#input.onkeep()
    return true
  }

  close(): void {
    this.cancel()
    this.asked = undefined
    this.picked = undefined
    this.draft.reset([])
  }
}
