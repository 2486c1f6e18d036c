import type { LiveTerm } from '../../server/inspection/inspection.ts'
import type { Region } from '../../server/region/region.ts'
import type { SourceRaise } from '../../server/risk/risk.ts'
import type { Reading, Sensor } from '../../server/sensor/sensor.ts'
import type { Warning, WarningAmendment, WarningInput } from '../../server/warning/warning.ts'
import type { Api } from '../api.ts'
import { TownReading } from '../town-reading.svelte.ts'

/** What moves the live map of a town: raises, warnings, sensors. Server truth, replaced whole. */
export class LiveBook {
  raises = $state.raw<readonly SourceRaise[]>([])
  inForce = $state.raw<readonly Warning[]>([])
  over = $state.raw<readonly Warning[]>([])
  sensors = $state.raw<readonly Sensor[]>([])
  terms = $state.raw<readonly LiveTerm[]>([])
  regions = $state.raw<readonly Region[]>([])
  readonly #api: Api
  readonly #reading = new TownReading()

  constructor(api: Api) {
    this.#api = api
  }

  get state() {
    return this.#reading.state
  }

  get townId() {
    return this.#reading.townId
  }

  load(townId: number): Promise<void> {
    if (townId !== this.townId) this.regions = []
    return this.#reading.read(
      townId,
      town =>
        Promise.all([
          this.#api.get<SourceRaise[]>('/api/risk/raises', town),
          this.#api.get<Warning[]>('/api/warnings', town),
          this.#api.get<Warning[]>('/api/warnings', { ...town, state: 'over' }),
          this.#api.get<Sensor[]>('/api/sensors', town),
          this.#api.get<LiveTerm[]>('/api/live-terms', town),
          this.regions.length > 0 ? this.regions : this.#api.get<Region[]>('/api/regions', town),
        ]),
      ([raises, inForce, over, sensors, terms, regions]) => {
        this.raises = raises
        this.inForce = inForce
        this.over = over
        this.sensors = sensors
        this.terms = terms
        this.regions = regions
      },
    )
  }

  again = () => this.load(this.townId)

  readings = (sensorId: number): Promise<Reading[]> =>
    this.#api.get<Reading[]>(`/api/sensors/${sensorId}/readings`)

  issue = (input: WarningInput): Promise<Warning> =>
    this.#keep(this.#api.post<Warning>('/api/warnings', input))

  amend = (id: number, input: WarningAmendment): Promise<Warning> =>
    this.#keep(this.#api.put<Warning>(`/api/warnings/${id}`, input))

  lift = ({ id, version }: Warning): Promise<Warning> =>
    this.#keep(this.#api.post<Warning>(`/api/warnings/${id}/lift`, { version }))

  async #keep(saving: Promise<Warning>): Promise<Warning> {
    const saved = await saving
    // What it raises is reckoned by the server; until then the list itself is right already.
    await this.again().catch(() => undefined)
    return saved
  }
}

export interface RaisedSource
  extends Pick<SourceRaise, 'hazardId' | 'name' | 'nameEn' | 'lngLat' | 'before' | 'now'> {
  causes: SourceRaise[]
}

/** Sources with everything that raises them, in the order they came; a cause filter keeps the sources that have one. */
export function bySource(
  raises: readonly SourceRaise[],
  cause: SourceRaise['cause'] | 'all',
): RaisedSource[] {
  const sources = new Map<number, RaisedSource>()
  for (const raise of raises) {
    const { hazardId, name, nameEn, lngLat, before, now } = raise
    const known = sources.get(hazardId) ?? { hazardId, name, nameEn, lngLat, before, now, causes: [] }
    known.causes.push(raise)
    sources.set(hazardId, known)
  }
  return [...sources.values()].filter(
    ({ causes }) => cause === 'all' || causes.some(each => each.cause === cause),
  )
}
