import type { Bbox, LngLat } from '../region/place.ts'
import { Assessed } from './assessed.ts'
import { countsIn, countsOf, type LevelCounts, ordinalAt, ringOf } from './cell-places.ts'
import type { Cells } from './cells.ts'
import { Changing, type MapChange } from './changing.ts'
import { Cover } from './cover.ts'
import { type CoverParts, Covers } from './covers.ts'
import { bytesOfAll, type ChannelMap, channelIndex, mapOf, nameOf } from './field-maps.ts'
import { type FieldParts, mainChannels } from './parts.ts'
import { Reaching } from './reaching.ts'
import type { Domain, RiskLevel, RiskScale } from './risk.ts'
import { type Explanation, explain, levelIf } from './rules/combine.ts'
import { type DecayStep, noDecay } from './rules/decay.ts'
import { type Severity, unassessed } from './rules/severity.ts'
import { noRows, type Rows, rulesOf } from './settings.ts'
import {
  clearSource,
  type FieldSource,
  isJudgedOnly,
  judgeSource,
  type SourceTable,
  scalesLength,
  shotOf,
  writeSource,
} from './sources.ts'
import { type Summed, sumChannels, sumTerms } from './sum.ts'
import { type Channel, hashOf, levelOf, type Sums, type Terms } from './sums.ts'

/** Ordinals whose level is another one now, on each scale, in no order. */
export type Changed = Record<RiskScale, number[]>

/** Does sums elsewhere than in this thread. */
export interface Aside {
  sum(terms: Terms, channels: readonly Channel[], known: CoverParts | null): Promise<Summed>
  /** The maps alone: what the sources cover is not found where the rules do not ask. */
  sums(terms: Terms, channels: readonly Channel[]): Promise<Sums[]>
}

/**
 * The risk of every cell of one town, kept in memory in flat arrays. The highest contribution wins; a change of
 * one source asks again only the cells that it decided.
 */
export class RiskField {
  readonly townId: number
  readonly cells: Cells
  readonly #sources: SourceTable
  readonly #covers: Covers
  readonly #maps = new Map<string, ChannelMap>()
  #turn = 1
  readonly #versions: Record<RiskScale, number> = { inherent: 1, residual: 1, live: 1 }
  readonly #slots = new Map<number, number>()
  readonly #free: number[] = []
  readonly #aside: Aside | null
  readonly #reaching: Reaching
  readonly #changing: Changing
  readonly #assessed: Assessed
  #rows: Rows
  #terms: Terms
  #running: Promise<void> | null = null

