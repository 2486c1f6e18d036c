import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { RiskThread } from '../risk/aside.ts'
import { countsOf, type LevelCounts } from '../risk/cell-places.ts'
import type { Cells } from '../risk/cells.ts'
import { RiskField } from '../risk/field.ts'
import { type RiskScale, scales } from '../risk/risk.ts'
import { rulesOf } from '../risk/settings.ts'
import { tableInTurns } from '../risk/sources.ts'
import { sumChannels, sumTerms } from '../risk/sum.ts'
import { hashOf, type Terms } from '../risk/sums.ts'
import type { LiveReads } from './live-reads.ts'
import { type Cut, loadPast, type Past } from './past.ts'

// More cells than these are summed in a thread of their own.
const cellsHere = 20_000
const thread = new RiskThread()
const channels = scales.map(scale => ({ scale, domain: null }))

async function termsOf(cells: Cells, { sources: list, rows }: Past): Promise<Terms> {
  const sources = await tableInTurns(list)
  return { cells, sources, rules: rulesOf(rows, sources.kinds) }
}

/** The risk field as it was, by the same sums as the field of today and over the same cells. */
export async function fieldOfPast(
  { cells, townId }: { cells: Cells; townId: number },
  past: Past,
): Promise<RiskField> {
  const terms = await termsOf(cells, past)
  const summed = cells.count > cellsHere ? await thread.sum(terms, channels) : sumTerms(terms, channels)
  return new RiskField(townId, { parts: { cells, sources: terms.sources, ...summed }, rows: past.rows })
}

/** The maps of that field without the field: nobody asks which source covers which cell. */
export async function mapsOfPast(cells: Cells, past: Past): Promise<LevelMaps> {
  const terms = await termsOf(cells, past)
  const sums = cells.count > cellsHere ? await thread.sums(terms, channels) : sumChannels(terms, channels)
  const [inherent, residual, live] = sums.map(each => ({
    levels: new Uint8Array(each.levels),
    hash: hashOf(each),
    counts: countsOf(each),
  }))
  if (!inherent || !residual || !live) throw new Error('a scale has no map')
  return { inherent, residual, live }
}

/** The levels of a town at a moment: one byte an ordinal on each scale. */
export interface LevelMap {
  levels: Uint8Array
  hash: string
  counts: LevelCounts
}
export type LevelMaps = Record<RiskScale, LevelMap>

export function mapsOf(field: RiskField): LevelMaps {
  const map = (scale: RiskScale): LevelMap => ({
    levels: new Uint8Array(field.levels(scale)),
    hash: field.hash(scale),
    counts: field.counts(scale),
  })
  return { inherent: map('inherent'), residual: map('residual'), live: map('live') }
}

/** Computes the maps of a town at a cut from the facts. */
export async function mapsAt(
  reads: LiveReads,
  { townId, cells, cut }: { townId: number; cells: Cells; cut: Cut },
): Promise<{ maps: LevelMaps; past: Past }> {
  const past = await loadPast(reads, { townId, cut })
  return { maps: await mapsOfPast(cells, past), past }
}

const names = new WeakMap<Cells, string>()

const bytesAtOnce = 4 * 2 ** 20

/**
 * Names the outlines of a town's cells by their content: levels of one set of cells say nothing about another. Those
 * of a county are a hundred megabytes, so others are answered in between.
 */
export async function nameCells(cells: Cells): Promise<string> {
  const known = names.get(cells)
  if (known) return known
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of [cells.ringStart, cells.positions]) {
    for (let at = 0; at < byteLength; at += bytesAtOnce) {
      hash.update(new Uint8Array(buffer, byteOffset + at, Math.min(bytesAtOnce, byteLength - at)))
      await setImmediate()
    }
  }
  const name = hash.digest('base64url').slice(0, 22)
  names.set(cells, name)
  return name
}

/** The name of cells that were named before. @throws Error when they were not */
export function nameOfCells(cells: Cells): string {
  const name = names.get(cells)
  if (name === undefined) throw new Error('the cells have no name yet')
  return name
}
