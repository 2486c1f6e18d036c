import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { Grid } from '../../server/grid/grid.ts'
import { buildCoverage } from '../../server/grid/rules/build-coverage.ts'
import type { Coverage } from '../../server/grid/rules/coverage.ts'
import { type CoverageEdit, reasons } from '../../server/grid/rules/coverage-edit.ts'
import type { Both } from '../../server/region/place.ts'
import { type Spot, same } from '../../server/region/rules/lattice.ts'

/** One gesture: what it did, and in the same order what takes each of it back. */
interface Step {
  edits: BoundaryEdit[]
  inverses: CoverageEdit[]
  faces: number[]
}

/** A vertex in the hand: where it was taken and where it is now. */
interface Drag {
  from: Spot
  now: Spot
  faces: number[]
  /** The insertion that made the vertex, when the drag began on an edge. */
  inserted: Step | undefined
}

export interface Refused {
  edit: BoundaryEdit
  reason: Both
}

/**
 * Boundaries while they are being redrawn. The coverage holds them, so that all grids at a shared vertex
 * follow; nothing here has reached the server. Undo is without limit.
 */
export class BoundaryDraft {
  readonly grids: ReadonlyMap<number, Grid>
  readonly coverage: Coverage
  /** The grids as they were before any edit, on the same lattice. */
  readonly base: ReadonlyMap<number, readonly Spot[][]>
  /** Edits given at the start that no longer fit. */
  readonly refused: readonly Refused[]
  /** Grids that overlap another and cannot be edited until that is put right. */
  readonly excluded: readonly number[]
  #done = $state.raw<readonly Step[]>([])
  #undone = $state.raw<readonly Step[]>([])
  #drag = $state.raw<Drag | undefined>()
  /** Rises with every change of the coverage, which is not watched itself. */
  version = $state(0)
  readonly canUndo = $derived(this.#done.length > 0 || this.#drag !== undefined)
  readonly canRedo = $derived(this.#undone.length > 0)
  readonly isDragging = $derived(this.#drag !== undefined)
  /** The edits in order, as the server takes them. */
  readonly edits: BoundaryEdit[] = $derived(this.#done.flatMap(step => step.edits))
  /** Every grid whose boundary any edit touched, the drag included. */
  readonly touched: number[] = $derived([
    ...new Set([...this.#done.flatMap(step => step.faces), ...(this.#drag?.faces ?? [])]),
  ])
  readonly seen = $derived(
    this.touched.flatMap(id => {
      const grid = this.grids.get(id)
      return grid ? [{ id, version: grid.version }] : []
    }),
  )

  constructor(grids: readonly Grid[], edits: readonly BoundaryEdit[] = []) {
    const { coverage, report } = buildCoverage([...grids])
    this.grids = new Map(grids.map(grid => [grid.id, grid]))
    this.coverage = coverage
    this.base = new Map(coverage.faceIds.map(id => [id, coverage.ringsOf(id)]))
    this.excluded = report.excluded.map(({ face }) => face)
    const refused: Refused[] = []
    for (const edit of edits) {
      const reason = this.#do([edit])
      if (reason) refused.push({ edit, reason })
    }
    this.refused = refused
  }

  /** Where the vertex in the hand is now. */
  get held(): Spot | undefined {
    return this.#drag?.now
  }

  /** Where the vertex in the hand was taken. */
  get heldFrom(): Spot | undefined {
    return this.#drag?.from
  }

  /** Takes a vertex into the hand, or says why it stays. */
  grab(spot: Spot): Both | undefined {
    const faces = this.coverage.facesAt(spot)
    if (faces.length === 0) return reasons.noVertex
    if (this.coverage.isOuter(spot)) return reasons.outer
    this.#drag = { from: spot, now: spot, faces, inserted: undefined }
    return undefined
  }

  /** Puts a vertex into an edge and takes it into the hand. */
  grabNew(between: readonly [Spot, Spot], at: Spot): Both | undefined {
    const reason = this.insert(between, at)
    if (reason) return reason
    const inserted = this.#done.at(-1)
    this.#done = this.#done.slice(0, -1)
    this.#drag = { from: at, now: at, faces: this.coverage.facesAt(at), inserted }
    return undefined
  }

  /** Moves the vertex in the hand; all its grids follow. When refused it stays where it last fitted. */
  dragTo(to: Spot): Both | undefined {
    const drag = this.#drag
    if (!drag || same(drag.now, to)) return undefined
    const result = this.coverage.apply({ kind: 'move-vertex', from: pair(drag.now), to: pair(to) })
    if (!result.done) return result.reason
    this.#drag = { ...drag, now: to }
    this.version += 1
    return undefined
  }

  /** Lets the vertex go where it is. */
  drop(): void {
    const drag = this.#drag
    if (!drag) return
    const { from, now, faces, inserted } = drag
    this.#drag = undefined
    if (same(from, now) && !inserted) return
    const move: Step = same(from, now)
      ? { edits: [], inverses: [], faces }
      : {
          edits: [{ kind: 'move-vertex', from: pair(from), to: pair(now) }],
          inverses: [{ kind: 'move-vertex', from: pair(now), to: pair(from) }],
          faces,
        }
    this.#keep(inserted ? joined(inserted, move) : move)
  }

  /** Puts the vertex in the hand back. @returns the grids that follow */
  cancelDrag(): number[] {
    const drag = this.#drag
    if (!drag) return []
    this.dragTo(drag.from)
    for (const inverse of drag.inserted?.inverses ?? []) this.coverage.apply(inverse)
    this.#drag = undefined
    this.version += 1
    return drag.faces
  }

  /** Puts a vertex into an edge, or says why not. */
  insert([a, b]: readonly [Spot, Spot], at: Spot): Both | undefined {
    return this.#do([{ kind: 'insert-vertex', between: [pair(a), pair(b)], at: pair(at) }])
  }

  /** Takes back the last gesture. @returns the grids that follow */
  undo(): number[] {
    if (this.#drag) return this.cancelDrag()
    const step = this.#done.at(-1)
    if (!step) return []
    for (const inverse of [...step.inverses].reverse()) this.coverage.apply(inverse)
    this.#done = this.#done.slice(0, -1)
    this.#undone = [...this.#undone, step]
    this.version += 1
    return step.faces
  }

  /** Does the last taken-back gesture again. @returns the grids that follow */
  redo(): number[] {
    const step = this.#undone.at(-1)
    if (!step || this.#drag) return []
    for (const edit of step.edits) this.coverage.apply(edit)
    this.#undone = this.#undone.slice(0, -1)
    this.#done = [...this.#done, step]
    this.version += 1
    return step.faces
  }

  #do(edits: BoundaryEdit[]): Both | undefined {
    const step: Step = { edits, inverses: [], faces: [] }
    for (const edit of edits) {
      const result = this.coverage.apply(edit)
      if (!result.done) return result.reason
      step.inverses.push(result.inverse)
      step.faces.push(...result.faces)
    }
    this.#keep(step)
    return undefined
  }

  #keep(step: Step): void {
    this.#done = [...this.#done, step]
    this.#undone = []
    this.version += 1
  }
}

const pair = ([x, y]: Spot): [number, number] => [x, y]

const joined = (a: Step, b: Step): Step => ({
  edits: [...a.edits, ...b.edits],
  inverses: [...a.inverses, ...b.inverses],
  faces: [...new Set([...a.faces, ...b.faces])],
})
