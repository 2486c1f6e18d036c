import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { Grid, Surroundings } from '../../server/grid/grid.ts'
import { buildCoverage } from '../../server/grid/rules/build-coverage.ts'
import type { Coverage } from '../../server/grid/rules/coverage.ts'
import { type Restore, reasons } from '../../server/grid/rules/coverage-edit.ts'
import { inCoverage } from '../../server/grid/rules/leaves.ts'
import { OuterBounds } from '../../server/grid/rules/outer-bounds.ts'
import type { Both } from '../../server/region/place.ts'
import { type Spot, same } from '../../server/region/rules/lattice.ts'

/** One gesture: what it did, and in the same order what takes each of it back. */
interface Step {
  edits: BoundaryEdit[]
  inverses: Restore[]
  faces: number[]
  /** From which face each made one took its ground. */
  origins: { face: number; from: number[] }[]
}

/** A vertex or an edge in the hand. */
interface Drag {
  /** The vertex, or the first end of the edge, where it was taken and where it is now. */
  from: Spot
  now: Spot
  /** The other end where it was taken, when an edge is in the hand. */
  end: Spot | undefined
  faces: number[]
  /** The insertion that made the vertex, when the drag began on an edge. */
  inserted: Step | undefined
}

export interface Refused {
  edit: BoundaryEdit
  reason: Both
}

/** Why an edit is not done, and where. */
export interface Refusal {
  reason: Both
  at: Spot
}

/**
 * Boundaries while they are being redrawn. The coverage holds them, so that all grids at a shared vertex
 * follow; nothing here has reached the server. Undo is without limit.
 */
