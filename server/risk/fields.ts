import type { Sql } from 'postgres'
import { RiskThread } from './aside.ts'
import { type Changed, RiskField } from './field.ts'
import { liveRaises, type Raises } from './live.ts'
import { loadOutlines, loadRows, loadSome, loadSources } from './load.ts'
import { buildParts } from './parts.ts'
import { type RiskLevel, type RiskScale, scales } from './risk.ts'

/** What the feed tells the maps: `changed` pairs of ordinal and level, or null when all are to be read again. */
export interface LevelChange {
  townId: number
  scale: RiskScale
  version: number
  hash: string
  changed: [ordinal: number, level: RiskLevel][] | null
}

/** The part of a journal row that says what to read again. */
export interface Happened {
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

interface Held {
  field: RiskField
  raises: Raises
}

/** The risk fields of all towns: each is loaded when first asked for and then follows the journal. */
export class RiskFields {
  readonly #sql: Sql
  readonly #cellsHere: number
  readonly #thread = new RiskThread()
  readonly #fields = new Map<number, Promise<Held>>()
  readonly #turns = new Map<number, Promise<unknown>>()

  constructor(sql: Sql, options: { cellsHere?: number } = {}) {
    this.#sql = sql
    this.#cellsHere = options.cellsHere ?? cellsHere
  }

  get(townId: number): Promise<RiskField> {
    return this.#held(townId).then(({ field }) => field)
  }

  /** What raises the sources of a town on its live map as it stands. */
  async raises(townId: number): Promise<Raises> {
    return (await this.#held(townId)).raises
  }

  #held(townId: number): Promise<Held> {
    const known = this.#fields.get(townId)
    if (known) return known
    const loading = this.#load(townId)
    this.#fields.set(townId, loading)
    // A failed load is tried again by the next who asks.
    loading.catch(() => this.#fields.delete(townId))
    return loading
  }

  /** Forgets a town, e.g. after its cells were made anew. */
  drop(townId: number): void {
    this.#fields.delete(townId)
  }

  async close(): Promise<void> {
    await this.#thread.close()
  }

  /**
   * Brings a field up to what the database says now about what the row concerns, so that a row may come twice.
   * A town nobody has asked for yet costs nothing.
   */
  async applyJournal(row: Happened): Promise<LevelChange[]> {
    const { townId } = row
    const loaded = townId === null ? undefined : this.#fields.get(townId)
    if (!loaded || townId === null) return []
    return this.#inTurn(townId, async () => {
      // A redrawn outline leaves the cells as they are.
      if (row.noun === 'region' && row.verb !== 'redraw') return this.#reload(townId)
      if (row.noun === 'risk-setting') return this.#resum(townId)
      const sourceId = sourceIdOf(row)
      if (sourceId !== null) return this.#changeOne(townId, sourceId)
      return liveNouns.has(row.noun) ? this.#refresh(townId) : []
    })
  }

  /** Takes what time alone changed: warnings that began or ran out. */
  async refreshLive(): Promise<LevelChange[]> {
    const lists: LevelChange[] = []
    for (const townId of [...this.#fields.keys()])
      lists.push(...(await this.#inTurn(townId, () => this.#refresh(townId))))
    return lists
  }

  /** One after another for a town: what is read later is also taken later. */
  #inTurn<T>(townId: number, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(townId) ?? Promise.resolve()).then(work, work)
    this.#turns.set(townId, turn)
    return turn
  }

  async #changeOne(townId: number, sourceId: number): Promise<LevelChange[]> {
    const held = await this.#held(townId)
    const raises = await liveRaises(this.#sql, townId, sourceId)
    held.raises = new Map([...held.raises].filter(([id]) => id !== sourceId).concat([...raises]))
    return this.#followSources(townId, [sourceId], raises)
  }

  /** Reads again the sources whose raises are other ones than before. */
  async #refresh(townId: number): Promise<LevelChange[]> {
    const held = await this.#held(townId)
    const raises = await liveRaises(this.#sql, townId, null)
    const ids = new Set([...held.raises.keys(), ...raises.keys()])
    const others = [...ids].filter(id => sumOf(held.raises, id) !== sumOf(raises, id))
    held.raises = raises
    return this.#followSources(townId, others, raises)
  }

  async #followSources(townId: number, ids: number[], raises: Raises): Promise<LevelChange[]> {
    const { field } = await this.#held(townId)
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
      return ordinals.length === 0 ? [] : [changeOf(field, scale, ordinals)]
    })
  }

  async #resum(townId: number): Promise<LevelChange[]> {
    const { field } = await this.#held(townId)
    const before = scales.map(scale => field.levels(scale).slice())
    await field.recompute(await loadRows(this.#sql, townId))
    return scales.flatMap((scale, i) => {
      const ordinals = differing(before[i] ?? new Uint8Array(), field.levels(scale))
      return ordinals.length === 0 ? [] : [changeOf(field, scale, ordinals)]
    })
  }

  /** The earlier field answers until the new one is there. */
  async #reload(townId: number): Promise<LevelChange[]> {
    const { field: before } = await this.#held(townId)
    const held = await this.#load(townId)
    this.#fields.set(townId, Promise.resolve(held))
    return scales
      .filter(scale => before.hash(scale) !== held.field.hash(scale))
      .map(scale => ({ ...changeOf(held.field, scale, []), changed: null }))
  }

  async #load(townId: number): Promise<Held> {
    const outlines = await loadOutlines(this.#sql, townId)
    const raises = await liveRaises(this.#sql, townId, null)
    const sources = await loadSources(this.#sql, townId, raises)
    const rows = await loadRows(this.#sql, townId)
    const aside = outlines.size > this.#cellsHere ? this.#thread : null
    const input = { outlines, sources, rows }
    const parts = aside ? await aside.build(input) : buildParts(input)
    return { field: new RiskField(townId, { parts, rows, aside }), raises }
  }
}

const liveNouns = new Set(['warning', 'danger', 'reading', 'sensor', 'live-term'])

const sumOf = (raises: Raises, id: number): number =>
  (raises.get(id) ?? []).reduce((sum, { thousandths }) => sum + thousandths, 0)

function note(sets: Map<RiskScale, Set<number>>, changed: Changed): void {
  for (const scale of scales) for (const ordinal of changed[scale]) sets.get(scale)?.add(ordinal)
}

const changeOf = (field: RiskField, scale: RiskScale, ordinals: number[]): LevelChange => ({
  townId: field.townId,
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

export const openFields = (sql: Sql): RiskFields => new RiskFields(sql)

function sourceIdOf({ noun, nounId, after }: Happened): number | null {
  if (noun === 'hazard') return nounId
  if (!['assessment', 'danger', 'reading', 'sensor'].includes(noun)) return null
  if (typeof after !== 'object' || after === null) return null
  return 'hazardId' in after && typeof after.hazardId === 'number' ? after.hazardId : null
}
