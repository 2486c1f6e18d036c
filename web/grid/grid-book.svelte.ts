import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid, Surroundings } from '../../server/grid/grid.ts'
import type { Region } from '../../server/region/region.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'
import { Latest } from '../latest.ts'
import { allGrids } from './all-grids.ts'
import { isThematic } from './thematic.ts'

/** Grids, regions and drafts of a town as the server has them, replaced whole. */
export class GridBook {
  grids = $state.raw<readonly Grid[]>([])
  regions = $state.raw<readonly Region[]>([])
  drafts = $state.raw<readonly GridDraft[]>([])
  /** The area above the town and the towns beside it. */
  surroundings = $state.raw<Surroundings | undefined>()
  state = $state<'loading' | 'ready' | 'failed'>('loading')
  failure = $state.raw<unknown>()
  /** All but the thematic grids, which lie over these. */
  readonly grounded = $derived(this.grids.filter(grid => !isThematic(grid)))
  readonly #api: Api
  readonly #lists = new Latest()
  readonly #papers = new Latest()
  #townId = 0
  #soon: ReturnType<typeof setTimeout> | undefined

  constructor(api: Api) {
    this.#api = api
  }

  get townId(): number {
    return this.#townId
  }

  /** Reads a town and follows its changes; answers how to stop. */
  follow(townId: number, feed: Feed): () => void {
    this.#townId = townId
    this.state = 'loading'
    void this.load()
    const soon = () => this.#loadSoon()
    const stops = [
      feed.on('grid', soon),
      feed.on('region', soon),
      feed.on('grid-draft', () => void this.loadDrafts()),
      feed.onReset(() => void this.load()),
    ]
    return () => {
      clearTimeout(this.#soon)
      for (const stop of stops) stop()
    }
  }

  /** One redraw is many journal rows; they are read as one. */
  #loadSoon() {
    clearTimeout(this.#soon)
    this.#soon = setTimeout(() => void this.load(), 120)
  }

  load = async (): Promise<void> => {
    const town = this.#townId
    const ask = () =>
      Promise.all([
        allGrids(this.#api, town),
        this.#api.get<Region[]>('/api/regions', { town }),
        this.#api.get<Surroundings>('/api/grid-surroundings', { town }),
        this.loadDrafts(),
      ])
    try {
      await this.#lists.read(ask, ([grids, regions, surroundings]) => {
        this.grids = grids
        this.regions = regions
        this.surroundings = surroundings
        this.state = 'ready'
      })
    } catch (error) {
      this.failure = error
      if (this.state === 'loading') this.state = 'failed'
    }
  }

  loadDrafts = async (): Promise<void> => {
    const town = this.#townId
    await this.#papers.read(
      () => this.#api.get<GridDraft[]>('/api/grid-drafts', { town }),
      drafts => {
        this.drafts = drafts
      },
    )
  }
}
