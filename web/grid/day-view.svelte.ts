import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Region } from '../../server/region/region.ts'
import type { Api } from '../api.ts'
import { dayAt, isDay } from '../member/cover.ts'
import { allGrids } from './all-grids.ts'
import { type Coming, comingGrids } from './coming-grids.ts'

/** What the list and the map are made of: the grids of today, or of another day. */
export interface GridSource {
  readonly grids: readonly Grid[]
  readonly regions: readonly Region[]
  readonly state: 'loading' | 'ready' | 'failed'
  readonly failure: unknown
  readonly load: () => Promise<void>
}

/** The last instant of a day where the towns are. */
export const endOf = (day: string): number => Date.parse(`${day}T23:59:59.999+08:00`)

export interface DayViewInput {
  api: Pick<Api, 'get'>
  book: GridSource & { readonly townId: number; readonly drafts: readonly GridDraft[] }
  now: () => number
}

/** The grids of a day that is not today: a past one as the record has it, a coming one by what is approved for it. */
export class DayView implements GridSource {
  /** Undefined is today. */
  day = $state<string | undefined>()
  state = $state<'loading' | 'ready' | 'failed'>('ready')
  failure = $state.raw<unknown>()
  #past = $state.raw<{ grids: readonly Grid[]; regions: readonly Region[] }>({ grids: [], regions: [] })
  readonly #input: DayViewInput
  readonly #coming: Coming | undefined = $derived.by(() => {
    const { book } = this.#input
    return this.isComing && this.day ? comingGrids(book.grids, book.drafts, endOf(this.day)) : undefined
  })

  constructor(input: DayViewInput) {
    this.#input = input
  }

  get isComing(): boolean {
    return this.day !== undefined && this.day > dayAt(this.#input.now())
  }
  get grids(): readonly Grid[] {
    return this.#coming?.grids ?? this.#past.grids
  }
  get regions(): readonly Region[] {
    return this.isComing ? this.#input.book.regions : this.#past.regions
  }
  get counted(): readonly GridDraft[] {
    return this.#coming?.counted ?? []
  }
  get left(): readonly GridDraft[] {
    return this.#coming?.left ?? []
  }

  /** Goes to a day; today, nothing, or what is no day is today. */
  async turnTo(day: string | undefined): Promise<void> {
    const isOther = day !== undefined && isDay(day) && day !== dayAt(this.#input.now())
    this.day = isOther ? day : undefined
    if (isOther) await this.load()
  }

  load = async (): Promise<void> => {
    const { day } = this
    const { api, book } = this.#input
    if (day === undefined || this.isComing) {
      this.state = book.state
      return
    }
    this.state = 'loading'
    const at = new Date(endOf(day)).toISOString()
    try {
      const [grids, regions] = await Promise.all([
        allGrids(api, book.townId, at),
        api.get<Region[]>('/api/regions', { town: book.townId, at }),
      ])
      if (day !== this.day) return
      this.#past = { grids, regions }
      this.state = 'ready'
    } catch (error) {
      if (day !== this.day) return
      this.failure = error
      this.state = 'failed'
    }
  }
}
