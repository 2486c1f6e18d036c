import { createContext } from 'svelte'
import type { BoardNode } from '../../plans/run.ts'
import type { GradeInput, Incident, IncidentGrade, IncidentPatch } from '../../server/incident/incident.ts'
import type { Api } from '../api.ts'
import type { Clock } from '../clock.svelte.ts'
import { DispatchDesk } from '../dispatch/dispatch-desk.svelte.ts'
import { askingNodes, laterNodes } from '../dispatch/needs.ts'
import type { MapStage } from '../map/stage.svelte.ts'
import type { MapView } from '../map/view.svelte.ts'
import type { Situation } from '../overview/situation.svelte.ts'
import { RunBoard } from '../plan/run-board.svelte.ts'
import { Drawing } from './drawing.svelte.ts'
import { IncidentFile } from './incident-file.svelte.ts'
import { ReportDraft } from './report-draft.svelte.ts'

interface Parts {
  api: Api
  clock: Clock
  situation: Situation
  stage: MapStage
  view: MapView
}

/** The commander's desk: one incident with its plan, what is drawn round it and who is sent to it. */
export class Desk {
  incidentId = $state<number | undefined>()
  /** The plan node people chose to dispatch for; otherwise the most urgent one. */
  chosenNodeId = $state<string | undefined>()
  report = $state.raw<ReportDraft | undefined>()
  isClosing = $state(false)
  /** The consequence zones take the place of the dispatch panel. */
  isForecasting = $state(false)
  isGrading = $state(false)
  readonly file: IncidentFile
  readonly running: RunBoard
  readonly dispatching: DispatchDesk
  readonly drawing: Drawing
  readonly #api: Api
  readonly #situation: Situation

  readonly incident: Incident | undefined = $derived.by(() =>
    this.#situation.lists.incidents.find(incident => incident.id === this.incidentId),
  )
  readonly asking: BoardNode[] = $derived.by(() => askingNodes(this.running.open))
  /** Nodes whose forces are still to be ordered, the most urgent first; those not yet due after them. */
  readonly uncovered: BoardNode[] = $derived.by(() => {
    const { board, open } = this.running
    const all = board ? [...this.asking, ...laterNodes(board, open)] : []
    return all.filter(shown => !this.dispatching.isCovered(shown))
  })
  readonly node: BoardNode | undefined = $derived.by(() => {
    const chosen = this.running.board?.nodes.get(this.chosenNodeId ?? '')
    return chosen ?? this.uncovered[0] ?? this.asking[0]
  })

  constructor({ api, clock, situation, stage, view }: Parts) {
    this.#api = api
    this.#situation = situation
    this.file = new IncidentFile(api)
    this.running = new RunBoard(api, clock)
    this.dispatching = new DispatchDesk(api, situation)
    this.drawing = new Drawing(stage, view)
  }

  beginReport = () => {
    this.drawing.cancel()
    this.report = new ReportDraft()
  }

  beginCorrection = () => {
    if (this.incident) this.report = new ReportDraft(this.incident)
  }

  /** Registers the report, or saves the correction; answers the incident as it now is. */
  async submit(draft: ReportDraft, townId: number): Promise<Incident | undefined> {
    const saved = draft.of
      ? await this.#correct(draft.of.id, draft.patch())
      : await this.#register(draft, townId)
    if (saved) this.#show(saved)
    this.report = undefined
    return saved
  }

  async #register(draft: ReportDraft, townId: number): Promise<Incident | undefined> {
    const input = draft.input(townId)
    return input && this.#api.post<Incident>('/api/incidents', input)
  }

  #correct = async (id: number, patch: IncidentPatch | undefined): Promise<Incident | undefined> =>
    patch && this.#api.patch<Incident>(`/api/incidents/${id}`, patch)

  async setGrade(incident: Incident, given: { grade: IncidentGrade; reason: string }): Promise<Incident> {
    const body: GradeInput = { ...given, version: incident.version }
    const saved = await this.#api.post<Incident>(`/api/incidents/${incident.id}/grade`, body)
    this.#show(saved)
    return saved
  }

  async close(incident: Incident, reason: string): Promise<void> {
    const body = { version: incident.version, reason }
    this.#show(await this.#api.post<Incident>(`/api/incidents/${incident.id}/close`, body))
  }

  #show(saved: Incident) {
    const { lists } = this.#situation
    const others = lists.incidents.filter(incident => incident.id !== saved.id)
    const incidents = [saved, ...others].sort((one, other) => rank(one) - rank(other) || other.id - one.id)
    this.#situation.lists = { ...lists, incidents }
  }
}

const rank = (incident: Incident) => (incident.state === 'closed' ? 1 : 0)

export const [useDesk, provideDesk] = createContext<Desk>()
