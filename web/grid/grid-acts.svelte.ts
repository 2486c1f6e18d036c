import type { GridDraft } from '../../server/grid/draft.ts'
import type { Language } from '../language/language.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import type { Notices } from '../notice.svelte.ts'
import type { Router } from '../router.svelte.ts'
import type { Session } from '../session.svelte.ts'
import type { GridBook } from './grid-book.svelte.ts'
import type { GridDesk } from './grid-desk.svelte.ts'
import { boundsOf } from './grid-layers.ts'
import type { ReviewDesk } from './review-desk.svelte.ts'
import type { ThematicAct, ThematicShape } from './thematic.ts'

export interface GridActsInput {
  book: GridBook
  desk: GridDesk
  review: ReviewDesk
  language: Language
  notices: Notices
  router: Router
  session: Session
  view: MapView
}

/** What a person does with drafts in the grid workspace: opens, proposes, publishes, looks over, leaves. */
export class GridActs {
  /** True once somebody went to propose or publish without a reason. */
  lacksReason = $state(false)
  readonly #input: GridActsInput

  constructor(input: GridActsInput) {
    this.#input = input
  }

  /** Another person's draft is gone on from as a draft of one's own. */
  open = async (kept?: GridDraft): Promise<void> => {
    const { desk, review, session } = this.#input
    this.lacksReason = false
    review.close()
    await desk.open(kept)
    if (kept && kept.personId !== session.person?.id) desk.makeOwn()
  }

  /** Shows what a draft would change, for its author and for who reviews it. */
  look = async (draft: GridDraft): Promise<void> => {
    const { book, review, view } = this.#input
    this.leave()
    await review.open(draft)
    const touched = new Set(draft.seen.map(({ id }) => id))
    const grids = book.grids.filter(({ id }) => touched.has(id))
    if (grids.length > 0) view.fitBounds(boundsOf(grids), { padding: 80 })
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
    if (!draft || draft.edits.length + desk.thematic.length === 0) return
    if (this.#asksReason(desk.reason.trim() === '')) return
    try {
      const kept = await desk.keepNow()
      if (!kept) return
      await this.look(kept)
      await review.propose()
      notices.good(language.t.gridDraft.proposed)
    } catch (error) {
      notices.problem(error)
    }
  }

  publish = async (): Promise<void> => {
    const { desk, language, notices, router, view } = this.#input
    if (!desk.draft || desk.draft.edits.length === 0) return
    if (this.#asksReason(desk.reason.trim() === '' && desk.newerThanSeen().length === 0)) return
    try {
      const changed = await desk.publish()
      if (changed) {
        notices.good(language.t.grid.published(changed.length))
        router.refine({ id: changed[0]?.id, query: { draft: undefined } })
      } else if (desk.versions) {
        view.fitBounds(boundsOf([...desk.versions.theirs, ...desk.versions.yours]), { padding: 80 })
      }
    } catch (error) {
      notices.problem(error)
    }
  }

  #asksReason(isMissing: boolean): boolean {
    this.lacksReason = isMissing
    if (isMissing) document.querySelector<HTMLElement>('aside textarea')?.focus()
    return isMissing
  }

  keepTheirs = () => this.#end(() => this.#input.desk.keepTheirs(), this.#input.language.t.grid.keptTheirs)
  discard = () => this.#end(() => this.#input.desk.discard(), this.#input.language.t.grid.discarded)

  async #end(act: () => Promise<void>, done: string): Promise<void> {
    const { notices, router } = this.#input
    try {
      await act()
      router.refine({ query: { draft: undefined } })
      notices.tell(done)
    } catch (error) {
      notices.problem(error)
    }
  }

  putOnTop = (): void => {
    const { desk, language, notices } = this.#input
    desk.putMineOnTop()
    notices.tell(language.t.grid.onTop)
  }
}
