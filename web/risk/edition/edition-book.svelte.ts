import type { Comparison, Edition, EditionInput, PastSource } from '../../../server/edition/edition.ts'
import type { RiskScale } from '../../../server/risk/risk.ts'
import type { Api } from '../../api.ts'
import { Latest } from '../../latest.ts'
import { TownReading } from '../../town-reading.svelte.ts'

/** `edition-12`, or an instant. */
export type Moment = string

export const momentOfEdition = ({ id }: Edition): Moment => `edition-${id}`
const editionIdOf = (moment: Moment) => /^edition-(\d+)$/.exec(moment)?.[1]

/** The editions of a town, and the levels of any moment; what was read once is kept. */
export class EditionBook {
  editions = $state.raw<readonly Edition[]>([])
  comparison = $state.raw<Comparison | undefined>()
  comparing = $state(false)
  readonly #api: Api
  readonly #levels = new Map<string, Promise<Uint8Array>>()
  readonly #sources = new Map<string, Promise<readonly PastSource[]>>()
  readonly #reading = new TownReading()
  readonly #comparing = new Latest()

  constructor(api: Api) {
    this.#api = api
  }

  get standing(): readonly Edition[] {
    return this.editions.filter(({ withdrawnAt }) => withdrawnAt === null)
  }

  get ready() {
    return this.#reading.state === 'ready'
  }

  get #townId() {
    return this.#reading.townId
  }

  load(townId: number): Promise<void> {
    if (townId !== 0 && townId !== this.#townId) {
      this.#levels.clear()
      this.#sources.clear()
      this.#comparing.drop()
      this.comparison = undefined
      this.comparing = false
    }
    const ask = (town: { town: number }) => this.#api.get<Edition[]>('/api/risk/editions', town)
    return this.#reading.read(townId, ask, editions => {
      this.editions = editions
    })
  }

  editionOf = (moment: Moment): Edition | undefined => {
    const id = editionIdOf(moment)
    return id === undefined ? undefined : this.editions.find(each => each.id === Number(id))
  }

  /** The levels of a moment by the cells of today: of an edition the signed ones, else computed from the facts of then. */
  levels(moment: Moment, scale: RiskScale): Promise<Uint8Array> {
    const id = editionIdOf(moment)
    const path =
      id === undefined
        ? `/api/risk/as-of?town=${this.#townId}&scale=${scale}&over=today&at=${encodeURIComponent(moment)}`
        : `/api/risk/editions/${id}/levels.bin?over=today&scale=${scale}`
    return this.#keep(`${scale} ${moment}`, path)
  }

  /** The sources as they stood at a moment. */
  sources(moment: Moment, scale: RiskScale): Promise<readonly PastSource[]> {
    const name = `${scale} ${moment}`
    const known = this.#sources.get(name)
    if (known) return known
    const asked = { town: this.#townId, scale, at: moment }
    const reading = this.#api.get<readonly PastSource[]>('/api/risk/as-of/sources', asked)
    this.#sources.set(name, reading)
    reading.catch(() => this.#sources.delete(name))
    return reading
  }

  /** The map of a moment, what of a live one rests on assessed sources, and the sources as they stood. */
  async mapOf(moment: Moment, scale: RiskScale) {
    const [sources, levels, assessed] = await Promise.all([
      this.sources(moment, scale),
      this.levels(moment, scale),
      scale === 'live' ? this.#assessed(moment) : undefined,
    ])
    return { levels, assessed, sources }
  }

  #assessed(moment: Moment): Promise<Uint8Array> {
    const path = `/api/risk/as-of?town=${this.#townId}&scale=live&of=assessed&over=today&at=${encodeURIComponent(moment)}`
    return this.#keep(`assessed ${moment}`, path)
  }

  #keep(name: string, path: string): Promise<Uint8Array> {
    const known = this.#levels.get(name)
    if (known) return known
    const reading = this.#api.bytes(path).then(({ bytes }) => bytes)
    this.#levels.set(name, reading)
    reading.catch(() => this.#levels.delete(name))
    return reading
  }

  /** What changed between two moments, and why. A later question overtakes an earlier one. */
  async compare(asked: { before: Moment; after: Moment; scale: RiskScale } | undefined): Promise<void> {
    this.comparison = undefined
    this.comparing = asked !== undefined
    if (!asked) return this.#comparing.drop()
    try {
      await this.#comparing.read(
        () => this.#api.get<Comparison>('/api/risk/compare', { town: this.#townId, ...asked }),
        found => {
          this.comparison = found
          this.comparing = false
        },
      )
    } catch (error) {
      this.comparing = false
      throw error
    }
  }

  async sign(input: Omit<EditionInput, 'townId'>): Promise<Edition> {
    const signed = await this.#api.post<Edition>('/api/risk/editions', { townId: this.#townId, ...input })
    await this.load(this.#townId)
    return signed
  }

  async withdraw({ id, version }: Edition, reason: string): Promise<void> {
    await this.#api.post<Edition>(`/api/risk/editions/${id}/withdraw`, { version, reason })
    await this.load(this.#townId)
  }
}
