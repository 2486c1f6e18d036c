import type { Bbox, LngLat } from '../region/place.ts'
import { countsIn, type LevelCounts, ordinalAt, ringOf } from './cell-places.ts'
import type { Cells } from './cells.ts'
import { Cover, type Covered, coverInto, nothingCovered } from './cover.ts'
import {
  bytesOfAll,
  type Change,
  type ChannelIndex,
  type ChannelMap,
  channelIndex,
  gainedAt,
  lostAt,
  mapOf,
  nameOf,
  nextAt,
  oldAt,
  wantedOf,
} from './field-maps.ts'
import { type FieldParts, mainChannels } from './parts.ts'
import { Reaching } from './reaching.ts'
import type { Domain, RiskLevel, RiskScale } from './risk.ts'
import { type Explanation, explain, levelIf } from './rules/combine.ts'
import { type DecayStep, decayed, noDecay } from './rules/decay.ts'
import { levelOfSeverity, type Severity, unassessed } from './rules/severity.ts'
import { noRows, type Rows, rulesOf } from './settings.ts'
import { SourceLists } from './source-lists.ts'
import {
  clearSource,
  type FieldSource,
  isJudgedOnly,
  type SourceTable,
  scalesLength,
  shotOf,
  writeSource,
} from './sources.ts'
import { sumChannels } from './sum.ts'
import { type Channel, levelOf, replaceLevel, type Sums, severityFrom, type Terms } from './sums.ts'

export type { LevelCounts } from './cell-places.ts'

/** Ordinals whose level is another one now, on each scale. */
export type Changed = Record<RiskScale, number[]>

/** Does sums elsewhere than in this thread. */
export interface Aside {
  sum(terms: Terms, channels: readonly Channel[]): Promise<Sums[]>
}

/**
 * The risk of every cell of one town, kept in memory in flat arrays. The highest contribution wins; a change of
 * one source asks again only the cells that it decided.
 */
