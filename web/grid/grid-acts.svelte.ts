import type { GridDraft, GridPublication } from '../../server/grid/draft.ts'
import type { Language } from '../language/language.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import type { Notices } from '../notice.svelte.ts'
import { Problem } from '../problem.ts'
import type { Router } from '../router.svelte.ts'
import type { Session } from '../session.svelte.ts'
import { isDrawn } from './drawn-draft.ts'
import type { GridBook } from './grid-book.svelte.ts'
import type { GridDesk } from './grid-desk.svelte.ts'
import { boundsOf } from './grid-layers.ts'
import type { MergeDesk } from './merge-desk.svelte.ts'
import type { PublicationBook, RestoreAsked } from './publication-book.svelte.ts'
import type { ReviewDesk } from './review-desk.svelte.ts'
import type { ThematicAct, ThematicShape } from './thematic.ts'

export interface GridActsInput {
  book: GridBook
  desk: GridDesk
  review: ReviewDesk
  merge: MergeDesk
  publications: PublicationBook
  language: Language
  notices: Notices
  router: Router
  session: Session
  view: MapView
}

/** What a person does with drafts in the grid workspace: opens, proposes, publishes, looks over, merges, restores. */
export class GridActs {
  /** True once somebody went to propose or publish without a reason. */
  lacksReason = $state(false)
  readonly #input: GridActsInput

  constructor(input: GridActsInput) {
    this.#input = input
  }

  /** Another person's draft is gone on from as a draft of one's own; one that nobody drew is shown. */
  open = async (kept?: GridDraft): Promise<void> => {
    if (kept && !isDrawn(kept)) return this.look(kept)
    const { desk, merge, review, router, session } = this.#input
    this.lacksReason = false
    review.close()
    merge.close()
    router.refine({ query: { at: undefined, history: undefined } })
    const isMine = kept?.personId === session.person?.id
    // What no longer fits would be lost in the editor: it is told first, step by step.
    if (kept && isMine && this.#isOvertaken(kept) && (await this.#asksMerge(kept))) return
    if (kept) this.#show(kept)
    await desk.open(kept)
    if (kept && !isMine) desk.makeOwn()
  }

  #isOvertaken({ seen }: GridDraft): boolean {
    const versions = new Map(this.#input.book.grids.map(({ id, version }) => [id, version]))
    return seen.some(({ id, version }) => versions.get(id) !== version)
  }

  /** Opens the merge when grids under the draft were redrawn; a new name or lead of a grid asks for none. */
  async #asksMerge(kept: GridDraft): Promise<boolean> {
    const { merge, router } = this.#input
    await merge.open(kept)
    if (merge.merge?.isStale !== false) {
      router.refine({ query: { draft: undefined } })
      return merge.state === 'ready'
    }
    merge.close()
    return false
  }

  /** Shows what a draft would change, for its author and for who reviews it. */
  look = async (draft: GridDraft): Promise<void> => {
    const { merge, review } = this.#input
    this.leave()
    merge.close()
    await review.open(draft)
    this.#show(draft)
  }

