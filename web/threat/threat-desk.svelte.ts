import type { Hazard } from '../../server/hazard/hazard.ts'
import type { LngLat } from '../../server/region/place.ts'
import type {
  Impact,
  Reckoning,
  Threat,
  ThreatAnswer,
  ThreatQuestion,
  Weather,
} from '../../server/threat/threat.ts'
import { type Api, Problem } from '../api.ts'
import { Latest } from '../latest.ts'
import { calm, draftFor, freshDraft, inputsOf, type ThreatDraft } from './threat-draft.ts'

interface Place {
  townId: number
  hazardId: number | null
  incidentId: number | null
}

/** Reckons consequence zones: one is drawn up, or a kept one is looked at. */
export class ThreatDesk {
  draft = $state.raw<ThreatDraft>(freshDraft)
  weather = $state.raw<Weather>(calm)
  lngLat = $state.raw<LngLat | undefined>()
  place = $state.raw<Place>({ townId: 0, hazardId: null, incidentId: null })
  name = $state('')
  /** The person is about to click the source on the map. */
  isPicking = $state(false)
  answer = $state.raw<ThreatAnswer | undefined>()
  refusal = $state.raw<{ text: string; instead?: string; groundMeters?: number } | undefined>()
  impact = $state.raw<Impact | undefined>()
  kept = $state.raw<readonly Threat[] | undefined>()
  shown = $state.raw<Threat | undefined>()
  ringKey = $state<string | undefined>()
  busy = $state<'keep' | 'turn' | 'withdraw' | undefined>()
  readonly #api: Api
  #asking = false
  #wanted: ThreatQuestion | undefined
  readonly #reckoning = new Latest()
  readonly #counting = new Latest()
  readonly #list = new Latest()

  readonly result: Reckoning | undefined = $derived.by(() => this.shown?.result ?? this.answer)
  readonly at: LngLat | undefined = $derived.by(() => this.shown?.lngLat ?? this.lngLat)
  readonly ring = $derived.by(() => {
    const rings = this.result?.rings ?? []
    return rings.find(({ key }) => key === this.ringKey) ?? rings[0]
  })
  readonly ringImpact = $derived.by(() => this.impact?.rings.find(({ key }) => key === this.ring?.key))
  readonly question: ThreatQuestion | undefined = $derived.by(() => {
    const inputs = inputsOf(this.draft)
    if (!inputs || !this.lngLat || this.place.townId === 0) return undefined
    return { ...this.place, lngLat: this.lngLat, weather: this.weather, inputs }
  })

  constructor(api: Api) {
    this.#api = api
  }

  /** Begins at a source or an incident, or at nothing yet. */
  begin(
    place: Place,
    from: { hazard?: Hazard | undefined; lngLat?: LngLat | undefined; name: string },
  ): void {
    this.#reckoning.drop()
    this.#counting.drop()
    this.place = place
    this.draft = draftFor(from.hazard)
    this.lngLat = from.lngLat
    this.name = from.name
    this.shown = undefined
    this.answer = undefined
    this.impact = undefined
    this.refusal = undefined
    this.ringKey = undefined
  }

  change(part: Partial<ThreatDraft>): void {
    this.draft = { ...this.draft, ...part }
  }

  blow(part: Partial<Weather>): void {
    this.weather = { ...this.weather, ...part }
  }

  look(threat: Threat | undefined): void {
    this.shown = threat
    this.ringKey = undefined
    this.#counting.drop()
    this.impact = undefined
  }

  /** Asks for the latest question only: while one is under way, those between are dropped. */
  async ask(question: ThreatQuestion | undefined): Promise<void> {
    this.#wanted = question
    if (!question) {
      this.#reckoning.drop()
      this.answer = undefined
    }
    if (this.#asking) return
    this.#asking = true
    try {
      while (this.#wanted) {
        const now = this.#wanted
        this.#wanted = undefined
        await this.#reckon(now)
      }
    } finally {
      this.#asking = false
    }
  }

  async #reckon(question: ThreatQuestion): Promise<void> {
    try {
      await this.#reckoning.read(
        () => this.#api.post<ThreatAnswer>('/api/threats/preview', question),
        answer => {
          this.answer = answer
          this.refusal = undefined
        },
      )
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'invalid') throw error
      this.answer = undefined
      this.impact = undefined
      const { instead, groundMeters } = error.details
      this.refusal = {
        text: error.detail,
        ...(typeof instead === 'string' ? { instead } : {}),
        ...(typeof groundMeters === 'number' ? { groundMeters } : {}),
      }
    }
  }

  /** Who is inside, of what is shown now. */
  async count(): Promise<void> {
    const { shown, question } = this
    if (!shown && (!question || !this.answer)) return this.#counting.drop()
    const ask = () =>
      shown
        ? this.#api.get<Impact>(`/api/threats/${shown.id}/impact`)
        : this.#api.post<Impact>('/api/threats/impact', question)
    await this.#counting.read(ask, impact => {
      this.impact = impact
    })
  }

  async load(): Promise<void> {
    const { townId } = this.place
    if (townId === 0) return
    await this.#list.read(
      () => this.#api.get<Threat[]>('/api/threats', { town: townId }),
      kept => {
        this.kept = kept
      },
    )
  }

  async keep(name: string): Promise<Threat | undefined> {
    const { question } = this
    if (!question) return undefined
    const made = await this.#during('keep', () =>
      this.#api.post<Threat>('/api/threats', { ...question, name }),
    )
    this.#put(made)
    this.shown = made
    return made
  }

  /** Makes a danger zone of the chosen ring, keeping the consequence zone first where it is not kept yet. */
  async turn(name: string): Promise<Threat | undefined> {
    const ring = this.ring?.key
    const threat = this.shown ?? (await this.keep(name))
    if (!threat || !ring) return undefined
    const body = { version: threat.version, ring }
    const turned = await this.#during('turn', () =>
      this.#api.post<Threat>(`/api/threats/${threat.id}/zone`, body),
    )
    this.#put(turned)
    this.shown = turned
    this.ringKey = ring
    return turned
  }

  /** @param edited what becomes of danger zones of it that somebody changed since */
  async withdraw({ id, version }: Threat, edited: 'ask' | 'keep' | 'lift' = 'ask'): Promise<void> {
    const body = { version, edited }
    await this.#during('withdraw', () => this.#api.post<Threat>(`/api/threats/${id}/withdraw`, body))
    this.kept = this.kept?.filter(each => each.id !== id)
    if (this.shown?.id === id) this.look(undefined)
  }

  #put(threat: Threat): void {
    this.kept = [threat, ...(this.kept ?? []).filter(each => each.id !== threat.id)]
  }

  async #during<T>(what: 'keep' | 'turn' | 'withdraw', work: () => Promise<T>): Promise<T> {
    this.busy = what
    try {
      return await work()
    } finally {
      this.busy = undefined
    }
  }
}
