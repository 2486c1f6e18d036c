import { untrack } from 'svelte'
import type { Grid } from '../../server/grid/grid.ts'
import { inCoverage } from '../../server/grid/rules/leaves.ts'
import type { Api } from '../api.ts'
import type { Clock } from '../clock.svelte.ts'
import type { Feed } from '../feed.svelte.ts'
import type { GridBook } from '../grid/grid-book.svelte.ts'
import { PartitionDesk } from '../partition/partition-desk.svelte.ts'
import type { Router } from '../router.svelte.ts'
import { dayAt } from './cover.ts'
import { MemberBook } from './member-book.svelte.ts'

export type GridRoomKind = 'members' | 'partition'

/** What stands beside the grids: their people, or a division of them. The address says which. */
export class GridRoom {
  readonly members: MemberBook
  readonly partition: PartitionDesk
  readonly #book: GridBook
  readonly #router: Router
  readonly kind: GridRoomKind | undefined = $derived.by(() => {
    const asked = this.#router.workspace?.query.room
    return asked === 'members' || asked === 'partition' ? asked : undefined
  })
  /** The grids that make up the coverage. */
  readonly grids: readonly Grid[] = $derived.by(() => inCoverage(this.#book.grids))

  constructor({ api, book, router }: { api: Api; book: GridBook; router: Router }) {
    this.#book = book
    this.#router = router
    this.members = new MemberBook(api)
    this.partition = new PartitionDesk(api)
  }

  /** Reads the people of a town and follows its changes; answers how to stop. */
  follow(townId: number, { feed, clock }: { feed: Feed; clock: Clock }): () => void {
    // Followed from an effect: only the town may begin it again, no tick of the clock and no step of a suggestion.
    return untrack(() => {
      this.partition.choose([])
      return this.members.follow(townId, { feed, on: dayAt(clock.now) })
    })
  }

  open = (kind: GridRoomKind) => this.#router.refine({ query: { room: kind } })

  close = () => {
    this.members.picked = undefined
    this.partition.drop()
    this.#router.refine({ query: { room: undefined } })
  }
}
