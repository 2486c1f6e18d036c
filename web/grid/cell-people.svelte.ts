import type { RiskCell } from '../../server/risk/risk.ts'
import type { Api } from '../api.ts'

const AT_ONCE = 6
/** More cells than this are not asked one by one; their people are left unsaid. */
export const MOST_CELLS = 240

/** The residents of single cells, asked for when a piece with them changes hands. */
export class CellPeople {
  #night = $state.raw<ReadonlyMap<number, number>>(new Map())
  readonly #api: Pick<Api, 'get'>
  readonly #townId: number
  readonly #asked = new Set<number>()

  constructor(api: Pick<Api, 'get'>, townId: number) {
    this.#api = api
    this.#townId = townId
  }

  /** People of these cells at night, or undefined while some are not known. */
  of(ordinals: readonly number[]): number | undefined {
    let sum = 0
    for (const ordinal of ordinals) {
      const people = this.#night.get(ordinal)
      if (people === undefined) return undefined
      sum += people
    }
    return sum
  }

  /** Asks for those that are not known yet. */
  async ask(ordinals: readonly number[]): Promise<void> {
    const fresh = ordinals.filter(ordinal => !this.#asked.has(ordinal)).slice(0, MOST_CELLS)
    for (const ordinal of fresh) this.#asked.add(ordinal)
    for (let i = 0; i < fresh.length; i += AT_ONCE) {
      const read = await Promise.all(fresh.slice(i, i + AT_ONCE).map(ordinal => this.#read(ordinal)))
      this.#night = new Map([...this.#night, ...read.flatMap(each => (each ? [each] : []))])
    }
  }

  async #read(ordinal: number): Promise<[number, number] | undefined> {
    try {
      const query = { town: this.#townId, ordinal }
      const cell = await this.#api.get<RiskCell>('/api/risk/cells', query)
      return [ordinal, cell.peopleNight]
    } catch {
      // Asked again with the next change; until then the table says that people are not counted.
      this.#asked.delete(ordinal)
      return undefined
    }
  }
}
