import type { GridDraft, GridPublication } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'
import { Latest } from '../latest.ts'
import { allGrids } from './all-grids.ts'
import { type Difference, differenceOf } from './boundary-difference.ts'

/** The grids that one publication changed, as they were and as they became. */
export interface PublicationSides extends Difference {
  id: number
  before: readonly Grid[]
  after: readonly Grid[]
}

export interface RestoreAsked {
  /** The instant whose grids come back. */
  at: string
  gridIds: readonly number[]
  name: string
  reason: string
}

/** What was put in force in a town, the newest first, and what one of the acts changed. */
export class PublicationBook {
  list = $state.raw<readonly GridPublication[]>([])
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  failure = $state.raw<unknown>()
  picked = $state<number | undefined>()
  sides = $state.raw<PublicationSides | undefined>()
  sidesFailure = $state.raw<unknown>()
  isBusy = $state(false)
  readonly one = $derived(this.list.find(({ id }) => id === this.picked))
  readonly #api: Pick<Api, 'get' | 'post'>
  readonly #listing = new Latest()
  readonly #picking = new Latest()
  #townId = 0

  constructor(api: Pick<Api, 'get' | 'post'>) {
    this.#api = api
  }

  /** Reads a town's publications and follows them; answers how to stop. */
  follow(townId: number, feed: Feed): () => void {
    this.#townId = townId
    this.state = 'loading'
    void this.load()
    let soon: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      clearTimeout(soon)
      soon = setTimeout(() => void this.load(), 150)
    }
    const stops = [feed.on('grid', again), feed.onReset(again)]
    return () => {
      clearTimeout(soon)
      for (const stop of stops) stop()
    }
  }

  load = async (): Promise<void> => {
    const town = this.#townId
    try {
      await this.#listing.read(
        () => this.#api.get<GridPublication[]>('/api/grid-publications', { town }),
        list => {
          this.list = list
          this.state = 'ready'
        },
      )
    } catch (error) {
      this.failure = error
      if (this.state === 'loading') this.state = 'failed'
    }
  }

  /** Chooses one and reads its grids of just before and of then. */
  async pick(id: number | undefined): Promise<void> {
    this.picked = id
    this.sides = undefined
    this.sidesFailure = undefined
    const { one } = this
    if (!one) return this.#picking.drop()
    const ask = () =>
      Promise.all([
        allGrids(this.#api, this.#townId, justBefore(one)),
        allGrids(this.#api, this.#townId, one.effectiveAt),
      ])
    try {
      await this.#picking.read(ask, ([was, is]) => {
        const ids = new Set([...one.changed, ...one.made, ...one.gone])
        const before = was.filter(grid => ids.has(grid.id))
        const after = is.filter(grid => ids.has(grid.id))
        this.sides = { id: one.id, before, after, ...differenceOf(before, after) }
      })
    } catch (error) {
      this.sidesFailure = error
    }
  }

  /** Drafts a return to earlier boundaries; it is proposed and reviewed like any other draft. */
  async restore({ at, gridIds, name, reason }: RestoreAsked): Promise<GridDraft | undefined> {
    if (this.isBusy) return undefined
    this.isBusy = true
    try {
      const body = { townId: this.#townId, at, gridIds, name, reason }
      return await this.#api.post<GridDraft>('/api/grid-restores', body)
    } finally {
      this.isBusy = false
    }
  }
}

/** The last instant before a publication was in force. */
export const justBefore = ({ effectiveAt }: Pick<GridPublication, 'effectiveAt'>): string =>
  new Date(Date.parse(effectiveAt) - 1).toISOString()