export class BoundaryDraft {
  readonly grids: ReadonlyMap<number, Grid>
  readonly coverage: Coverage
  /** What the outer boundary has to mind. */
  readonly bounds: OuterBounds | undefined
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
  /** The same list as long as the same is in the hand: what hangs on it is not reckoned at every move. */
  readonly #dragged = $derived(this.#drag?.faces)
  /** The edits in order, as the server takes them. */
  readonly edits: BoundaryEdit[] = $derived(this.#done.flatMap(step => step.edits))
  /** Every face that any edit touched, made and lost ones and the drag included. */
  readonly touched: number[] = $derived([
    ...new Set([...this.#done.flatMap(step => step.faces), ...(this.#dragged ?? [])]),
  ])
  readonly seen = $derived(
    this.touched.flatMap(id => {
      const grid = this.grids.get(id)
      return grid ? [{ id, version: grid.version }] : []
    }),
  )
  /** The grid whose ground each made face mostly has; made faces may come from made ones. */
  readonly origins = $derived.by(() => {
    const found = new Map<number, number>()
    for (const { face, from } of this.#done.flatMap(step => step.origins)) {
      const [first] = from
      if (face < 0 && first !== undefined) found.set(face, found.get(first) ?? first)
    }
    return found
  })

  constructor(grids: readonly Grid[], edits: readonly BoundaryEdit[] = [], around?: Surroundings) {
    const held = inCoverage(grids)
    const { coverage, report } = buildCoverage(held)
    coverage.setParents(held.map(grid => [grid.id, grid.regionId]))
    coverage.setAbove(
      grids.filter(({ level }) => level !== 'thematic').map(({ id, parentId }) => [id, parentId]),
    )
    this.bounds = around && new OuterBounds(around)
    if (this.bounds) coverage.constrain(this.bounds)
    this.grids = new Map(grids.map(grid => [grid.id, grid]))
    this.coverage = coverage
    this.base = new Map(coverage.faceIds.map(id => [id, coverage.ringsOf(id)]))
    this.excluded = report.excluded.map(({ face }) => face)
    const refused: Refused[] = []
    for (const edit of edits) {
      const refusal = this.perform(edit)
      if (refusal) refused.push({ edit, reason: refusal.reason })
    }
    this.refused = refused
  }

  /** How many gestures have been done and not taken back. */
  get stepsDone(): number {
    return this.#done.length
  }

  /** Something else was done since: what was taken back is not done again. */
  forgetUndone(): void {
    this.#undone = []
  }

  /** Faces and divided grids that are there now and are no grid yet. */
  get made(): number[] {
    return [...this.coverage.dividedIds, ...this.coverage.faceIds].filter(id => id < 0)
  }

  /** Where the vertex, or the first end of the edge, in the hand is now. */
  get held(): Spot | undefined {
    return this.#drag?.now
  }

  get heldFrom(): Spot | undefined {
    return this.#drag?.from
  }

  /** Does one edit as a gesture of its own, or says why not. */
  perform(edit: BoundaryEdit): Refusal | undefined {
    return this.performAll([edit])
  }

  /** Does several edits as one gesture, all or none. */
  performAll(edits: readonly BoundaryEdit[]): Refusal | undefined {
    const step = this.#try(edits)
    if ('reason' in step) return step
    this.#keep(step)
    return undefined
  }

  /** Whether an edit would be done, alone. */
  fits(edit: BoundaryEdit): boolean {
    const result = this.coverage.apply(edit, { outer: true })
    if (result.done) this.coverage.apply(result.inverse)
    return result.done
  }

  #try(edits: readonly BoundaryEdit[]): Step | Refusal {
    const step: Step = { edits: [...edits], inverses: [], faces: [], origins: [] }
    for (const edit of edits) {
      const result = this.coverage.apply(edit, { outer: true })
      if (!result.done) {
        for (const inverse of step.inverses.toReversed()) this.coverage.apply(inverse)
        return { reason: result.reason, at: result.at }
      }
      step.inverses.push(result.inverse)
      const from = result.origins.flatMap(origin => origin.from)
      step.faces.push(...result.faces, ...result.gone, ...from)
      step.origins.push(...result.origins)
    }
    return step
  }

  /** Takes a vertex into the hand, or says why it stays. */
  grab(spot: Spot): Both | undefined {
    const faces = this.coverage.facesAt(spot)
    if (faces.length === 0) return reasons.noVertex
    this.#drag = { from: spot, now: spot, end: undefined, faces, inserted: undefined }
    return undefined
  }

  /** Takes a whole edge into the hand, or says why it stays. */
  grabEdge([a, b]: readonly [Spot, Spot]): Both | undefined {
    const faces = [...new Set([...this.coverage.facesAt(a), ...this.coverage.facesAt(b)])]
    if (faces.length === 0) return reasons.noEdge
    this.#drag = { from: a, now: a, end: b, faces, inserted: undefined }
    return undefined
  }

  /** Puts a vertex into an edge and takes it into the hand. */
  grabNew(between: readonly [Spot, Spot], at: Spot): Both | undefined {
    const inserted = this.#try([{ kind: 'insert-vertex', between, at }])
    if ('reason' in inserted) return inserted.reason
    this.#drag = { from: at, now: at, end: undefined, faces: this.coverage.facesAt(at), inserted }
    this.version += 1
    return undefined
  }

  /** Moves what is in the hand; all its grids follow. When refused it stays where it last fitted. */
  dragTo(to: Spot): Both | undefined {
    const drag = this.#drag
    if (!drag || same(drag.now, to)) return undefined
    const result = this.coverage.apply(carrying(drag, drag.now, to), { outer: true })
    if (!result.done) return result.reason
    this.#drag = { ...drag, now: to }
    this.version += 1
    return undefined
  }

  /** Lets what is in the hand go where it is; however it came there, that is one edit. */
  drop(): void {
    const drag = this.#drag
    if (!drag) return
    const { from, now, faces, inserted } = drag
    if (!same(from, now)) this.coverage.apply(carrying(drag, now, from), { outer: true })
    this.#drag = undefined
    const moved = same(from, now) ? undefined : this.#try([carrying(drag, from, now)])
    const step = [inserted, moved].filter(each => each !== undefined && !('reason' in each))
    if (step.length > 0) this.#keep(joined(step.filter(isStep), faces))
    else this.version += 1
  }

  /** Puts what is in the hand back. @returns the grids that follow */
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
  insert(between: readonly [Spot, Spot], at: Spot): Both | undefined {
    return this.perform({ kind: 'insert-vertex', between, at })?.reason
  }

  /** Takes back the last gesture. @returns the grids that follow, those included that are no more */
  undo(): number[] {
    if (this.#drag) return this.cancelDrag()
    const step = this.#done.at(-1)
    if (!step) return []
    for (const inverse of step.inverses.toReversed()) this.coverage.apply(inverse)
    this.#done = this.#done.slice(0, -1)
    this.#undone = [...this.#undone, step]
    this.version += 1
    return step.faces
  }

  /** Does the last taken-back gesture again. @returns the grids that follow, those included that are no more */
  redo(): number[] {
    const step = this.#undone.at(-1)
    if (!step || this.#drag) return []
    for (const edit of step.edits) this.coverage.apply(edit, { outer: true })
    this.#undone = this.#undone.slice(0, -1)
    this.#done = [...this.#done, step]
    this.version += 1
    return step.faces
  }

  #keep(step: Step): void {
    this.#done = [...this.#done, step]
    this.#undone = []
    this.version += 1
  }
}

const isStep = (each: Step | Refusal | undefined): each is Step => each !== undefined && 'edits' in each

const joined = (steps: readonly Step[], faces: readonly number[]): Step => ({
  edits: steps.flatMap(step => step.edits),
  inverses: steps.flatMap(step => step.inverses),
  faces: [...new Set([...faces, ...steps.flatMap(step => step.faces)])],
  origins: steps.flatMap(step => step.origins),
})

/** What carries a vertex or an edge from one place to another; an edge keeps its length and direction. */
function carrying({ from, end }: Drag, start: Spot, to: Spot): BoundaryEdit {
  if (!end) return { kind: 'move-vertex', from: start, to }
  const far: Spot = [end[0] + start[0] - from[0], end[1] + start[1] - from[1]]
  return { kind: 'move-edge', between: [start, far], by: [to[0] - start[0], to[1] - start[1]] }
}
