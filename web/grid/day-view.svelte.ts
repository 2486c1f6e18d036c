import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Region } from '../../server/region/region.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'
import { dayAt, isDay } from '../member/cover.ts'
import { allGrids } from './all-grids.ts'

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

/** The grids of a day that is not today, as the server has them: of a past one by the record, of a coming one by what is approved. */
export class DayView implements GridSource {
  /** Undefined is today. */
  day = $state<string | undefined>()
  state = $state<'loading' | 'ready' | 'failed'>('ready')
  failure = $state.raw<unknown>()
  #then = $state.raw<{ grids: readonly Grid[]; regions: readonly Region[] }>({ grids: [], regions: [] })
  readonly #input: DayViewInput
  readonly #reading = new Latest()
  /** The day that was read last. */
  #read: string | undefined
  readonly #due = $derived.by(() => {
    const { day } = this
    if (!day || !this.isComing) return []
    return this.#input.book.drafts.filter(draft => isDue(draft, endOf(day)))
  })

  constructor(input: DayViewInput) {
    this.#input = input
  }

  get isComing(): boolean {
    return this.day !== undefined && this.day > dayAt(this.#input.now())
  }
  get grids(): readonly Grid[] {
    return this.#then.grids
  }
  get regions(): readonly Region[] {
    return this.#then.regions
  }
  /** Approved drafts that are in force by then. */
  get counted(): readonly GridDraft[] {
    return this.#due.filter(draft => !this.left.includes(draft))
  }
  /** Those that the grids no longer allow: nothing of them is in the grids of that day. */
  get left(): readonly GridDraft[] {
    return this.state === 'ready' ? this.#due.filter(draft => isLeftOut(draft, this.#then.grids)) : []
  }

  /** Goes to a day; today, nothing, or what is no day is today. */
  async turnTo(day: string | undefined): Promise<void> {
    const isOther = day !== undefined && isDay(day) && day !== dayAt(this.#input.now())
    this.day = isOther ? day : undefined
    if (isOther) await this.load()
    else this.#reading.drop()
  }

  load = async (): Promise<void> => {
    const { day } = this
    const { api, book } = this.#input
    if (day === undefined) return
    // What stands stays on the screen while it is read again.
    if (this.#read !== day) this.state = 'loading'
    const at = new Date(endOf(day)).toISOString()
    const ask = () =>
      Promise.all([
        allGrids(api, book.townId, at),
        api.get<Region[]>('/api/regions', { town: book.townId, at }),
      ])
    try {
      await this.#reading.read(ask, ([grids, regions]) => {
        this.#then = { grids, regions }
        this.#read = day
        this.state = 'ready'
      })
    } catch (error) {
      this.failure = error
      this.state = 'failed'
    }
  }
}

const isDue = ({ state, effectiveAt }: GridDraft, at: number) =>
  state === 'approved' && Date.parse(effectiveAt ?? '') <= at

/** Some of its grids are not as it saw them, and no grid of that day comes from it. */
const isLeftOut = ({ seen, effectiveAt }: GridDraft, grids: readonly Grid[]) => {
  const versions = new Map(grids.map(({ id, version }) => [id, version]))
  const isOvertaken = seen.some(({ id, version }) => (versions.get(id) ?? version) !== version)
  return isOvertaken && !grids.some(({ planned, validFrom }) => planned && validFrom === effectiveAt)
}
