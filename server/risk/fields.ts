import type { Sql } from 'postgres'
import { RiskThread } from './aside.ts'
import { type Changed, RiskField } from './field.ts'
import { liveRaises, type Raises } from './live.ts'
import { cellSetOf, loadRows, loadSome, sizeOf } from './load.ts'
import { type RiskLevel, type RiskScale, scales } from './risk.ts'
import { townParts } from './town-parts.ts'

/** What the feed tells the maps: `changed` pairs of ordinal and level, or null when all are to be read again. */
export interface LevelChange {
  townId: number
  /** Of a drill only its live map differs, and only its own people are told. */
  world: number
  scale: RiskScale
  version: number
  hash: string
  changed: [ordinal: number, level: RiskLevel][] | null
}

/** The part of a journal row that says what to read again. */
export interface Happened {
  /** The live one when it is not said. */
  world?: number
  verb: string
  noun: string
  nounId: number | null
  townId: number | null
  after: unknown
}

// More cells than these are built and summed in a thread of their own.
const cellsHere = 20_000
// More pairs than these and reading all levels again costs less.
const mostPairs = 20_000
const sourcesAtOnce = 500

/** Of one town as one world sees it. */
interface Place {
  townId: number
  world: number
}

interface Held extends Place {
  /** Which set of the town's cells the field was made over. */
  cellSet: number
  field: RiskField
  raises: Raises
}

/**
 * The risk fields of all towns, of each in the live world and in the drills that look at it: each is loaded when first
 * asked for and then follows the journal.
 */
export class RiskFields {
  readonly #sql: Sql
  readonly #cellsHere: number
  readonly #url: string | undefined
  readonly #thread = new RiskThread()
  readonly #fields = new Map<string, Promise<Held>>()
  /** Those that are loaded. */
  readonly #loaded = new Map<string, Held>()
  readonly #turns = new Map<string, Promise<unknown>>()

  /** @param options `url` of the same PostgreSQL, over which large towns are read in a thread of their own */
  constructor(sql: Sql, options: { cellsHere?: number; url?: string | undefined } = {}) {
    this.#sql = sql
    this.#url = options.url
    this.#cellsHere = options.cellsHere ?? cellsHere
  }

  get(townId: number, world = 0): Promise<RiskField> {
    return this.#held({ townId, world }).then(({ field }) => field)
  }

  /** The live field with the number of the set of cells that it was made over. */
  async over(townId: number): Promise<{ field: RiskField; cellSet: number }> {
    const { field, cellSet } = await this.#held({ townId, world: 0 })
    return { field, cellSet }
  }

  /** What raises the sources of a town on its live map as it stands. */
  async raises(townId: number, world = 0): Promise<Raises> {
    return (await this.#held({ townId, world })).raises
  }

  #held(place: Place): Promise<Held> {
    const key = keyOf(place)
    const known = this.#fields.get(key)
    if (known) return known
    const loading = this.#load(place)
    this.#fields.set(key, loading)
    loading.then(
      held => {
        // It may have been dropped while it loaded.
        if (this.#fields.get(key) === loading) this.#loaded.set(key, held)
      },
      // A failed load is tried again by the next who asks.
      () => this.#fields.delete(key),
    )
    return loading
  }

  /** The field if it is there already. */
  loaded(townId: number, world = 0): RiskField | undefined {
    return this.#loaded.get(keyOf({ townId, world }))?.field
  }

  #forget(key: string): void {
    this.#fields.delete(key)
    this.#loaded.delete(key)
  }

