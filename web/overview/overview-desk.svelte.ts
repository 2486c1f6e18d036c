import type { Incident, TimelineEntry } from '../../server/incident/incident.ts'
import type { Run } from '../../server/plan/plan.ts'
import type { Api } from '../api.ts'
import type { Feed } from '../feed.svelte.ts'

const mostLines = 14

export interface JournalLine extends TimelineEntry {
  incident: Pick<Incident, 'id' | 'title'>
}

/** The newest lines of several timelines, newest first. */
export const newest = (lines: readonly JournalLine[], most = mostLines): JournalLine[] =>
  [...lines].sort((a, b) => b.sequence - a.sequence).slice(0, most)

/** Runs and latest acts of the open incidents: what the duty desk follows beside the situation itself. */
export class OverviewDesk {
  runs = $state.raw<ReadonlyMap<number, Run>>(new Map())
  lines = $state.raw<readonly JournalLine[]>([])
  ready = $state(false)
  readonly #api: Api
  #incidents: readonly Incident[] = []
  #reading = false
  #wanted = false

  constructor(api: Api) {
    this.#api = api
  }

  /** Reads what belongs to these incidents. */
  show(open: readonly Incident[]) {
    this.#incidents = open
    this.#ask()
  }

  /** Keeps in step with the feed; answers how to stop. */
  follow(feed: Feed): () => void {
    return feed.on('*', change => {
      if (change.incidentId !== undefined && change.incidentId !== null) this.#ask()
    })
  }

  #ask() {
    this.#wanted = true
    if (!this.#reading) void this.#read()
  }

  async #read() {
    this.#reading = true
    try {
      while (this.#wanted) {
        this.#wanted = false
        await this.#readOnce(this.#incidents)
      }
      this.ready = true
    } catch {
      // Offline: what is on screen stays; the next change or the situation's reset asks again.
    } finally {
      this.#reading = false
    }
  }

  async #readOnce(incidents: readonly Incident[]) {
    const runs = incidents.flatMap(({ runId }) => (runId === null ? [] : [this.#run(runId)]))
    const [loaded, lines] = await Promise.all([
      Promise.all(runs),
      Promise.all(incidents.map(incident => this.#timeline(incident))),
    ])
    this.runs = new Map(loaded.map(run => [run.id, run]))
    this.lines = newest(lines.flat())
  }

  #run = (id: number) => this.#api.get<Run>(`/api/runs/${id}`)

  async #timeline({ id, title }: Incident): Promise<JournalLine[]> {
    const entries = await this.#api.get<TimelineEntry[]>(`/api/incidents/${id}/timeline`, { limit: 1000 })
    return entries.map(entry => ({ ...entry, incident: { id, title } }))
  }
}