export class RiskField {
  readonly townId: number
  readonly cells: Cells
  readonly #sources: SourceTable
  readonly #lists: SourceLists
  readonly #maps = new Map<string, ChannelMap>()
  #turn = 1
  readonly #versions: Record<RiskScale, number> = { inherent: 1, residual: 1, live: 1 }
  readonly #slots = new Map<number, number>()
  readonly #free: number[] = []
  readonly #aside: Aside | null
  readonly #before = nothingCovered()
  readonly #after = nothingCovered()
  readonly #cover: Cover
  readonly #reaching: Reaching
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
    this.#lists = new SourceLists(parts.cells, parts.sources, parts.lists)
    this.#aside = aside
    this.#rows = rows
    this.#cover = new Cover(parts.cells, parts.sources)
    this.#terms = this.#termsOf(rows)
    this.#reaching = new Reaching({
      sources: parts.sources,
      lists: this.#lists,
      cover: this.#cover,
      stepsOf: slot => this.#stepsOf(slot),
    })
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
    const { layers, pool } = this.#lists.parts
    const sums = Array.from(this.#maps.values(), map => map.sums)
    return pool.byteLength + bytesOfAll([this.cells, this.#sources, ...layers, ...sums])
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
      const sums = await this.#sum(terms, channels)
      this.#rows = rows ?? this.#rows
      this.#terms = terms
      for (const [i, channel] of channels.entries()) this.#install(channel, sums[i])
    })
  }

  /** The maps by other rows, in the order of the scales; the field keeps its own. */
  async sumsBy(rows: Rows): Promise<Sums[]> {
    let sums: Sums[] = []
    await this.#exclusively(async () => {
      sums = await this.#sum(this.#termsOf(rows), mainChannels)
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
      const [sums] = await this.#sum(this.#terms, [channel])
      this.#install(channel, sums)
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

  #sum(terms: Terms, channels: readonly Channel[]): Promise<Sums[]> {
    if (this.#aside) return this.#aside.sum(terms, channels)
    return Promise.resolve(sumChannels(terms, channels))
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
    const oldSteps = this.#stepsOf(slot)
    const isMoved = !old || !isJudgedOnly(this.#sources, slot, next)
    this.#before.length = 0
    this.#after.length = 0
    // A highest that this source did not make is not changed by its going, nor by its rising where it is.
    if (old) this.#coverOf(slot, this.#before, index => lostAt({ old, next, isMoved }, index))
    if (old && isMoved) this.#lists.remove(slot)
    if (next) this.#write(slot, next, isMoved)
    else if (old) this.#erase(slot, id)
    // Nor by its coming where it is no higher.
    if (next) this.#coverOf(slot, this.#after, index => gainedAt({ old, next, isMoved }, index), true)
    return this.#settle({ slot, old, oldSteps, next, isMoved })
  }

  #write(slot: number, next: FieldSource, isMoved: boolean): void {
    const kinds = this.#sources.kinds.length
    writeSource(this.#sources, slot, next)
    if (this.#sources.kinds.length !== kinds) this.#terms = this.#termsOf(this.#rows)
    this.#slots.set(next.id, slot)
    if (isMoved) this.#lists.add(slot)
  }

  #erase(slot: number, id: number): void {
    clearSource(this.#sources, slot)
    this.#slots.delete(id)
    this.#free.push(slot)
  }

  #settle(change: Change): Changed {
    const changed: Changed = { inherent: [], residual: [], live: [] }
    for (const map of this.#maps.values()) {
      const { channel } = map
      const ordinals = this.#settleMap(map, change)
      if (channel.domain !== null || ordinals.length === 0) continue
      changed[channel.scale] = ordinals.sort((a, b) => a - b)
      this.#versions[channel.scale] += 1
    }
    return changed
  }

  #settleMap({ index, sums }: ChannelMap, { slot, old, oldSteps, next, isMoved }: Change): number[] {
    const was = old ? oldAt(old, index) : unassessed
    const now = next ? nextAt(next, index) : unassessed
    const changed: number[] = []
    if (was < 0 && now < 0) return changed
    if (!isMoved && was === now) return changed
    const stepsNow = this.#stepsOf(slot)
    const before = this.#before
    const after = this.#after
    const isCounted = this.#terms.rules.upgrades.length > 0
    this.#reaching.turnTo(index)
    for (let i = 0; was >= 0 && i < before.length; i++) {
      const cell = before.cells[i] ?? 0
      const step = before.steps[i] ?? 0
      const contributed = decayed(was, oldSteps[step]?.factor ?? 0)
      if (contributed !== sums.highest[cell]) continue
      if (!isMoved && decayed(now, stepsNow[step]?.factor ?? 0) >= contributed) continue
      sums.highest[cell] = this.#reaching.highestAt(cell)
      if (!isCounted) this.#place(sums, { cell, index, changed })
    }
    for (let i = 0; now >= 0 && i < after.length; i++) {
      const cell = after.cells[i] ?? 0
      const contributed = decayed(now, stepsNow[after.steps[i] ?? 0]?.factor ?? 0)
      if (contributed <= (sums.highest[cell] ?? unassessed)) continue
      sums.highest[cell] = contributed
      if (!isCounted) this.#place(sums, { cell, index, changed })
    }
    // How many meet in a cell may change although its highest stays.
    for (const covered of isCounted ? [before, after] : [])
      for (const cell of covered.cells.subarray(0, covered.length))
        this.#place(sums, { cell, index, changed })
    return changed
  }

  /** Brings severity, level and counts of a cell in step with its highest contribution. */
  #place(
    sums: Sums,
    { cell, index, changed }: { cell: number; index: ChannelIndex; changed: number[] },
  ): void {
    const ordinal = this.cells.ordinalOf[cell] ?? 0
    const highest = sums.highest[cell] ?? unassessed
    const { rules } = this.#terms
    // Most regions have no such rules, and this runs for every cell that a change touches.
    const isPlain = rules.exposure.length === 0 && rules.upgrades.length === 0
    const severity = isPlain ? highest : this.#weighted(highest, cell, index)
    if (sums.severity[cell] !== severity) this.#turn += 1
    sums.severity[cell] = severity
    if (replaceLevel(sums, ordinal, levelOfSeverity(severity))) changed.push(ordinal)
  }

  #weighted(highest: Severity, cell: number, index: ChannelIndex): Severity {
    return severityFrom(highest, {
      people: this.cells.people[this.cells.ordinalOf[cell] ?? 0] ?? 0,
      counted: from => this.#reaching.countAt(cell, index, from),
      rules: this.#terms.rules,
    })
  }

  #coverOf(slot: number, into: Covered, value: (index: ChannelIndex) => Severity, isBelow = false): void {
    const { rules } = this.#terms
    const steps = this.#stepsOf(slot)
    const isWhole = steps.length === 1 && steps[0]?.factor === 1000
    // Where sources are counted or decay, every cell under the reach may change.
    const wanted =
      rules.upgrades.length === 0 && isWhole ? wantedOf(this.#maps.values(), value, isBelow) : null
    coverInto(into, { cells: this.cells, cover: this.#cover, slot, steps, wanted })
  }

  #sumsOf(scale: RiskScale, domain: Domain | null): Sums {
    const map = this.#maps.get(nameOf({ scale, domain }))
    if (!map) throw new Error(`the map ${nameOf({ scale, domain })} is not open`)
    return map.sums
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
    if (!bbox) return [0, 1, 2, 3, 4].map(level => sums.counts[level] ?? 0) as LevelCounts // five of five
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
    const { mark } = this.#sumsOf(scale, domain)
    const half = (i: number) => ((mark[i] ?? 0) >>> 0).toString(36)
    return `${this.size.toString(36)}-${half(0)}-${half(1)}`
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