  constructor(
    townId: number,
    { parts, rows = noRows, aside = null }: { parts: FieldParts; rows?: Rows; aside?: Aside | null },
  ) {
    this.townId = townId
    this.cells = parts.cells
    this.#sources = parts.sources
    this.#covers = new Covers(parts.cells, parts.sources, parts.covers)
    this.#aside = aside
    this.#rows = rows
    this.#terms = this.#termsOf(rows)
    const { cells, sources } = parts
    const covers = this.#covers
    const stepsOf = (slot: number) => this.#stepsOf(slot)
    this.#reaching = new Reaching({ sources, covers, cover: new Cover(cells, sources), stepsOf })
    const rulesNow = () => this.#terms.rules
    const shared = { cells, sources, covers, reaching: this.#reaching, stepsOf, rulesNow }
    this.#changing = new Changing(shared)
    this.#assessed = new Assessed({ ...shared, cover: new Cover(cells, sources) })
    for (const [i, channel] of mainChannels.entries()) {
      const sums = parts.sums[i]
      if (sums) this.#maps.set(nameOf(channel), mapOf(channel, sums))
    }
    parts.sources.ids.subarray(0, parts.sources.length).forEach((id, slot) => {
      if (id === 0) this.#free.push(slot)
      else this.#slots.set(id, slot)
    })
  }

  /** One more than the highest ordinal: the length of the levels. */
  get size(): number {
    return this.cells.size
  }
  get cellCount(): number {
    return this.cells.count
  }
  get sourceCount(): number {
    return this.#slots.size
  }
  get rows(): Rows {
    return this.#rows
  }
  /** Bytes of all arrays. */
  get bytes(): number {
    const { parts } = this.#covers
    const sums = Array.from(this.#maps.values(), map => map.sums)
    return bytesOfAll([this.cells, this.#sources, parts, parts.nodesOf, parts.partsOver, ...sums])
  }

  /** Does something at a moment when no sum is running elsewhere: only then may sources change. */
  async whenSettled<T>(work: () => T): Promise<T> {
    while (this.#running) await this.#running.catch(() => undefined)
    return work()
  }

  /** Sums every map anew, by other rows if they are given; the earlier levels answer meanwhile. */
  recompute(rows?: Rows): Promise<void> {
    return this.#exclusively(async () => {
      const terms = this.#termsOf(rows ?? this.#rows)
      const channels = [...this.#maps.values()].map(map => map.channel)
      const isSame = !rows || JSON.stringify(rows.decay) === JSON.stringify(this.#rows.decay)
      // What the sources cover depends on the decay alone of all rules.
      const { covers, sums } = await this.#sum(terms, channels, isSame ? this.#covers.parts : null)
      this.#rows = rows ?? this.#rows
      this.#terms = terms
      this.#covers.parts = covers
      for (const [i, channel] of channels.entries()) this.#install(channel, sums[i])
    })
  }

  /** The maps by other rows, in the order of the scales; the field keeps its own. */
  async sumsBy(rows: Rows): Promise<Sums[]> {
    let sums: Sums[] = []
    await this.#exclusively(async () => {
      const terms = this.#termsOf(rows)
      sums = this.#aside ? await this.#aside.sums(terms, mainChannels) : sumChannels(terms, mainChannels)
    })
    return sums
  }

  /** Makes the map of one domain, which is kept in step from then on. */
  async open(scale: RiskScale, domain: Domain | null): Promise<void> {
    const channel = { scale, domain }
    if (this.#maps.has(nameOf(channel))) return
    await this.#exclusively(async () => {
      // Two may have asked at once.
      if (this.#maps.has(nameOf(channel))) return
      const { sums } = await this.#sum(this.#terms, [channel], this.#covers.parts)
      this.#install(channel, sums[0])
    })
  }

  async #exclusively(work: () => Promise<void>): Promise<void> {
    while (this.#running) await this.#running.catch(() => undefined)
    const running = work()
    this.#running = running
    try {
      await running
    } finally {
      this.#running = null
    }
  }

  #sum(terms: Terms, channels: readonly Channel[], known: CoverParts | null): Promise<Summed> {
    if (this.#aside) return this.#aside.sum(terms, channels, known)
    return Promise.resolve(sumTerms(terms, channels, known))
  }

  #install(channel: Channel, sums: Sums | undefined): void {
    if (!sums) return
    this.#maps.set(nameOf(channel), mapOf(channel, sums))
    this.#turn += 1
    if (channel.domain === null) this.#versions[channel.scale] += 1
  }

  #termsOf(rows: Rows): Terms {
    return { cells: this.cells, sources: this.#sources, rules: rulesOf(rows, this.#sources.kinds) }
  }

  #stepsOf(slot: number): readonly DecayStep[] {
    return this.#terms.rules.steps[this.#sources.kindOf[slot] ?? 0] ?? noDecay
  }

  /** Puts a source in, changes it, or takes it out (null). Ask `whenSettled`. @returns the ordinals that changed level */
  changeSource(id: number, next: FieldSource | null): Changed {
    if (this.#running) throw new Error('the field is being summed; ask when it is settled')
    const known = this.#slots.get(id)
    const slot = known ?? this.#free.pop() ?? this.#sources.length
    const old = known === undefined ? null : shotOf(this.#sources, slot)
    const isMoved = !old || !isJudgedOnly(this.#sources, slot, next)
    const change = { slot, old, next, isMoved }
    this.#changing.begin(change)
    if (next) this.#write(slot, next, isMoved)
    else if (old) this.#erase(slot, id)
    const list = this.#changing.settle(this.#maps.values(), change)
    this.#turn += this.#changing.moved
    return this.#changedOf(list)
  }

  #changedOf(list: readonly MapChange[]): Changed {
    const all: Changed = { inherent: [], residual: [], live: [] }
    for (const { map, changed } of list) {
      const { scale, domain } = map.channel
      if (domain !== null || changed.length === 0) continue
      all[scale] = changed
      this.#versions[scale] += 1
    }
    return all
  }

  #write(slot: number, next: FieldSource, isMoved: boolean): void {
    const kinds = this.#sources.kinds.length
    if (isMoved) writeSource(this.#sources, slot, next)
    else judgeSource(this.#sources, slot, next)
    if (this.#sources.kinds.length !== kinds) this.#terms = this.#termsOf(this.#rows)
    this.#slots.set(next.id, slot)
  }

  #erase(slot: number, id: number): void {
    clearSource(this.#sources, slot)
    this.#slots.delete(id)
    this.#free.push(slot)
  }

  #mapOf(scale: RiskScale, domain: Domain | null): ChannelMap {
    const map = this.#maps.get(nameOf({ scale, domain }))
    if (!map) throw new Error(`the map ${nameOf({ scale, domain })} is not open`)
    return map
  }

  #sumsOf(scale: RiskScale, domain: Domain | null): Sums {
    return this.#mapOf(scale, domain).sums
  }

  /** Levels of the live scale as they were if only assessed sources counted. A domain's must have been opened. */
  assessedLevels(domain: Domain | null = null): Promise<Uint8Array> {
    return this.#assessed.levels(domain ?? '', this.#mapOf('live', domain), this.#turn)
  }

  /** One byte of level an ordinal. A domain's must have been opened. The array changes with the field. */
  levels(scale: RiskScale, domain: Domain | null = null): Uint8Array {
    return this.#sumsOf(scale, domain).levels
  }

  levelAt(scale: RiskScale, ordinal: number, domain: Domain | null = null): RiskLevel {
    return levelOf(this.#sumsOf(scale, domain).levels[ordinal] ?? 0)
  }

  severityAt(scale: RiskScale, ordinal: number, domain: Domain | null = null): Severity {
    const slot = this.cells.slotOf[ordinal] ?? -1
    return slot < 0 ? unassessed : (this.#sumsOf(scale, domain).severity[slot] ?? unassessed)
  }

  /** Rises with every change of a severity, also of one that leaves the level as it is. */
  get turn(): number {
    return this.#turn
  }

  /** Reads the severity of one ordinal after another on a scale. */
  severityReader(scale: RiskScale): (ordinal: number) => Severity {
    const { severity } = this.#sumsOf(scale, null)
    const { slotOf } = this.cells
    return ordinal => severity[slotOf[ordinal] ?? -1] ?? unassessed
  }

  /** Severity of every ordinal, `unassessed` where nothing is assessed. */
  severities(scale: RiskScale, domain: Domain | null = null): Int16Array {
    const { severity } = this.#sumsOf(scale, domain)
    const list = new Int16Array(this.size).fill(unassessed)
    for (let slot = 0; slot < this.cells.count; slot++)
      list[this.cells.ordinalOf[slot] ?? 0] = severity[slot] ?? unassessed
    return list
  }

  /** Cells of each level: of the town, or of those whose middle is in a box. */
  counts(
    scale: RiskScale,
    { domain = null, bbox }: { domain?: Domain | null; bbox?: Bbox } = {},
  ): LevelCounts {
    const sums = this.#sumsOf(scale, domain)
    if (!bbox) return countsOf(sums)
    return countsIn(this.cells, bbox, sums.severity)
  }

  /** The severities of one source by scale; null when it does not count. */
  severitiesOf(sourceId: number): Record<RiskScale, Severity> | null {
    const slot = this.#slots.get(sourceId)
    if (slot === undefined) return null
    const value = (scale: number) => this.#sources.severities[slot * scalesLength + scale] ?? unassessed
    return { inherent: value(0), residual: value(1), live: value(2) }
  }

  /** How a cell would be coloured if one source had another severity; `unassessed` takes it out. */
  levelIf(explanation: Explanation, change: { sourceId: number; severity: Severity }): RiskLevel {
    return levelIf(explanation, change, this.#terms.rules)
  }

  /** Rises with every change of a level. */
  version(scale: RiskScale): number {
    return this.#versions[scale]
  }

  /** Names the levels by their content. */
  hash(scale: RiskScale, domain: Domain | null = null): string {
    return hashOf(this.#sumsOf(scale, domain))
  }

  /** Everything a cell's severity is made of, the most severe source first, unassessed ones last. */
  why(scale: RiskScale, ordinal: number, domain: Domain | null = null): Explanation {
    const slot = this.cells.slotOf[ordinal] ?? -1
    const found = slot < 0 ? [] : this.#reaching.foundAt(slot, channelIndex({ scale, domain }))
    return explain(
      found.map(({ slot: _, ...each }) => each),
      this.cells.people[ordinal] ?? 0,
      this.#terms.rules,
    )
  }

  /** The cell at a position, or null outside. */
  ordinalAt(lngLat: LngLat): number | null {
    return ordinalAt(this.cells, lngLat)
  }

  /** The closed outer ring of a cell. */
  ringOf(ordinal: number): LngLat[] {
    return ringOf(this.cells, ordinal)
  }
}
