import type { Danger, DangerInput, DangerVerb } from '../../server/danger/danger.ts'
import { daysLate } from '../../server/danger/rules/steps.ts'
import type {
  Control,
  ControlInput,
  ControlRules,
  Inspection,
  InspectionInput,
} from '../../server/inspection/inspection.ts'
import type { Reading, Sensor } from '../../server/sensor/sensor.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'
import { TownReading } from '../town-reading.svelte.ts'

/** How sources of a town are looked after: inspections due, hidden dangers, gauges. Server truth, replaced whole. */
export class InspectionBook {
  controls = $state.raw<readonly Control[]>([])
  dangers = $state.raw<readonly Danger[]>([])
  sensors = $state.raw<readonly Sensor[]>([])
  rules = $state.raw<ControlRules | undefined>()
  inspections = $state.raw<readonly Inspection[] | undefined>()
  /** Readings by sensor, newest first. */
  readings = $state.raw<ReadonlyMap<number, readonly Reading[]>>(new Map())
  readonly overdue = $derived(this.controls.filter(control => control.daysLate > 0))
  readonly open = $derived(this.dangers.filter(danger => danger.state !== 'closed'))
  readonly over = $derived(this.sensors.filter(sensor => sensor.grade !== 'none'))
  readonly #api: Api
  readonly #reading = new TownReading()
  readonly #inspecting = new Latest()
  readonly #gauging = new Latest()

  constructor(api: Api) {
    this.#api = api
  }

  get ready() {
    return this.#reading.state === 'ready'
  }

  load = (townId: number): Promise<void> =>
    this.#reading.read(
      townId,
      town =>
        Promise.all([
          this.#api.get<Control[]>('/api/controls', town),
          this.#api.get<Danger[]>('/api/dangers', town),
          this.#api.get<Sensor[]>('/api/sensors', town),
          this.#api.get<ControlRules>('/api/control-rules', town),
        ]),
      ([controls, dangers, sensors, rules]) => {
        this.controls = controls
        this.dangers = dangers
        this.sensors = sensors
        this.rules = rules
      },
    )

  async loadInspections(hazardId: number): Promise<void> {
    this.inspections = undefined
    await this.#inspecting.read(
      () => this.#api.get<Inspection[]>(`/api/hazards/${hazardId}/inspections`),
      inspections => {
        this.inspections = inspections
      },
    )
  }

  async loadReadings(sensors: readonly Sensor[]): Promise<void> {
    const one = async ({ id }: Sensor) =>
      [id, await this.#api.get<Reading[]>(`/api/sensors/${id}/readings`)] as const
    const ask = () => Promise.all(sensors.map(one))
    await this.#gauging.read(ask, read => {
      this.readings = new Map([...this.readings, ...read])
    })
  }

  async report(input: DangerInput): Promise<Danger> {
    return this.#keep(await this.#api.post<Danger>('/api/dangers', input))
  }

  async step(id: number, verb: DangerVerb, input: object): Promise<Danger> {
    return this.#keep(await this.#api.post<Danger>(`/api/dangers/${id}/${verb}`, input))
  }

  async inspect(input: InspectionInput): Promise<void> {
    await this.#api.post<Inspection>('/api/inspections', input)
    await Promise.all([this.load(this.#reading.townId), this.loadInspections(input.hazardId)])
  }

  async assign(hazardId: number, input: ControlInput): Promise<void> {
    const control = await this.#api.put<Control>(`/api/controls/${hazardId}`, input)
    this.controls = this.controls.map(each => (each.hazardId === hazardId ? control : each))
  }

  #keep(danger: Danger): Danger {
    const others = this.dangers.filter(({ id }) => id !== danger.id)
    this.dangers = [...others, danger].sort((a, b) => a.id - b.id)
    return danger
  }
}

export type DangerFilter = 'open' | 'late' | 'closed'

/** Dangers to show: the late ones first by days, then the major ones, then the newest. */
export function shownDangers(
  dangers: readonly Danger[],
  { filter, query, nowMs }: { filter: DangerFilter; query: string; nowMs: number },
): Danger[] {
  const wanted = query.trim().toLowerCase()
  const late = (danger: Danger) => daysLate(danger, nowMs)
  return dangers
    .filter(danger => (danger.state === 'closed') === (filter === 'closed'))
    .filter(danger => filter !== 'late' || late(danger) > 0)
    .filter(({ id, title, hazardName, hazardNameEn, responsible }) =>
      [String(id), title, hazardName, hazardNameEn, responsible].some(text =>
        text.toLowerCase().includes(wanted),
      ),
    )
    .sort(
      (a, b) => late(b) - late(a) || Number(b.grade === 'major') - Number(a.grade === 'major') || b.id - a.id,
    )
}

export interface DueGroups {
  overdue: Control[]
  soon: Control[]
  later: Control[]
  unassessed: Control[]
}

const soonMs = 30 * 86_400_000

/** Sources by when they are due, the most urgent first in each group. */
export function dueGroups(controls: readonly Control[], nowMs: number): DueGroups {
  const groups: DueGroups = { overdue: [], soon: [], later: [], unassessed: [] }
  for (const control of controls) {
    if (control.dueAt === null) groups.unassessed.push(control)
    else if (control.daysLate > 0) groups.overdue.push(control)
    else if (Date.parse(control.dueAt) - nowMs <= soonMs) groups.soon.push(control)
    else groups.later.push(control)
  }
  return groups
}

/** Points of a small line of readings, oldest left, in a box of 100 by 24; the threshold's height in it, if it is inside. */
export function sparkline(readings: readonly Reading[], threshold: number | undefined) {
  const values = readings.map(({ value }) => value).reverse()
  if (values.length < 2) return null
  const all = threshold === undefined ? values : [...values, threshold]
  const least = Math.min(...all)
  const span = Math.max(...all) - least || 1
  const y = (value: number) => Math.round((22 - ((value - least) / span) * 20) * 10) / 10
  const x = (i: number) => Math.round((i / (values.length - 1)) * 1000) / 10
  return {
    points: values.map((value, i) => `${x(i)},${y(value)}`).join(' '),
    threshold: threshold === undefined ? null : y(threshold),
  }
}
