import { untrack } from 'svelte'
import type { BoundaryEdit } from '../../server/grid/boundary-edit.ts'
import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Spot } from '../../server/region/rules/lattice.ts'
import type { CellGeometry } from '../../server/risk/rules/cell-pack.ts'
import type { Api } from '../api.ts'
import type { MapStage } from '../map/stage.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { BoundaryScene } from './boundary-scene.ts'
import { cellCorners } from './cell-corners.ts'
import { DraftGround } from './draft-ground.svelte.ts'
import { DraftPapers } from './draft-papers.svelte.ts'
import { DraftTruth } from './draft-truth.svelte.ts'
import type { GridBook } from './grid-book.svelte.ts'
import { ThematicDesk } from './thematic-desk.svelte.ts'
import type { ToolBox, ToolName } from './tool-box.svelte.ts'
import { TraceShelf } from './trace-shelf.svelte.ts'

/** What follows from a gesture is reckoned when the hand rests: it may take longer than a frame. */
const REST_MS = 150
/** With something in it the hand only waits for a moment: the next move comes first. */
const HELD_REST_MS = 400

export interface DeskInput {
  api: Api
  book: GridBook
  stage: MapStage
  view: MapView
  /** A name for a draft that has none yet. */
  newName: () => string
  newThematicName: (number: number) => string
}

/** Everything about one sitting at the boundaries, from opening the editor to publishing. */
export class GridDesk {
  mode = $state<'read' | 'opening' | 'edit'>('read')
  draft = $state.raw<BoundaryDraft | undefined>()
  #scene = $state.raw<BoundaryScene | undefined>()
  readonly traces: TraceShelf
  readonly papers: DraftPapers
  readonly ground = new DraftGround()
  /** What the server reckons from the draft as it was last kept. */
  readonly truth: DraftTruth
  /** Grids for one matter alone, over the others. */
  readonly over: ThematicDesk
  isPublishing = $state(false)
  focus = $state<number | undefined>()
  #cells: CellGeometry | undefined
  #rest: ReturnType<typeof setTimeout> | undefined
  readonly #input: DeskInput

  constructor(input: DeskInput) {
    const { api, book, stage, view, newName } = input
    this.#input = input
    this.traces = new TraceShelf(api)
    this.truth = new DraftTruth(api)
    this.over = new ThematicDesk({
      ...{ stage, view, newName: input.newThematicName },
      steps: () => this.draft?.stepsDone ?? 0,
      forgetUndone: () => this.draft?.forgetUndone(),
      onkeep: () => this.#keep(),
      onhold: isHeld => this.#scene?.listen(!isHeld),
    })
    this.papers = new DraftPapers({
      ...{ api, book, newName, thematic: this.over.draft },
      onnames: () => this.#keep(),
    })
  }

  get tools(): ToolBox | undefined {
    return this.#scene?.tools
  }

  get canUndo(): boolean {
    return this.over.canUndo || (this.draft?.canUndo ?? false)
  }

  get canRedo(): boolean {
    return this.over.canRedo || (this.draft?.canRedo ?? false)
  }

  /** Edits of boundaries and of thematic grids together. */
  get steps(): number {
    return (this.draft?.edits.length ?? 0) + this.over.edits.length
  }

  /** Opens the editor on the grids as they are now, with a kept draft or without. */
  async open(kept?: GridDraft): Promise<void> {
    this.leave()
    this.mode = 'opening'
    this.papers.open(kept)
    // A frame for the skeleton: joining many grids takes a moment.
    await new Promise(resolve => setTimeout(resolve, 30))
    if (this.mode !== 'opening') return
    this.#take(this.#draftOf(kept?.edits ?? []))
    this.mode = 'edit'
    this.#settle()
  }

  /** Corners of cells, to snap to. */
  takeCells(cells: CellGeometry): void {
    this.#cells = cells
  }

