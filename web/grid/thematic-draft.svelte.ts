import type { ThematicEdit } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Polygon } from '../../server/region/place.ts'
import type { ThematicShape } from './thematic.ts'

type Edits = readonly ThematicEdit[]

interface Step {
  before: Edits
  after: Edits
  /** How many steps at the boundaries had been done before it. */
  at: number
}

/** What a thematic grid is called and who keeps it. */
export interface ThematicNames {
  name: string
  lead: string
  phone: string
}

/** Thematic grids that a draft draws, changes or retires: one edit a grid. Undo is without limit. */
export class ThematicDraft {
  edits = $state.raw<Edits>([])
  #done = $state.raw<readonly Step[]>([])
  #undone = $state.raw<readonly Step[]>([])

  /** Begins anew with the edits of a kept draft. */
  reset(edits: Edits): void {
    this.edits = edits
    this.#done = []
    this.#undone = []
  }

  draw(drawn: { name: string; polygon: Polygon }, at: number): void {
    this.#do([...this.edits, { kind: 'draw', ...drawn, lead: '', phone: '' }], at)
  }

  redraw(shape: ThematicShape, polygon: Polygon, at: number): void {
    this.#do(this.#with(shape, { polygon }), at)
  }

  correct(shape: ThematicShape, names: ThematicNames, at: number): void {
    this.#do(this.#with(shape, names), at)
  }

  /** One in force goes on publishing; one that this draft drew is simply taken out of it. */
  retire(shape: ThematicShape, reason: string, at: number): void {
    const others = this.edits.filter((_, place) => place !== shape.place)
    const { id } = shape
    this.#do(id === undefined ? others : [...others, { kind: 'retire', id, reason }], at)
  }

  /** Leaves the grid as it is in force. */
  leave(shape: ThematicShape, at: number): void {
    this.#do(
      this.edits.filter((_, place) => place !== shape.place),
      at,
    )
  }

  #with({ id, place }: ThematicShape, changed: Partial<ThematicNames & { polygon: Polygon }>): Edits {
    if (place !== undefined)
      return this.edits.map((edit, i) =>
        i === place && edit.kind !== 'retire' ? { ...edit, ...changed } : edit,
      )
    return id === undefined ? this.edits : [...this.edits, { kind: 'redraw', id, ...changed }]
  }

  #do(after: Edits, at: number): void {
    this.#done = [...this.#done, { before: this.edits, after, at }]
    this.#undone = []
    this.edits = after
  }

  /** Whether the last thing done here came after all that was done at the boundaries. */
  canUndo = (at: number): boolean => (this.#done.at(-1)?.at ?? -1) >= at
  canRedo = (at: number): boolean => (this.#undone.at(-1)?.at ?? Infinity) <= at

  undo(at: number): boolean {
    const step = this.#done.at(-1)
    if (!step || !this.canUndo(at)) return false
    this.#done = this.#done.slice(0, -1)
    this.#undone = [...this.#undone, step]
    this.edits = step.before
    return true
  }

  redo(at: number): boolean {
    const step = this.#undone.at(-1)
    if (!step || !this.canRedo(at)) return false
    this.#undone = this.#undone.slice(0, -1)
    this.#done = [...this.#done, step]
    this.edits = step.after
    return true
  }

  /** Something new was done at the boundaries: what was taken back is gone. */
  forgetUndone(): void {
    this.#undone = []
  }

  /** The grids in force that are changed, at the versions they are shown in. */
  seen(grids: ReadonlyMap<number, Grid>): { id: number; version: number }[] {
    return this.edits.flatMap(edit => {
      const grid = edit.kind === 'draw' ? undefined : grids.get(edit.id)
      return grid ? [{ id: grid.id, version: grid.version }] : []
    })
  }
}