  /** Forgets a town, e.g. after its cells were made anew. */
  drop(townId: number): void {
    for (const place of this.#placesOf(townId)) this.#forget(keyOf(place))
  }

  /** The worlds of a town, or of all towns, that somebody asked for. */
  #placesOf(townId: number | null): Place[] {
    const places = [...this.#fields.keys()].map(placeOf)
    return townId === null ? places : places.filter(place => place.townId === townId)
  }

  async close(): Promise<void> {
    await this.#thread.close()
  }

  /**
   * Brings a field up to what the database says now about what the row concerns, so that a row may come twice.
   * A town nobody has asked for yet costs nothing.
   */
  async applyJournal(row: Happened): Promise<LevelChange[]> {
    const { townId, world = 0 } = row
    if (townId === null) return []
    const lists: LevelChange[] = []
    for (const place of this.#placesOf(townId)) {
      // What moves belongs to one world; registers and rules to all.
      if (movingNouns.has(row.noun) && place.world !== world) continue
      lists.push(...(await this.#inTurn(place, () => this.#apply(place, row))))
    }
    // An ended drill is only looked at; whoever does loads it again.
    if (row.noun === 'drill' && row.verb === 'end') this.#forget(keyOf({ townId, world }))
    return lists
  }

  async #apply(place: Place, row: Happened): Promise<LevelChange[]> {
    // A redrawn outline leaves the cells as they are.
    if (row.noun === 'region' && row.verb !== 'redraw') return this.#reload(place)
    if (row.noun === 'risk-setting') return this.#resum(place)
    const sourceId = sourceIdOf(row)
    if (sourceId !== null) return this.#changeOne(place, sourceId)
    return liveNouns.has(row.noun) ? this.#refresh(place) : []
  }

  /** Takes what time alone changed: warnings that began or ran out. */
  async refreshLive(): Promise<LevelChange[]> {
    const lists: LevelChange[] = []
    for (const place of this.#placesOf(null))
      lists.push(...(await this.#inTurn(place, () => this.#refresh(place))))
    return lists
  }

  /** One after another for a field: what is read later is also taken later. */
  #inTurn<T>(place: Place, work: () => Promise<T>): Promise<T> {
    const key = keyOf(place)
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(work, work)
    this.#turns.set(key, turn)
    return turn
  }

  async #changeOne(place: Place, sourceId: number): Promise<LevelChange[]> {
    const held = await this.#held(place)
    const raises = await liveRaises(this.#sql, place, sourceId)
    held.raises = new Map([...held.raises].filter(([id]) => id !== sourceId).concat([...raises]))
    return this.#followSources(held, [sourceId])
  }

  /** Reads again the sources whose raises are other ones than before. */
  async #refresh(place: Place): Promise<LevelChange[]> {
    const held = await this.#held(place)
    const raises = await liveRaises(this.#sql, place, null)
    const ids = new Set([...held.raises.keys(), ...raises.keys()])
    const others = [...ids].filter(id => sumOf(held.raises, id) !== sumOf(raises, id))
    held.raises = raises
    return this.#followSources(held, others)
  }

  async #followSources(held: Held, ids: number[]): Promise<LevelChange[]> {
    const { field, raises, townId } = held
    const changed = new Map(scales.map(scale => [scale, new Set<number>()]))
    for (let i = 0; i < ids.length; i += sourcesAtOnce) {
      const some = ids.slice(i, i + sourcesAtOnce)
      const found = await loadSome(this.#sql, { townId, ids: some, raises })
      const byId = new Map(found.map(source => [source.id, source]))
      await field.whenSettled(() => {
        for (const id of some) note(changed, field.changeSource(id, byId.get(id) ?? null))
      })
    }
    return scales.flatMap(scale => {
      const ordinals = [...(changed.get(scale) ?? [])]
      return ordinals.length === 0 ? [] : [changeOf(held, scale, ordinals)]
    })
  }

  async #resum(place: Place): Promise<LevelChange[]> {
    const held = await this.#held(place)
    const { field } = held
    const before = scales.map(scale => field.levels(scale).slice())
    await field.recompute(await loadRows(this.#sql, place.townId))
    return scales.flatMap((scale, i) => {
      const ordinals = differing(before[i] ?? new Uint8Array(), field.levels(scale))
      return ordinals.length === 0 ? [] : [changeOf(held, scale, ordinals)]
    })
  }

  /** The earlier field answers until the new one is there. */
  async #reload(place: Place): Promise<LevelChange[]> {
    const { field: before } = await this.#held(place)
    const held = await this.#load(place)
    this.#fields.set(keyOf(place), Promise.resolve(held))
    this.#loaded.set(keyOf(place), held)
    return scales
      .filter(scale => before.hash(scale) !== held.field.hash(scale))
      .map(scale => ({ ...changeOf(held, scale, []), changed: null }))
  }

  async #load(place: Place): Promise<Held> {
    const { townId } = place
    // Read first: cells that come into force meanwhile bring a row of the journal, and with it the next load.
    const cellSet = await cellSetOf(this.#sql, townId)
    const raises = await liveRaises(this.#sql, place, null)
    const rows = await loadRows(this.#sql, townId)
    const aside = (await sizeOf(this.#sql, townId, cellSet)) > this.#cellsHere ? this.#thread : null
    const parts = await townParts(this.#sql, { townId, cellSet, raises, rows, aside, url: this.#url })
    return { ...place, cellSet, field: new RiskField(townId, { parts, rows, aside }), raises }
  }
}

const keyOf = ({ townId, world }: Place) => `${townId}/${world}`

function placeOf(key: string): Place {
  const [townId = 0, world = 0] = key.split('/').map(Number)
  return { townId, world }
}

const movingNouns = new Set(['warning', 'danger', 'reading', 'sensor'])
const liveNouns = new Set(['warning', 'danger', 'reading', 'sensor', 'live-term'])

const sumOf = (raises: Raises, id: number): number =>
  (raises.get(id) ?? []).reduce((sum, { thousandths }) => sum + thousandths, 0)

function note(sets: Map<RiskScale, Set<number>>, changed: Changed): void {
  for (const scale of scales) for (const ordinal of changed[scale]) sets.get(scale)?.add(ordinal)
}

const changeOf = ({ field, world }: Held, scale: RiskScale, ordinals: number[]): LevelChange => ({
  townId: field.townId,
  world,
  scale,
  version: field.version(scale),
  hash: field.hash(scale),
  changed:
    ordinals.length > mostPairs ? null : ordinals.map(ordinal => [ordinal, field.levelAt(scale, ordinal)]),
})

function differing(before: Uint8Array, after: Uint8Array): number[] {
  const ordinals: number[] = []
  for (let i = 0; i < after.length; i++) if (before[i] !== after[i]) ordinals.push(i)
  return ordinals
}

/** The fields of all towns over one database; each is loaded when first asked for. */
export const openFields = (sql: Sql): RiskFields => new RiskFields(sql)

function sourceIdOf({ noun, nounId, after }: Happened): number | null {
  if (noun === 'hazard') return nounId
  if (!['assessment', 'danger', 'reading', 'sensor'].includes(noun)) return null
  if (typeof after !== 'object' || after === null) return null
  return 'hazardId' in after && typeof after.hazardId === 'number' ? after.hazardId : null
}
