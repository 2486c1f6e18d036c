import type { Incident } from '../../server/incident/incident.ts'
import type { PlanRecord, PlanSummary, Run } from '../../server/plan/plan.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'

/** A response under way: the incident and its run. */
export interface Underway {
  incident: Incident
  runId: number
}

/** The register of plans and the runs under way, as lists on the left. */
export class PlanBook {
  plans = $state.raw<readonly PlanSummary[] | undefined>()
  underway = $state.raw<readonly Underway[]>([])
  record = $state.raw<PlanRecord | undefined>()
  readonly #api: Api
  readonly #lists = new Latest()
  readonly #showing = new Latest()

  constructor(api: Api) {
    this.#api = api
  }

  async load(townId: number): Promise<void> {
    const ask = () =>
      Promise.all([
        this.#api.get<PlanSummary[]>('/api/plans', { town: townId }),
        this.#api.get<Incident[]>('/api/incidents', { town: townId }),
      ])
    await this.#lists.read(ask, ([plans, incidents]) => {
      this.plans = plans
      this.underway = incidents.flatMap(incident =>
        incident.runId !== null && incident.state !== 'closed' ? [{ incident, runId: incident.runId }] : [],
      )
    })
  }

  async show(planId: number | undefined): Promise<void> {
    const ask = async () =>
      planId === undefined ? undefined : await this.#api.get<PlanRecord>(`/api/plans/${planId}`)
    await this.#showing.read(ask, record => {
      this.record = record
    })
  }

  /** The run of an incident, started from here. */
  start = (incidentId: number, input: { planId: number; level: string }): Promise<Run> =>
    this.#api.post<Run>(`/api/incidents/${incidentId}/runs`, input)
}
