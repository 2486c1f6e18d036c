import { untrack } from 'svelte'
import type { Consequences } from '../../server/grid/consequence.ts'
import type { GridDraft, GridEditsSent, ThematicEdit } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Spot } from '../../server/region/rules/lattice.ts'
import type { CellGeometry } from '../../server/risk/rules/cell-pack.ts'
import type { Api } from '../api.ts'
import type { MapStage } from '../map/stage.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { BoundaryPaint, type Marks } from './boundary-paint.ts'
import { cellCorners } from './cell-corners.ts'
import { DraftShelf } from './draft-shelf.svelte.ts'
import { DraftTruth } from './draft-truth.svelte.ts'
import type { GridBook } from './grid-book.svelte.ts'
import { groundOf, originOf } from './ground-change.ts'
import { type MadeFace, MadeNames } from './made-names.svelte.ts'
import { ThematicDesk } from './thematic-desk.svelte.ts'
import { ToolBox, type ToolName } from './tool-box.svelte.ts'
import { TraceShelf } from './trace-shelf.svelte.ts'

/** What follows from a gesture is reckoned when the hand rests: it may take longer than a frame. */
const REST_MS = 150

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
  tools = $state.raw<ToolBox | undefined>()
  readonly traces: TraceShelf
  shelf = $state.raw<DraftShelf | undefined>()
  /** What the server reckons from the draft as it was last kept. */
  readonly truth: DraftTruth
  names = $state.raw<MadeNames | undefined>()
  /** Faces that are there now and were not before. */
  made = $state.raw<readonly MadeFace[]>([])
  name = $state('')
  reason = $state('')
  isPublishing = $state(false)
  /** Grids for one matter alone, over the others. */
  readonly over: ThematicDesk
  /** What the edits make of the grids, reckoned here while the hand moves: areas alone. */
  consequences = $state.raw<Consequences['grids']>([])
  handovers = $state.raw<Consequences['handovers']>([])
  focus = $state<number | undefined>()
  /** The grids with the boundaries of the draft; undefined while it changes none. */
  shown = $state.raw<readonly Grid[] | undefined>()
  /** Versions a reopened draft was made on; they decide whether it is stale. */
  #seenBefore = new Map<number, number>()
  #paint: BoundaryPaint | undefined
  #cells: CellGeometry | undefined
  /** The handovers on the map: those of the last rest, while something is in the hand. */
  #painted: Consequences['handovers'] = []
  #stops: (() => void)[] = []
  #rest: ReturnType<typeof setTimeout> | undefined
  readonly #input: DeskInput

  constructor(input: DeskInput) {
    this.#input = input
    this.traces = new TraceShelf(input.api)
    this.truth = new DraftTruth(input.api)
    this.over = new ThematicDesk({
      stage: input.stage,
      view: input.view,
      newName: input.newThematicName,
      steps: () => this.draft?.stepsDone ?? 0,
      forgetUndone: () => this.draft?.forgetUndone(),
      onkeep: () => this.#keep(),
      onhold: isHeld => this.#listen(!isHeld),
    })
  }

  get thematic(): readonly ThematicEdit[] {
    return this.over.edits
  }

  get canUndo(): boolean {
    return this.over.canUndo || (this.draft?.canUndo ?? false)
  }

  get canRedo(): boolean {
    return this.over.canRedo || (this.draft?.canRedo ?? false)
  }

  /** Opens the editor on the grids as they are now, with a kept draft or without. */
  async open(kept?: GridDraft): Promise<void> {
    const { api, book, newName } = this.#input
    this.leave()
    this.mode = 'opening'
    this.#seenBefore = new Map(kept?.seen.map(({ id, version }) => [id, version]))
    this.shelf = new DraftShelf(api, kept)
    this.names = new MadeNames(
      { api, townId: book.townId, used: this.#used, onchange: () => this.#keep() },
      kept?.attributes,
    )
    this.name = kept?.name ?? newName()
    this.reason = kept?.reason ?? ''
    this.over.draft.reset(kept?.thematic ?? [])
    // A frame for the skeleton: joining many grids takes a moment.
    await new Promise(resolve => setTimeout(resolve, 30))
    if (this.mode !== 'opening') return
    this.#take(new BoundaryDraft(book.grids, kept?.edits))
    this.mode = 'edit'
    this.#settle()
  }

  /** Corners of cells, to snap to. */
  takeCells(cells: CellGeometry): void {
    this.#cells = cells
  }

  /** Names and codes that grids have now. */
  #used = () => {
    const { grids } = this.#input.book
    return { names: new Set(grids.map(({ name }) => name)), codes: new Set(grids.map(({ code }) => code)) }
  }

  #take(draft: BoundaryDraft) {
    this.#release()
    const { stage, view } = this.#input
    const tools = new ToolBox({
      draft,
      metersPerPixel: () => view.metersPerPixel,
      cornersNear: (spot, reach) => (this.#cells ? cellCorners(this.#cells, spot, reach) : []),
      traces: () => this.traces.found,
      onchange: (faces, around) => this.#redraw(faces, around),
      onstep: () => {
        this.over.draft.forgetUndone()
        this.#keep()
      },
      onring: ring => this.over.draw(ring),
    })
    this.draft = draft
    this.tools = tools
    this.#paint = new BoundaryPaint(stage, draft, () => tools.hand.loupe)
    this.shown = undefined
    this.#listen(this.over.hand === undefined)
    this.#redraw(draft.touched)
  }

  /** Lets the boundary tools have the pointer, or takes it from them. */
  #listen(isOn: boolean) {
    const { tools } = this
    const { stage } = this.#input
    for (const stop of this.#stops.splice(0)) stop()
    if (tools && isOn)
      this.#stops = [stage.grab(tools), stage.on('hover', tools.hover), stage.on('click', tools.click)]
  }

  #redraw(faces: readonly number[], around?: readonly Spot[]) {
    const marks = this.#marks()
    if (marks) this.#paint?.update(marks, around ?? (faces.length > 0 ? 'all' : []))
    if (faces.length > 0) this.#reckonAtRest()
    this.#input.stage.cursor = this.tools?.cursor ?? ''
  }

  #reckonAtRest() {
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => this.#settle(), REST_MS)
  }

  #marks(): Marks | undefined {
    const { tools, focus } = this
    if (!tools) return undefined
    const { hand, pen, picker, tool } = tools
    const isMoving = tools.name === 'move'
    return {
      vertices: isMoving ? hand.vertices : noSpots,
      extra: isMoving ? hand.extra : noSpots,
      snap: tool.snap,
      swept: hand.swept,
      was: hand.was,
      handovers: this.#painted,
      focus,
      line: pen?.line ?? noSpots,
      isRing: pen?.isRing ?? false,
      chosen: picker?.picked ?? (pen?.receiver === undefined ? [] : [pen.receiver]),
    }
  }

  /** Reckons what follows from the edits and, unless something is in the hand, shows it on the map. */
  #settle() {
    const { draft, tools } = this
    if (!draft) return
    const { grids, handovers } = groundOf(draft)
    this.consequences = grids
    this.handovers = handovers
    if (draft.isDragging) return
    this.#painted = handovers
    this.shown = shownOf(draft, this.#input.book.grounded)
    tools?.hand.settle()
    const marks = this.#marks()
    if (marks) this.#paint?.settle(marks)
    this.#nameMade()
  }

  /** Names what was made. */
  #nameMade() {
    const { draft } = this
    this.made = (draft?.made ?? []).map(face => ({
      face,
      origin: (draft && originOf(draft, face)?.name) ?? '',
      regionId: draft?.coverage.parentOf(face) ?? (draft && originOf(draft, face)?.regionId) ?? 0,
    }))
    void this.names?.suggest(this.made)
  }

  /** What a face is called: a grid by its name, a made one as it was named. */
  nameOf = (face: number): string =>
    this.names?.of(face).name ??
    this.draft?.grids.get(face)?.name ??
    this.made.find(each => each.face === face)?.origin ??
    ''

  #keep() {
    this.#reckonAtRest()
    this.#nameMade()
    const { draft, shelf } = this
    if (!draft || !shelf) return
    if (draft.edits.length > 0 || this.thematic.length > 0 || shelf.kept) shelf.keep(this.#shelved(draft))
  }

  #shelved(draft: BoundaryDraft) {
    const seen = this.#seen(draft)
    return {
      townId: this.#input.book.townId,
      name: this.name.trim() || this.#input.newName(),
      edits: draft.edits,
      seen,
      reason: this.reason.trim(),
      thematic: [...this.thematic],
      attributes: this.#attributes(draft),
    }
  }

  #attributes = (draft: BoundaryDraft) => this.names?.attributes(face => draft.coverage.has(face)) ?? []

  /** Keeps the draft as it is now and gives it as it was kept, to be proposed. */
  async keepNow(): Promise<GridDraft | undefined> {
    const { draft, shelf } = this
    if (!draft || !shelf) return undefined
    shelf.keep(this.#shelved(draft))
    await shelf.flush()
    if (shelf.state === 'failed') throw shelf.failure
    return shelf.kept
  }

  /** A version seen when the draft was kept stands until both sides were compared. */
  #seen = (draft: BoundaryDraft) => {
    const named = this.#attributes(draft).flatMap(({ face }) => draft.grids.get(face) ?? [])
    const all = [...named, ...draft.seen, ...this.over.draft.seen(draft.grids)]
    const seen = new Map(all.map(({ id, version }) => [id, version]))
    return [...seen].map(([id, version]) => ({ id, version: this.#seenBefore.get(id) ?? version }))
  }

  /** Goes on from another person's draft as one's own, kept under a new number. */
  makeOwn(): void {
    this.shelf = new DraftShelf(this.#input.api)
    this.#keep()
  }

  rename(name: string) {
    this.name = name
    if (this.draft && this.shelf?.kept) this.shelf.keep(this.#shelved(this.draft))
  }

  focusOn(id: number | undefined) {
    this.focus = id
    if (this.mode === 'edit') this.#redraw([])
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

  undo = () =>
    !this.draft?.isDragging && this.over.undo() ? undefined : this.#step(this.draft?.undo() ?? [])
  redo = () =>
    !this.draft?.isDragging && this.over.redo() ? undefined : this.#step(this.draft?.redo() ?? [])

  #step(faces: readonly number[]) {
    if (faces.length === 0) return
    this.tools?.follow(faces)
    this.#redraw(faces)
    this.#keep()
  }

  /** Grids whose newer version the draft has not seen. */
  newerThanSeen(): Grid[] {
    const { draft } = this
    if (!draft) return []
    const seen = new Map(this.#seen(draft).map(({ id, version }) => [id, version]))
    return this.#input.book.grids.filter(grid => seen.has(grid.id) && seen.get(grid.id) !== grid.version)
  }

  /** Takes newer grids that the draft does not touch; what it touches is left for a comparison. */
  takeNews(): void {
    const { draft } = this
    if (!draft || this.mode !== 'edit' || draft.isDragging || this.newerThanSeen().length > 0) return
    const { grids } = this.#input.book
    const isSame =
      grids.length === draft.grids.size &&
      grids.every(({ id, version }) => draft.grids.get(id)?.version === version)
    if (!isSame) untrack(() => this.#take(new BoundaryDraft(grids, draft.edits)))
  }

  /** Puts the edits in force at once. @returns the grids that changed @throws Problem `conflict` when some are newer */
  async publish(): Promise<Grid[] | undefined> {
    const { draft, shelf } = this
    const { api, book } = this.#input
    if (!draft || !shelf || this.isPublishing) return undefined
    this.isPublishing = true
    try {
      const body: GridEditsSent = {
        townId: book.townId,
        edits: draft.edits,
        seen: this.#seen(draft),
        attributes: this.#attributes(draft),
        reason: this.reason.trim(),
      }
      const changed = await api.post<Grid[]>('/api/grids/edits', body)
      await shelf.discard()
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
    await this.shelf?.discard()
    this.leave()
  }

  /** Closes the editor; what was kept stays kept. */
  leave(): void {
    this.over.finish()
    if (this.shelf?.state === 'waiting') void this.shelf.flush()
    this.over.close()
    this.#release()
    this.draft = undefined
    this.tools = undefined
    this.shelf = undefined
    this.names = undefined
    this.made = []
    this.truth.clear()
    this.consequences = []
    this.handovers = []
    this.#painted = []
    this.shown = undefined
    this.mode = 'read'
  }

  #release() {
    clearTimeout(this.#rest)
    for (const stop of this.#stops.splice(0)) stop()
    this.#paint?.clear()
    this.#paint = undefined
    this.#input.stage.cursor = ''
  }
}

const noSpots: readonly Spot[] = []

/** The grids of a draft as its edits leave them; undefined when it changes none. */
function shownOf({ touched, coverage }: BoundaryDraft, grids: readonly Grid[]): Grid[] | undefined {
  if (touched.length === 0) return undefined
  const changed = new Set(touched)
  return grids
    .filter(({ id }) => !changed.has(id) || coverage.has(id))
    .map(grid => (changed.has(grid.id) ? { ...grid, polygon: coverage.polygonOf(grid.id) } : grid))
}
