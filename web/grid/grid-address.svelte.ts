import { untrack } from 'svelte'
import type { GridDraft } from '../../server/grid/draft.ts'
import type { Notices } from '../notice.svelte.ts'
import type { Router } from '../router.svelte.ts'
import type { DayView } from './day-view.svelte.ts'
import { isDrawn } from './drawn-draft.ts'
import type { GridActs } from './grid-acts.svelte.ts'
import type { GridBook } from './grid-book.svelte.ts'
import type { GridDesk } from './grid-desk.svelte.ts'
import type { MergeDesk } from './merge-desk.svelte.ts'
import type { PublicationBook } from './publication-book.svelte.ts'
import type { ReviewDesk } from './review-desk.svelte.ts'

export interface GridAddressInput {
  acts: GridActs
  book: GridBook
  days: DayView
  desk: GridDesk
  merge: MergeDesk
  notices: Notices
  publications: PublicationBook
  review: ReviewDesk
  router: Router
  mayEdit: () => boolean
}

/**
 * Keeps what is open in the address, so that a reload goes on where one was and a link shows another what one sees:
 * `draft`, `review` and `merge` name a draft, `history` a publication (or `all`), `at` a day.
 */
export function followAddress(input: GridAddressInput): void {
  const { acts, book, days, desk, merge, publications, review, router } = input
  let isReopened = false

  $effect(() => {
    if (isReopened || book.state !== 'ready') return
    isReopened = true
    untrack(() => void reopen(input))
  })
  $effect(() => {
    const draft = desk.mode === 'read' ? undefined : String(desk.papers.shelf?.kept?.id ?? 'new')
    if (draft !== undefined) untrack(() => router.refine({ query: { draft } }))
  })
  $effect(() => {
    const query = { review: idOf(review.draft), merge: idOf(merge.draft) }
    if (isReopened) untrack(() => router.refine({ query }))
  })
  const asked = $derived(router.workspace?.query.history)
  $effect(() => {
    const id = Number(asked) || undefined
    const publication = publications.list.find(each => each.id === id)
    untrack(() => {
      if (publications.picked !== publication?.id) void acts.lookAt(publication)
    })
  })
  const day = $derived(router.workspace?.query.at)
  $effect(() => {
    const wanted = desk.mode === 'read' ? day : undefined
    if (book.state === 'ready') untrack(() => void days.turnTo(wanted))
  })
}

const idOf = (draft: GridDraft | undefined) => (draft ? String(draft.id) : undefined)

/** Opens what the address names. */
async function reopen({
  acts,
  book,
  merge,
  mayEdit,
  notices,
  review,
  router,
}: GridAddressInput): Promise<void> {
  const query = router.workspace?.query ?? {}
  const listed = (id: string | undefined) => book.drafts.find(draft => String(draft.id) === id)
  const [edited, merged] = [listed(query.draft), listed(query.merge)]
  if (edited && (mayEdit() || !isDrawn(edited))) return acts.open(edited)
  if (merged && mayEdit()) return merge.open(merged)
  if (query.draft || query.merge) router.refine({ query: { draft: undefined, merge: undefined } })
  const reviewed = Number(query.review)
  if (!reviewed) return
  try {
    await review.openById(reviewed, book.drafts)
    if (review.draft) await acts.look(review.draft)
  } catch (error) {
    router.refine({ query: { review: undefined } })
    notices.problem(error)
  }
}
