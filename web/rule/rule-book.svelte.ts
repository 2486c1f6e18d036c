import type {
  Control,
  ControlEdition,
  ControlRules,
  ControlRulesInput,
} from '../../server/inspection/inspection.ts'
import type { RiskMethod } from '../../server/risk/risk.ts'
import type {
  MethodAssessment,
  MethodPreview,
  MethodRevision,
  MethodUse,
} from '../../server/risk/rules/revision.ts'
import type {
  RiskRows,
  RiskSettings,
  RiskSettingsInput,
  SettingsPreview,
} from '../../server/risk/rules/settings-words.ts'
import type { Api } from '../api.ts'
import { TownReading } from '../town-reading.svelte.ts'

/** The rules of a town with their earlier versions. Server truth, replaced whole. */
export class RuleBook {
  methods = $state.raw<readonly RiskMethod[]>([])
  uses = $state.raw<ReadonlyMap<number, MethodUse>>(new Map())
  /** Newest first; empty where the rules are as shipped. */
  settings = $state.raw<readonly RiskSettings[]>([])
  controlEditions = $state.raw<readonly ControlEdition[]>([])
  controls = $state.raw<readonly Control[]>([])
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

  load = (townId: number): Promise<void> =>
    this.#reading.read(
      townId,
      town =>
        Promise.all([
          this.#api.get<RiskMethod[]>('/api/risk/methods'),
          this.#api.get<MethodUse[]>('/api/risk/methods/uses', town),
          this.#api.get<RiskSettings[]>('/api/risk/settings/history', town),
          this.#api.get<ControlEdition[]>('/api/control-rules/editions', town),
          this.#api.get<Control[]>('/api/controls', town),
        ]),
      ([methods, uses, settings, editions, controls]) => {
        this.methods = methods
        this.uses = new Map(uses.map(use => [use.methodId, use]))
        this.settings = settings
        this.controlEditions = editions
        this.controls = controls
      },
    )

  again = () => this.load(this.townId)

  /** Every version of a criteria set, newest first. */
  versionsOf = ({ method, edition }: Pick<RiskMethod, 'method' | 'edition'>): RiskMethod[] =>
    this.methods
      .filter(each => each.method === method && each.edition === edition)
      .sort((a, b) => b.revision - a.revision)

  assessedBy = (id: number): Promise<MethodAssessment[]> =>
    this.#api.get<MethodAssessment[]>(`/api/risk/methods/${id}/assessments`, { town: this.townId })

  previewMethod = (id: number, input: MethodRevision): Promise<MethodPreview> =>
    this.#api.post<MethodPreview>(`/api/risk/methods/${id}/preview`, { ...input, townId: this.townId })

  async publish(id: number, input: MethodRevision): Promise<RiskMethod> {
    const published = await this.#api.post<RiskMethod>(`/api/risk/methods/${id}/revisions`, input)
    await this.again()
    return published
  }

  previewSettings = (rows: RiskRows): Promise<SettingsPreview> =>
    this.#api.post<SettingsPreview>(`/api/risk/settings/preview?town=${this.townId}`, rows)

  async set(input: RiskSettingsInput): Promise<RiskSettings> {
    const saved = await this.#api.put<RiskSettings>(`/api/risk/settings?town=${this.townId}`, input)
    this.settings = [saved, ...this.settings]
    return saved
  }

  async control(input: Omit<ControlRulesInput, 'townId'>): Promise<ControlRules> {
    const saved = await this.#api.post<ControlRules>('/api/control-rules', { ...input, townId: this.townId })
    await this.again()
    return saved
  }
}