  /** Brings the grids that a draft touches into view. */
  #show({ seen }: GridDraft) {
    const { book, view } = this.#input
    const grids = book.grids.filter(({ id }) => seen.some(each => each.id === id))
    if (grids.length > 0) view.fitBounds(boundsOf(grids), { padding: 80, maxZoom: 16 })
  }

  /** Opens the editor for what is asked of a thematic grid. */
  changeThematic = async (act: ThematicAct, shape: ThematicShape): Promise<void> => {
    await this.open()
    const { desk } = this.#input
    if (desk.mode === 'edit') desk.over.act(act, shape)
  }

  leave = (): void => {
    const { desk, router } = this.#input
    desk.leave()
    router.refine({ query: { draft: undefined } })
  }

  /** Proposes what is on the screen; somebody else puts it in force. */
  propose = async (): Promise<void> => {
    const { desk, language, notices, review } = this.#input
    const { draft } = desk
    if (!draft || desk.steps === 0) return
    if (this.#asksReason(desk.papers.reason.trim() === '')) return
    try {
      const kept = await desk.keepNow()
      if (!kept) return
      if (this.#isOvertaken(kept) && (await this.#asksMerge(kept))) return this.leave()
      await this.look(kept)
      await review.propose()
      notices.good(language.t.gridDraft.proposed)
    } catch (error) {
      if (!(await this.#mergeAfter(error, review.draft))) notices.problem(error)
    }
  }

  publish = async (): Promise<void> => {
    const { desk, language, notices, router } = this.#input
    if (!desk.draft || desk.draft.edits.length === 0) return
    if (this.#asksReason(desk.papers.reason.trim() === '')) return
    try {
      const changed = await desk.publish()
      if (!changed) return
      notices.good(language.t.grid.published(changed.length))
      router.refine({ id: changed[0]?.id, query: { draft: undefined } })
    } catch (error) {
      if (!isConflict(error)) return notices.problem(error)
      await this.merge()
    }
  }

  /** Compares the draft on the screen with what others have published since, step by step. */
  merge = async (): Promise<void> => {
    const { book, desk, merge, notices } = this.#input
    try {
      const kept = await desk.keepNow()
      if (!kept) return
      await book.load()
      await merge.open(kept)
      this.leave()
    } catch (error) {
      notices.problem(error)
    }
  }

  /** The same for one's own draft under one's eyes. */
  mergeDraft = async (draft: GridDraft): Promise<void> => {
    const { merge, review } = this.#input
    review.close()
    await merge.open(draft)
  }

  async #mergeAfter(error: unknown, draft: GridDraft | undefined): Promise<boolean> {
    if (!isConflict(error) || !draft) return false
    await this.mergeDraft(draft)
    return true
  }

  /** Lays what is kept on the present grids and goes on in the editor. */
  finishMerge = async (): Promise<void> => {
    const { book, language, merge, notices } = this.#input
    try {
      const kept = await merge.finish()
      if (!kept) return
      merge.close()
      await book.load()
      await this.open(kept)
      notices.tell(language.t.gridDraft.rebased)
    } catch (error) {
      notices.problem(error)
    }
  }

  /** Gives one's own draft up: what the others have published stands. */
  dropMerge = async (): Promise<void> => {
    const { language, merge, notices, review } = this.#input
    const { draft } = merge
    if (!draft) return
    merge.close()
    try {
      await review.discard(draft)
      notices.tell(language.t.grid.keptTheirs)
    } catch (error) {
      notices.problem(error)
    }
  }

  /** Drafts a return to earlier boundaries and shows what it would change. */
  restore = async (asked: RestoreAsked): Promise<boolean> => {
    const { notices, publications, router } = this.#input
    try {
      const draft = await publications.restore(asked)
      if (!draft) return false
      router.refine({ query: { at: undefined, history: undefined } })
      await this.look(draft)
      return true
    } catch (error) {
      notices.problem(error)
      return false
    }
  }

  /** Chooses a publication and brings its grids into view. */
  lookAt = async (publication: GridPublication | undefined): Promise<void> => {
    const { publications, view } = this.#input
    await publications.pick(publication?.id)
    const { sides } = publications
    const shown = [...(sides?.before ?? []), ...(sides?.after ?? [])]
    if (shown.length > 0) view.fitBounds(boundsOf(shown), { padding: 80, maxZoom: 16 })
  }

  #asksReason(isMissing: boolean): boolean {
    this.lacksReason = isMissing
    if (isMissing) document.querySelector<HTMLElement>('aside textarea')?.focus()
    return isMissing
  }

  discard = async (): Promise<void> => {
    const { desk, language, notices, router } = this.#input
    try {
      await desk.discard()
      router.refine({ query: { draft: undefined } })
      notices.tell(language.t.grid.discarded)
    } catch (error) {
      notices.problem(error)
    }
  }
}

const isConflict = (error: unknown) => error instanceof Problem && error.code === 'conflict'
