import type { GridDraft, GridEdits } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Api } from '../api.ts'
import type { BoundaryDraft } from './boundary-draft.svelte.ts'
import { DraftShelf } from './draft-shelf.svelte.ts'
import type { GridBook } from './grid-book.svelte.ts'
import { MadeNames } from './made-names.svelte.ts'
import type { ThematicDraft } from './thematic-draft.svelte.ts'

export interface PapersInput {
  api: Api
  book: GridBook
  thematic: ThematicDraft
  /** A name for a draft that has none yet. */
  newName: () => string
  /** What made grids are called was changed. */
  onnames: () => void
}

/** A draft as it is written down: its name and reason, the names it gives, what it was made on, and where it is kept. */
export class DraftPapers {
  name = $state('')
  reason = $state('')
  shelf = $state.raw<DraftShelf | undefined>()
  names = $state.raw<MadeNames | undefined>()
  /** Versions a reopened draft was made on; they decide whether it is stale. */
  #seenBefore = new Map<number, number>()
  readonly #input: PapersInput

  constructor(input: PapersInput) {
    this.#input = input
  }

  /** Begins new ones, or goes on with those of a kept draft. */
  open(kept?: GridDraft): void {
    const { api, book, thematic, newName, onnames } = this.#input
    this.#seenBefore = new Map(kept?.seen.map(({ id, version }) => [id, version]))
    this.shelf = new DraftShelf(api, kept)
    this.names = new MadeNames(
      { api, townId: book.townId, used: this.#used, onchange: onnames },
      kept?.attributes,
    )
    this.name = kept?.name ?? newName()
    this.reason = kept?.reason ?? ''
    thematic.reset(kept?.thematic ?? [])
  }

  /** Names and codes that grids have now. */
  #used = () => {
    const { grids } = this.#input.book
    return { names: new Set(grids.map(({ name }) => name)), codes: new Set(grids.map(({ code }) => code)) }
  }

  /** Keeps the draft soon; one that changes nothing and was never kept is none. */
  keep(draft: BoundaryDraft): void {
    const { shelf } = this
    const isEmpty = draft.edits.length === 0 && this.#input.thematic.edits.length === 0
    if (shelf?.kept || !isEmpty) shelf?.keep(this.#sheet(draft))
  }

  /** Keeps the draft as it is now and gives it as it was kept. @throws what kept it from being written */
  async keepNow(draft: BoundaryDraft): Promise<GridDraft | undefined> {
    const { shelf } = this
    if (!shelf) return undefined
    shelf.keep(this.#sheet(draft))
    await shelf.flush()
    if (shelf.state === 'failed') throw shelf.failure
    return shelf.kept
  }

  #sheet(draft: BoundaryDraft) {
    const name = this.name.trim() || this.#input.newName()
    return { ...this.sent(draft), name, thematic: [...this.#input.thematic.edits] }
  }

  /** The edits with all that goes with them to be put in force. */
  sent(draft: BoundaryDraft): GridEdits {
    return {
      townId: this.#input.book.townId,
      edits: draft.edits,
      seen: this.#seen(draft),
      attributes: this.#attributes(draft),
      reason: this.reason.trim(),
    }
  }

  #attributes = (draft: BoundaryDraft) => this.names?.attributes(face => draft.coverage.stands(face)) ?? []

  /** A version seen when the draft was kept stands until both sides were compared. */
  #seen(draft: BoundaryDraft) {
    const named = this.#attributes(draft).flatMap(({ face }) => draft.grids.get(face) ?? [])
    const all = [...named, ...draft.seen, ...this.#input.thematic.seen(draft.grids)]
    const seen = new Map(all.map(({ id, version }) => [id, version]))
    return [...seen].map(([id, version]) => ({ id, version: this.#seenBefore.get(id) ?? version }))
  }

  /** Grids whose newer version the draft has not seen, and those that it draws on and that are no more. */
  newer(draft: BoundaryDraft): Grid[] {
    const present = new Map(this.#input.book.grids.map(grid => [grid.id, grid]))
    return this.#seen(draft).flatMap(({ id, version }) => {
      const grid = present.get(id) ?? draft.grids.get(id)
      return grid && (!present.has(id) || grid.version !== version) ? [grid] : []
    })
  }

  rename(name: string, draft: BoundaryDraft | undefined): void {
    this.name = name
    if (draft && this.shelf?.kept) this.shelf.keep(this.#sheet(draft))
  }

  /** What is kept from now on is kept under a new number. */
  makeOwn(): void {
    this.shelf = new DraftShelf(this.#input.api)
  }

  /** Puts them away; what waits to be kept is kept. */
  close(): void {
    if (this.shelf?.state === 'waiting') void this.shelf.flush()
    this.shelf = undefined
    this.names = undefined
  }
}
