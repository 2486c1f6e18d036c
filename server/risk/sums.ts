import { type Cells, shared } from './cells.ts'
import { nodeBits } from './footprint.ts'
import type { Domain, RiskLevel, RiskScale } from './risk.ts'
import { type CellRules, exposed, upgradeOf } from './rules/combine.ts'
import type { DecayStep } from './rules/decay.ts'
import { highestSeverity, unassessed } from './rules/severity.ts'
import type { SourceTable } from './sources.ts'

/** One map: a scale, of all sources or of one domain. */
export interface Channel {
  scale: RiskScale
  domain: Domain | null
}

/** A region's rules made ready: steps of the decay by the index of the kind. */
export interface FieldRules extends CellRules {
  steps: (readonly DecayStep[])[]
  /** Of the kind with most steps, one at least; also of kinds that no source has yet. */
  mostSteps: number
}

export interface Sums {
  /** Highest contribution to each cell, by slot. */
  highest: Int16Array
  /** No cell of a lowest node has less, by node: most need no look when a source changes. */
  floors: Int16Array
  /** The same array where a region has no rules that make another severity of it. */
  severity: Int16Array
  /** Level of each ordinal; 0 where nothing is assessed or no cell is. */
  levels: Uint8Array
  /** Cells of each level. */
  counts: Int32Array
  /** Sum over the cells of a mix of ordinal and level, in two halves: names the levels by content. */
  mark: Int32Array
}

/** What the sums are made of; every array may lie in shared memory. */
export interface Terms {
  cells: Cells
  sources: SourceTable
  rules: FieldRules
}

/** Whether nothing but the highest contribution decides. */
export const isPlain = ({ exposure, upgrades }: CellRules): boolean =>
  exposure.length === 0 && upgrades.length === 0

/** Finds the floor of a node of eight cells anew. */
export function sink({ highest, floors }: Sums, group: number): void {
  const end = Math.min(highest.length, (group + 1) << nodeBits)
  let least = highestSeverity
  for (let cell = group << nodeBits; cell < end; cell++) {
    const each = highest[cell] ?? unassessed
    if (each < least) least = each
  }
  floors[group] = least
}

/** Sums of cells to which nothing contributes yet. */
export function emptySums({ cells, rules }: Pick<Terms, 'cells' | 'rules'>): Sums {
  const highest = shared(Int16Array, cells.count).fill(unassessed)
  return {
    highest,
    floors: shared(Int16Array, (cells.count >> nodeBits) + 1),
    severity: isPlain(rules) ? highest : shared(Int16Array, cells.count),
    levels: shared(Uint8Array, cells.size),
    counts: shared(Int32Array, 5),
    mark: shared(Int32Array, 2),
  }
}

/** Exposure, then upgrade: the order in which an explanation tells them. */
export function severityFrom(
  highest: number,
  { people, counted, rules }: { people: number; counted(from: RiskLevel): number; rules: CellRules },
): number {
  if (isPlain(rules)) return highest
  const severity = exposed(highest, people, rules.exposure)
  if (rules.upgrades.length === 0) return severity
  return upgradeOf(severity, counted, rules.upgrades)?.severity ?? severity
}

/** Names the levels by their content. */
export function hashOf({ levels, mark }: Pick<Sums, 'levels' | 'mark'>): string {
  const half = (i: number) => ((mark[i] ?? 0) >>> 0).toString(36)
  return `${levels.length.toString(36)}-${half(0)}-${half(1)}`
}

/** Gives a cell that had none its level. */
export function enter(sums: Sums, ordinal: number, level: RiskLevel): void {
  sums.levels[ordinal] = level
  sums.counts[level] = (sums.counts[level] ?? 0) + 1
  remark(sums.mark, ordinal, level, 1)
}

/** Puts another level in the place of a cell's present one, in the counts and the mark too. @returns whether it is another */
export function replaceLevel(sums: Sums, ordinal: number, level: RiskLevel): boolean {
  const earlier = levelOf(sums.levels[ordinal] ?? 0)
  if (level === earlier) return false
  sums.levels[ordinal] = level
  sums.counts[earlier] = (sums.counts[earlier] ?? 0) - 1
  sums.counts[level] = (sums.counts[level] ?? 0) + 1
  remark(sums.mark, ordinal, earlier, -1)
  remark(sums.mark, ordinal, level, 1)
  return true
}

/** The level that a byte of levels says. */
export const levelOf = (value: number): RiskLevel =>
  value === 1 || value === 2 || value === 3 || value === 4 ? value : 0

/** Adds a cell's level to the mark of a map, or takes it out. */
function remark(mark: Int32Array, ordinal: number, level: RiskLevel, by: 1 | -1): void {
  if (level === 0) return
  mark[0] = (mark[0] ?? 0) + by * mixed(ordinal * 5 + level, 0x9e3779b1)
  mark[1] = (mark[1] ?? 0) + by * mixed(ordinal * 5 + level, 0x85ebca6b)
}

function mixed(value: number, seed: number): number {
  let h = Math.imul(value ^ seed, 0xcc9e2d51)
  h = Math.imul(h ^ (h >>> 15), 0x1b873593)
  h = Math.imul(h ^ (h >>> 13), 0x85ebca6b)
  return (h ^ (h >>> 16)) | 0
}