  #draftOf(edits: readonly BoundaryEdit[]): BoundaryDraft {
    const { grids, surroundings } = this.#input.book
    return new BoundaryDraft(grids, edits, surroundings)
  }

  #take(draft: BoundaryDraft) {
    this.#release()
    const { stage, view } = this.#input
    const scene = new BoundaryScene({
      ...{ stage, view, draft, focus: () => this.focus },
      cornersNear: (spot, reach) => [
        ...(this.#cells ? cellCorners(this.#cells, spot, reach) : []),
        ...(draft.bounds?.cornersIn(boxAround(spot, reach)) ?? []),
      ],
      traces: () => this.traces.found,
      onchange: () => this.#reckonAtRest(),
      onstep: () => {
        this.over.draft.forgetUndone()
        this.#keep()
      },
      onring: ring => this.over.draw(ring),
    })
    this.draft = draft
    this.#scene = scene
    this.ground.shown = undefined
    scene.listen(this.over.hand === undefined)
    scene.redraw(draft.touched)
  }

  #reckonAtRest() {
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#settle(), this.draft?.isDragging ? HELD_REST_MS : REST_MS)
  }

  /** Reckons what follows from the edits and, unless something is in the hand, shows it on the map. */
  #settle() {
    const { draft, ground } = this
    if (!draft) return
    ground.reckon(draft)
    if (draft.isDragging) return
    ground.show(draft, this.#input.book.grounded)
    this.#scene?.settle(ground.handovers)
    this.#nameMade()
  }

  #nameMade() {
    this.ground.findMade(this.draft)
    void this.papers.names?.suggest(this.ground.made)
  }

  /** What a face is called: a grid by its name, a made one as it was named. */
  nameOf = (face: number): string =>
    this.papers.names?.of(face).name ??
    this.draft?.grids.get(face)?.name ??
    this.ground.made.find(each => each.face === face)?.origin ??
    ''

  #keep() {
    this.#reckonAtRest()
    this.#nameMade()
    if (this.draft) this.papers.keep(this.draft)
  }

  /** Keeps the draft as it is now and gives it as it was kept, to be proposed. */
  async keepNow(): Promise<GridDraft | undefined> {
    return this.draft && this.papers.keepNow(this.draft)
  }

  /** Goes on from another person's draft as one's own, kept under a new number. */
  makeOwn(): void {
    this.papers.makeOwn()
    this.#keep()
  }

  rename(name: string) {
    this.papers.rename(name, this.draft)
  }

  focusOn(id: number | undefined) {
    this.focus = id
    if (this.mode === 'edit') this.#scene?.redraw([])
  }

  /** Takes a tool; what is selected is its first choice. */
  choose(name: ToolName): void {
    this.over.finish()
    this.tools?.choose(name, this.focus === undefined ? [] : [this.focus])
  }

  toggleTrace = () => {
    const { tools } = this
    if (!tools?.pen) return
    tools.isTracing = !tools.isTracing
    this.lookForTraces()
  }

  /** Reads the roads and rivers round the screen, while pens run along them. */
  lookForTraces(): void {
    const { book, view } = this.#input
    if (this.tools?.isTracing) void this.traces.look(book.townId, view.bounds)
  }

  /** What is being drawn goes back corner by corner before anything that was done is undone. */
  undo = () => {
    const isBack = !this.draft?.isDragging && (this.tools?.back() || this.over.undo())
    if (!isBack) this.#step(this.draft?.undo() ?? [])
  }
  redo = () =>
    !this.draft?.isDragging && this.over.redo() ? undefined : this.#step(this.draft?.redo() ?? [])

  #step(faces: readonly number[]) {
    if (faces.length === 0) return
    this.tools?.follow(faces)
    this.#scene?.redraw(faces)
    this.#keep()
  }

  /** Grids whose newer version the draft has not seen. */
  newerThanSeen(): Grid[] {
    return this.draft ? this.papers.newer(this.draft) : []
  }

  /** Takes newer grids that the draft does not touch; what it touches is left for a comparison. */
  takeNews(): void {
    const { draft } = this
    if (!draft || this.mode !== 'edit' || draft.isDragging || this.newerThanSeen().length > 0) return
    const { grids } = this.#input.book
    const isSame =
      grids.length === draft.grids.size &&
      grids.every(({ id, version }) => draft.grids.get(id)?.version === version)
    if (!isSame) untrack(() => this.#take(this.#draftOf(draft.edits)))
  }

  /** Puts the edits in force at once. @returns the grids that changed @throws Problem `conflict` when some are newer */
  async publish(): Promise<Grid[] | undefined> {
    const { draft } = this
    const { api, book } = this.#input
    if (!draft || this.isPublishing) return undefined
    this.isPublishing = true
    try {
      const changed = await api.post<Grid[]>('/api/grids/edits', this.papers.sent(draft))
      await this.papers.shelf?.discard()
      this.leave()
      await book.load()
      return changed
    } finally {
      this.isPublishing = false
    }
  }

  /** Throws the draft away. */
  async discard(): Promise<void> {
    this.over.cancel()
    await this.papers.shelf?.discard()
    this.leave()
  }

  /** Closes the editor; what was kept stays kept. */
  leave(): void {
    this.over.finish()
    this.papers.close()
    this.over.close()
    this.#release()
    this.draft = undefined
    this.truth.clear()
    this.ground.clear()
    this.mode = 'read'
  }

  #release() {
    clearTimeout(this.#rest)
    this.#scene?.close()
    this.#scene = undefined
  }
}

const boxAround = ([x, y]: Spot, [east, north]: Spot) => [x - east, y - north, x + east, y + north] as const
