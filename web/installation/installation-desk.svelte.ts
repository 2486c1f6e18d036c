import { untrack } from 'svelte'
import type {
  Exposure,
  Installation,
  InstallationGrade,
  InstallationRecord,
  Place,
} from '../../server/installation/installation.ts'
import type { LngLat } from '../../server/region/place.ts'
import { folded } from '../../server/sheet/rules/plain-text.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'
import type { PeopleMoves } from './people-moves.svelte.ts'

/** What the panel shows: the register, one unit, or something being done to it. */
export type Doing =
  | { kind: 'look' }
  | { kind: 'register' }
  | { kind: 'import' }
  | { kind: 'correct' | 'inventory' | 'what-if' }

export interface Wanted {
  query: string
  grade: InstallationGrade | undefined
  hazardId: number | undefined
}

export interface Preview {
  place: Place
  ring: Exposure['ring'] | undefined
  counted: { day: number; night: number } | undefined
}

/** What the panel of installations has in hand. */
export class InstallationDesk {
  all = $state.raw<readonly Installation[] | undefined>()
  unitId = $state<number | undefined>()
  exposure = $state.raw<Exposure | undefined>()
  records = $state.raw<readonly InstallationRecord[] | undefined>()
  doing = $state.raw<Doing>({ kind: 'look' })
  /** Corners being laid on the map for a new boundary. */
  corners = $state.raw<readonly LngLat[]>([])
  /** True while a click on the map is a corner. */
  picks = $state(false)
  /** A boundary that is not stored yet, with the people in its ring once they are counted. */
  preview = $state.raw<Preview | undefined>()
  /** People being moved about in a what-if: a click on a cell of the ring takes it up. */
  moves = $state.raw<PeopleMoves | undefined>()
  readonly unit = $derived(this.all?.find(({ id }) => id === this.unitId))
  readonly #api: Api
  readonly #register = new Latest()
  readonly #details = new Latest()
  #asked: number | undefined
  #followed: number | undefined

  constructor(api: Api) {
    this.#api = api
  }

  async load(townId: number): Promise<void> {
    await this.#register.read(
      () => this.#api.get<Installation[]>('/api/installations', { town: townId }),
      all => {
        this.all = all
      },
    )
  }

  /** The ring and the records of the unit that is looked at; a later question overtakes an earlier answer. */
  async loadUnit(id: number | undefined): Promise<void> {
    if (id !== this.#asked) {
      this.exposure = undefined
      this.records = undefined
    }
    this.#asked = id
    if (id === undefined) return this.#details.drop()
    const ask = () =>
      Promise.all([
        this.#api.get<Exposure>(`/api/installations/${id}/exposure`),
        this.#api.get<InstallationRecord[]>(`/api/installations/${id}/records`),
      ])
    await this.#details.read(ask, ([exposure, records]) => {
      this.exposure = exposure
      this.records = records
    })
  }

  /** Takes a unit as the server gave it back, before the feed tells of it. */
  take = (unit: Installation) => {
    const others = (this.all ?? []).filter(({ id }) => id !== unit.id)
    this.all = unit.retiredAt === null ? [...others, unit].sort(byGrade) : others
    this.unitId = unit.retiredAt === null ? unit.id : undefined
    this.doing = { kind: 'look' }
  }

  /** Another source was picked on the map: its units are asked for, not the one that was open. */
  follow(hazardId: number | undefined): void {
    if (hazardId === this.#followed) return
    this.#followed = hazardId
    if (untrack(() => this.unit?.hazardId) !== hazardId && hazardId !== undefined) this.unitId = undefined
  }

  look = () => {
    this.doing = { kind: 'look' }
  }

  /** One step back: what is being done first, then the unit. Answers whether there was one. */
  back = (): boolean => {
    if (this.doing.kind !== 'look') this.look()
    else if (this.unitId !== undefined) this.unitId = undefined
    else return false
    return true
  }
}

const byGrade = (a: Installation, b: Installation) => (a.grade || 5) - (b.grade || 5) || a.id - b.id

/** Units that fit a few letters, a grade and a source. */
export function shownUnits(all: readonly Installation[], { query, grade, hazardId }: Wanted): Installation[] {
  const wanted = folded(query)
  return all.filter(
    unit =>
      (grade === undefined || unit.grade === grade) &&
      (hazardId === undefined || unit.hazardId === hazardId) &&
      textsOf(unit).some(text => folded(text).includes(wanted)),
  )
}

const textsOf = ({ name, nameEn, code, owner, hazardName, hazardNameEn, appraisal }: Installation) => [
  name,
  nameEn,
  code,
  owner,
  hazardName,
  hazardNameEn,
  ...appraisal.lines.flatMap(line => [line.name.zh, line.name.en]),
]

const dayMs = 86_400_000

/** Days from now to the end of a filing, negative when it is over. */
export const daysLeft = (expiresOn: string, now: number): number =>
  Math.ceil((Date.parse(`${expiresOn}T00:00:00+08:00`) - now) / dayMs)
