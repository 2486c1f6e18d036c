import type { ResponseLevel } from '../../plans/plan.ts'
import type { Closure, Zone } from '../../server/dispatch/dispatch.ts'
import type { Surroundings, TimelineEntry } from '../../server/incident/incident.ts'
import type { PlanProposal, PlanRecord, Run } from '../../server/plan/plan.ts'
import type { Api } from '../api.ts'
import type { Change, Feed } from '../feed.svelte.ts'
import { Latest } from '../latest.ts'

/** What is known about one incident beside the incident itself. */
export class IncidentFile {
  surroundings = $state.raw<Surroundings | undefined>()
  timeline = $state.raw<readonly TimelineEntry[] | undefined>()
  proposals = $state.raw<readonly PlanProposal[] | undefined>()
  /** The document of the plan that is about to be started. */
  plan = $state.raw<PlanRecord | undefined>()
  readonly #api: Api
  readonly #around = new Latest()
  readonly #proposing = new Latest()
  readonly #showing = new Latest()
  #id = 0
  #reading = false
  #again = false

  constructor(api: Api) {
    this.#api = api
  }

  /** Reads the file of an incident and keeps its timeline in step; answers how to stop. */
  follow(id: number, feed: Feed, failed: (error: unknown) => void): () => void {
    this.#id = id
    this.surroundings = undefined
    this.timeline = undefined
    this.#readSurroundings().catch(failed)
    this.#readTimeline().catch(failed)
    const stops = [
      feed.on('*', change => this.#hear(change)),
      feed.onReset(() => void this.#readTimeline().catch(failed)),
    ]
    return () => {
      this.#id = 0
      this.#around.drop()
      for (const stop of stops) stop()
    }
  }

  #hear({ incidentId, noun }: Change) {
    if (incidentId !== this.#id) return
    void this.#readTimeline().catch(() => undefined)
    if (noun === 'incident') void this.#readSurroundings().catch(() => undefined)
  }

  async #readSurroundings() {
    const id = this.#id
    await this.#around.read(
      () => this.#api.get<Surroundings>(`/api/incidents/${id}/surroundings`),
      around => {
        this.surroundings = around
      },
    )
  }

  // One reading at a time; what happens meanwhile is read by the next.
  async #readTimeline() {
    this.#again = true
    if (this.#reading) return
    this.#reading = true
    try {
      while (this.#again && this.#id !== 0) {
        this.#again = false
        const id = this.#id
        const after = this.timeline?.[this.timeline.length - 1]?.sequence ?? 0
        const more = await this.#api.get<TimelineEntry[]>(`/api/incidents/${id}/timeline`, { after })
        if (id === this.#id) this.timeline = [...(this.timeline ?? []), ...more]
        else this.#again = true
      }
    } finally {
      this.#reading = false
    }
  }

  async propose(id: number): Promise<void> {
    this.proposals = undefined
    await this.#proposing.read(
      () => this.#api.get<PlanProposal[]>(`/api/incidents/${id}/proposal`),
      proposals => {
        if (id === this.#id) this.proposals = proposals
      },
    )
  }

  async showPlan(planId: number): Promise<void> {
    const { plan } = this
    await this.#showing.read(
      async () => (plan?.id === planId ? plan : await this.#api.get<PlanRecord>(`/api/plans/${planId}`)),
      shown => {
        this.plan = shown
      },
    )
  }

  start = (id: number, input: { planId: number; level: ResponseLevel }): Promise<Run> =>
    this.#api.post<Run>(`/api/incidents/${id}/runs`, input)

  lift = <Lifted extends Closure | Zone>(
    noun: 'closures' | 'zones',
    { id, version }: Lifted,
  ): Promise<Lifted> => this.#api.post<Lifted>(`/api/${noun}/${id}/lift`, { version })
}
