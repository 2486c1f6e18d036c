import type { Assessment, Hazard } from '../../server/hazard/hazard.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { Domain, RiskCell, RiskMethod, RiskScale } from '../../server/risk/risk.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'

export const domains: readonly Domain[] = ['natural', 'work-safety', 'public-health', 'social-security']

/** What is being done on the right: looking, assessing a source, or entering one or many. */
export type Doing =
  | { kind: 'look' }
  | { kind: 'import' }
  | { kind: 'assess'; hazardId: number }
  | { kind: 'correct'; hazardId: number; lngLat: LngLat }
  | { kind: 'place' }
  | { kind: 'register'; lngLat: LngLat }

interface Asked {
  townId: number
  ordinal: number
  scale: RiskScale
}

/** What the risk workspace has in hand: the cell asked about, the source's records, the method tables. */
export class RiskDesk {
  cell = $state.raw<RiskCell | undefined>()
  cellFailed = $state(false)
  assessments = $state.raw<readonly Assessment[] | undefined>()
  methods = $state.raw<readonly RiskMethod[] | undefined>()
  chosen = $state.raw<ReadonlySet<Domain>>(new Set(domains))
  doing = $state.raw<Doing>({ kind: 'look' })
  readonly #api: Api
  readonly #asking = new Latest()
  readonly #assessing = new Latest()
  #assessedId: number | undefined

  constructor(api: Api) {
    this.#api = api
  }

  async loadMethods(): Promise<void> {
    this.methods = await this.#api.get<RiskMethod[]>('/api/risk/methods')
  }

  /** Why a cell has its colour; a later question overtakes an earlier answer. */
  async ask(asked: Asked | undefined): Promise<void> {
    this.cellFailed = false
    if (!asked) {
      this.#asking.drop()
      this.cell = undefined
      return
    }
    const { townId: town, ordinal, scale } = asked
    try {
      await this.#asking.read(
        () => this.#api.get<RiskCell>('/api/risk/cells', { town, ordinal, scale }),
        cell => {
          this.cell = cell
        },
      )
    } catch (error) {
      this.cellFailed = true
      throw error
    }
  }

  async loadAssessments(hazardId: number | undefined): Promise<void> {
    if (hazardId !== this.#assessedId) this.assessments = undefined
    this.#assessedId = hazardId
    if (hazardId === undefined) return this.#assessing.drop()
    await this.#assessing.read(
      () => this.#api.get<Assessment[]>(`/api/hazards/${hazardId}/assessments`),
      rows => {
        this.assessments = rows
      },
    )
  }

  toggle(domain: Domain) {
    const chosen = new Set(this.chosen)
    if (!chosen.delete(domain)) chosen.add(domain)
    this.chosen = chosen
  }

  get wantsPlace(): boolean {
    return this.doing.kind === 'place' || 'lngLat' in this.doing
  }

  /** A click on the map while a source is being placed; answers whether it was taken. */
  takePlace(lngLat: LngLat): boolean {
    if (this.doing.kind === 'correct') this.doing = { ...this.doing, lngLat }
    else if (this.wantsPlace) this.doing = { kind: 'register', lngLat }
    return this.wantsPlace
  }

  look = () => {
    this.doing = { kind: 'look' }
  }
}

/** Sources of the chosen domains that are shown on the map and in lists. */
export const shownHazards = (hazards: readonly Hazard[], chosen: ReadonlySet<Domain>) =>
  hazards.filter(hazard => chosen.has(hazard.domain) && hazard.standing !== 'rejected')

/** Sources with the level that their symbols show: a map of inherent risk shows the inherent one. */
export const atScale = (hazards: readonly Hazard[], scale: RiskScale): readonly Hazard[] =>
  scale === 'inherent' ? hazards.map(each => ({ ...each, residualLevel: each.inherentLevel })) : hazards
