import { setImmediate } from 'node:timers/promises'
import type { LngLat, Polygon } from '../region/place.ts'
import { shared } from './cells.ts'
import { type Domain, domains, type RiskScale } from './risk.ts'
import { inside, metersPerDegree, type Reach, reachOf } from './rules/reach.ts'
import { type Severity, unassessed } from './rules/severity.ts'

/** A hazard source that counts: a rejected one is not given to the field at all. */
export interface FieldSource {
  id: number
  lngLat: LngLat
  area: Polygon | null
  reachMeters: number
  domain: Domain
  kind: string
  severities: Record<RiskScale, Severity>
}

/** Numbers of one source's record, by their place in it. */
export const at = { lng: 0, lat: 1, perLng: 2, perLat: 3, reach: 4, inner: 5, outer: 6, stretch: 7 } as const
export const recordLength = 8
export const scalesLength = 4

/** Sources by slot in flat arrays, which may lie in shared memory; a slot given up has id 0. */
export interface SourceTable {
  /** One more than the highest slot in use. */
  length: number
  ids: Int32Array
  /** Eight numbers a source: one line of the processor's cache. */
  records: Float64Array
  /** Four numbers a source, the first three by scale. */
  severities: Int16Array
  domains: Uint8Array
  /** Index into `kinds`. */
  kindOf: Uint16Array
  kinds: string[]
  /** Areas of the sources that are no points, made ready for distances. */
  areas: Map<number, Reach>
}

const room = (length: number) => Math.ceil(length * 1.25) + 64

/** Room for so many sources and a quarter more. */
export function emptyTable(length: number): SourceTable {
  const slots = room(length)
  return {
    length: 0,
    ids: shared(Int32Array, slots),
    records: shared(Float64Array, slots * recordLength),
    severities: shared(Int16Array, slots * scalesLength),
    domains: shared(Uint8Array, slots),
    kindOf: shared(Uint16Array, slots),
    kinds: [],
    areas: new Map(),
  }
}

// No cell is so large: bounds what a length may differ by between the frame of a source and that of a cell.
const largestCellMeters = 100_000

/** Writes a source into a slot. */
export function writeSource(table: SourceTable, slot: number, source: FieldSource): void {
  if (slot >= table.ids.length) grow(table, slot + 1)
  table.length = Math.max(table.length, slot + 1)
  table.ids[slot] = source.id
  table.kindOf[slot] = kindIndex(table, source.kind)
  judgeSource(table, slot, source)
  const reach = reachOf(source)
  if (reach.rings.length > 0) table.areas.set(slot, reach)
  else table.areas.delete(slot)
  const { inner, outer } = extentOf(reach)
  const { records } = table
  const from = slot * recordLength
  records[from + at.lng] = reach.lng
  records[from + at.lat] = reach.lat
  records[from + at.perLng] = reach.perLng
  records[from + at.perLat] = reach.perLat
  records[from + at.reach] = reach.reachMeters
  records[from + at.inner] = inner
  records[from + at.outer] = outer
  records[from + at.stretch] = stretchOf(reach, outer)
}

/** Writes what a source is judged by; where it is and how far it reaches stay. */
export function judgeSource(table: SourceTable, slot: number, { domain, severities }: FieldSource): void {
  table.domains[slot] = domains.indexOf(domain)
  table.severities[slot * scalesLength] = severities.inherent
  table.severities[slot * scalesLength + 1] = severities.residual
  table.severities[slot * scalesLength + 2] = severities.live
}

/** A table filled with sources, in their order. */
export function tableOf(sources: readonly FieldSource[]): SourceTable {
  const table = emptyTable(sources.length)
  for (const [slot, source] of sources.entries()) writeSource(table, slot, source)
  return table
}

const sourcesAtOnce = 2000

/** The same, in turns with whatever else there is to do: a county has a hundred thousand. */
export async function tableInTurns(sources: readonly FieldSource[]): Promise<SourceTable> {
  const table = emptyTable(sources.length)
  for (const [slot, source] of sources.entries()) {
    writeSource(table, slot, source)
    if (slot % sourcesAtOnce === sourcesAtOnce - 1) await setImmediate()
  }
  return table
}

const across = 1024

