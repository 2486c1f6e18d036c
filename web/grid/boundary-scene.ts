import type { Handover } from '../../server/grid/consequence.ts'
import type { Spot } from '../../server/region/rules/lattice.ts'
import type { MapStage } from '../map/stage.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import { BoundaryPaint, type Marks } from './boundary-paint.ts'
import { ToolBox, type ToolBoxInput } from './tool-box.svelte.ts'

export interface SceneInput extends Omit<ToolBoxInput, 'metersPerPixel' | 'onchange'> {
  stage: MapStage
  view: MapView
  focus: () => number | undefined
  /** Boundaries changed by a tool. */
  onchange: () => void
}

/** A draft on the map: the tools that have its pointer, and all that is drawn of boundaries and marks. */
export class BoundaryScene {
  readonly tools: ToolBox
  readonly #paint: BoundaryPaint
  /** The handovers on the map: those of the last rest, while something is in the hand. */
  #handovers: readonly Handover[] = []
  #stops: (() => void)[] = []
  readonly #input: SceneInput

  constructor(input: SceneInput) {
    const { stage, view, draft } = input
    this.#input = input
    this.tools = new ToolBox({
      ...input,
      metersPerPixel: () => view.metersPerPixel,
      onchange: (faces, around) => this.redraw(faces, around),
    })
    this.#paint = new BoundaryPaint(stage, draft, () => this.tools.hand.loupe)
  }

  /** Lets the boundary tools have the pointer, or takes it from them. */
  listen(isOn: boolean): void {
    const { tools } = this
    const { stage } = this.#input
    for (const stop of this.#stops.splice(0)) stop()
    if (isOn)
      this.#stops = [stage.grab(tools), stage.on('hover', tools.hover), stage.on('click', tools.click)]
  }

  /** Draws changed grids anew, everything or round some spots; without any, the marks alone. */
  redraw(faces: readonly number[], around?: readonly Spot[]): void {
    this.#paint.update(this.#marks(), around ?? (faces.length > 0 ? 'all' : []))
    if (faces.length > 0) this.#input.onchange()
    this.#input.stage.cursor = this.tools.cursor
  }

  /** Draws all anew as it was reckoned. */
  settle(handovers: readonly Handover[]): void {
    this.#handovers = handovers
    this.tools.hand.settle()
    this.#paint.settle(this.#marks())
  }

  #marks(): Marks {
    const { hand, pen, picker, tool, name } = this.tools
    const isMoving = name === 'move'
    return {
      vertices: isMoving ? hand.vertices : noSpots,
      extra: isMoving ? hand.extra : noSpots,
      snap: tool.snap,
      swept: hand.swept,
      was: hand.was,
      handovers: this.#handovers,
      focus: this.#input.focus(),
      line: pen?.line ?? noSpots,
      isRing: pen?.isRing ?? false,
      chosen: picker?.picked ?? (pen?.receiver === undefined ? [] : [pen.receiver]),
    }
  }

  close(): void {
    this.listen(false)
    this.#paint.clear()
    this.#input.stage.cursor = ''
  }
}

const noSpots: readonly Spot[] = []
