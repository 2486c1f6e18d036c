import type { ClockInput, Drill, DrillInput, ReplayRow } from '../../server/drill/drill.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'
import { spanOf } from './replay.ts'

type ClockAction =
  | { action: 'pause' }
  | { action: 'run'; rate: 1 | 4 | 16 }
  | { action: 'set'; at: string }
  | { action: 'end' }

/** The drills of a town, the one being looked at, and what happened in it. */
export class DrillBook {
  drills = $state.raw<readonly Drill[] | undefined>()
  rows = $state.raw<readonly ReplayRow[]>([])
  /** The replayed moment in ms of the drill's time; undefined follows the drill as it runs. */
  moment = $state<number | undefined>()
  readonly span = $derived(spanOf(this.rows))
  readonly #api: Api
  readonly #list = new Latest()
  #drillId: number | undefined

  constructor(api: Api) {
    this.#api = api
  }

  async load(townId: number): Promise<void> {
    await this.#list.read(
      () => this.#api.get<Drill[]>('/api/drills', { town: townId }),
      drills => {
        this.drills = drills
      },
    )
  }

  async open(input: DrillInput): Promise<Drill> {
    const drill = await this.#api.post<Drill>('/api/drills', input)
    // The feed may have told of it already.
    this.drills = [drill, ...(this.drills ?? []).filter(each => each.id !== drill.id)]
    return drill
  }

  async setClock(drill: Drill, change: ClockAction): Promise<Drill> {
    const body: ClockInput = { ...change, version: drill.version }
    const after = await this.#api.post<Drill>(`/api/drills/${drill.id}/clock`, body)
    this.drills = this.drills?.map(each => (each.id === after.id ? after : each))
    return after
  }

  /** Reads what is new in the journal of a drill's world. */
  async readRows(drillId: number, anew: boolean): Promise<void> {
    if (anew) {
      this.#drillId = drillId
      this.rows = []
    }
    const after = this.#last
    const rows = await this.#api.get<ReplayRow[]>(`/api/drills/${drillId}/replay`, { after, limit: 5000 })
    if (drillId !== this.#drillId) return
    // Another reading may have brought the same rows meanwhile.
    this.rows = [...this.rows, ...rows.filter(row => row.sequence > this.#last)]
  }

  get #last(): number {
    return this.rows[this.rows.length - 1]?.sequence ?? 0
  }
}