/** The same sources with neighbours next to one another: what meets in a cell then lies together in memory. */
export function sortTable(table: SourceTable): SourceTable {
  const { records, length } = table
  const [lngs, lats] = [at.lng, at.lat].map(place => spanOf(records, place, length))
  const keys = new Float64Array(length)
  for (let slot = 0; slot < length; slot++) {
    const column = stepIn(records[slot * recordLength + at.lng] ?? 0, lngs)
    const row = stepIn(records[slot * recordLength + at.lat] ?? 0, lats)
    keys[slot] = interleaved(column) + 2 * interleaved(row)
  }
  const order = Uint32Array.from({ length }, (_, slot) => slot).sort(
    (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0),
  )
  const sorted: SourceTable = { ...emptyTable(length), length, kinds: [...table.kinds] }
  for (let slot = 0; slot < length; slot++) {
    const from = order[slot] ?? 0
    sorted.ids[slot] = table.ids[from] ?? 0
    sorted.domains[slot] = table.domains[from] ?? 0
    sorted.kindOf[slot] = table.kindOf[from] ?? 0
    for (let i = 0; i < scalesLength; i++)
      sorted.severities[slot * scalesLength + i] = table.severities[from * scalesLength + i] ?? unassessed
    for (let i = 0; i < recordLength; i++)
      sorted.records[slot * recordLength + i] = records[from * recordLength + i] ?? 0
    const area = table.areas.get(from)
    if (area) sorted.areas.set(slot, area)
  }
  return sorted
}

interface Span {
  least: number
  most: number
}

function spanOf(records: Float64Array, place: number, length: number): Span {
  let [least, most] = [Infinity, -Infinity]
  for (let slot = 0; slot < length; slot++) {
    const value = records[slot * recordLength + place] ?? 0
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return { least, most }
}

const stepIn = (value: number, { least, most }: Span = { least: 0, most: 0 }): number =>
  most > least ? Math.floor(((value - least) / (most - least)) * (across - 1)) : 0

/** Spreads ten bits, a zero between any two of them. */
function interleaved(value: number): number {
  let spread = 0
  for (let bit = 0; bit < 10; bit++) spread |= ((value >> bit) & 1) << (2 * bit)
  return spread
}

/** Frees the slot of a source for another one. */
export function clearSource(table: SourceTable, slot: number): void {
  table.ids[slot] = 0
  table.severities.fill(unassessed, slot * scalesLength, (slot + 1) * scalesLength)
  table.areas.delete(slot)
}

function kindIndex(table: SourceTable, kind: string): number {
  const known = table.kinds.indexOf(kind)
  return known >= 0 ? known : table.kinds.push(kind) - 1
}

function grow(table: SourceTable, length: number): void {
  const larger = emptyTable(length)
  larger.ids.set(table.ids)
  larger.records.set(table.records)
  larger.severities.set(table.severities)
  larger.domains.set(table.domains)
  larger.kindOf.set(table.kindOf)
  const { kinds, areas, length: used } = table
  Object.assign(table, larger, { kinds, areas, length: used })
}

/** Metres about the source's point that its area holds for certain (none when it is beside it), and that hold the area. */
function extentOf({ rings }: Reach): { inner: number; outer: number } {
  const [ring, ...holes] = rings
  if (!ring) return { inner: 0, outer: 0 }
  let outer = 0
  for (let i = 0; i + 1 < ring.length; i += 2)
    outer = Math.max(outer, Math.hypot(ring[i] ?? 0, ring[i + 1] ?? 0))
  const holds = inside(0, 0, ring) && !holes.some(hole => inside(0, 0, hole))
  return { inner: holds ? 0 : -Infinity, outer }
}

/** How much a length may differ between the frame of a source and that of a cell that it can meet, at most. */
function stretchOf({ lat, perLng, perLat, reachMeters }: Reach, outer: number): number {
  const degrees = (reachMeters + outer + largestCellMeters) / perLat
  const south = metersPerDegree(lat - degrees)
  const north = metersPerDegree(lat + degrees)
  const wide = Math.max(Math.abs(south.perLng / perLng - 1), Math.abs(north.perLng / perLng - 1))
  const high = Math.max(Math.abs(south.perLat / perLat - 1), Math.abs(north.perLat / perLat - 1))
  return Math.max(wide, high) * 1.1 + 1e-5
}

/** What a source was before it changes. */
export interface Shot {
  domain: number
  severities: number[]
}

/** What a source says now, one severity a scale in the order of `scales`. */
export const shotOf = ({ domains: domainOf, severities }: SourceTable, slot: number): Shot => ({
  domain: domainOf[slot] ?? 0,
  severities: [
    severities[slot * scalesLength] ?? unassessed,
    severities[slot * scalesLength + 1] ?? unassessed,
    severities[slot * scalesLength + 2] ?? unassessed,
  ],
})

/** Whether a source would stay where it is with the same reach, area and kind. */
export function isJudgedOnly(table: SourceTable, slot: number, next: FieldSource | null): boolean {
  if (!next || next.area || (table.areas.size > 0 && table.areas.has(slot))) return false
  if (table.kinds[table.kindOf[slot] ?? 0] !== next.kind) return false
  const { records } = table
  const from = slot * recordLength
  return (
    records[from + at.lng] === next.lngLat[0] &&
    records[from + at.lat] === next.lngLat[1] &&
    records[from + at.reach] === next.reachMeters
  )
}
