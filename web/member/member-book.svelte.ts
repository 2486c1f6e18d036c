import type { GridCover, Member, Posting } from '../../server/member/member.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'
import { Latest } from '../latest.ts'

/** People of a town's grids and the cover on a day, as the server has them, replaced whole. */
export class MemberBook {
  members = $state.raw<readonly Member[]>([])
  cover = $state.raw<readonly GridCover[]>([])
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  failure = $state.raw<unknown>()
  /** The day the cover is told of. */
  on = $state('')
  /** The member whose grids the map shows. */
  picked = $state<number | undefined>()
  readonly byId = $derived(new Map(this.members.map(member => [member.id, member])))
  readonly #api: Api
  readonly #people = new Latest()
  readonly #covering = new Latest()
  #townId = 0
  #soon: ReturnType<typeof setTimeout> | undefined

  constructor(api: Api) {
    this.#api = api
  }

  get townId(): number {
    return this.#townId
  }

  /** Reads a town and follows its changes; answers how to stop. */
  follow(townId: number, { feed, on }: { feed: Feed; on: string }): () => void {
    this.#townId = townId
    this.on = on
    this.state = 'loading'
    void this.load()
    const soon = () => {
      clearTimeout(this.#soon)
      this.#soon = setTimeout(() => void this.load(), 120)
    }
    const stops = [...['member', 'posting', 'grid'].map(noun => feed.on(noun, soon)), feed.onReset(soon)]
    return () => {
      clearTimeout(this.#soon)
      for (const stop of stops) stop()
    }
  }

  load = async (): Promise<void> => {
    const town = this.#townId
    const ask = () => Promise.all([this.#api.get<Member[]>('/api/members', { town }), this.turnTo(this.on)])
    try {
      await this.#people.read(ask, ([members]) => {
        this.members = members
        this.state = 'ready'
      })
    } catch (error) {
      this.failure = error
      if (this.state === 'loading') this.state = 'failed'
    }
  }

  /** Tells the cover of another day. */
  async turnTo(day: string): Promise<void> {
    this.on = day
    await this.#covering.read(
      () => this.#api.get<GridCover[]>('/api/grid-cover', { town: this.#townId, on: day }),
      cover => {
        this.cover = cover
      },
    )
  }

  /** Takes what the server answered, without waiting for the feed. */
  take(member: Member): void {
    const others = this.members.filter(({ id }) => id !== member.id)
    this.members = [...others, member].sort((a, b) => a.name.localeCompare(b.name, 'zh'))
    // The feed tells of the change too, and then it is read again.
    this.turnTo(this.on).catch(() => undefined)
  }

  /** Postings of a grid with who holds them. */
  crewOf(gridId: number): { member: Member; posting: Posting }[] {
    return this.members.flatMap(member =>
      member.postings.filter(posting => posting.gridId === gridId).map(posting => ({ member, posting })),
    )
  }
}
