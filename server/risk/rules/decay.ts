import { decimalOf } from './decimal.ts'
import { type Severity, unassessed } from './severity.ts'

/** How much of a source's severity is left out to a share of its reach; kind `*` stands for every other kind. */
export interface DecayRow {
  kind: string
  /** Decimal string, above 0 up to 1. */
  upTo: string
  /** Decimal string, above 0 up to 1. */
  factor: string
}

/** A row in whole thousandths: up to this share of the reach, this share of the severity. */
export interface DecayStep {
  upTo: number
  factor: number
}

export const wholeReach: DecayStep = { upTo: 1000, factor: 1000 }

/** The level of a source holds over its whole reach: what counts where no rows are set. */
export const noDecay: readonly DecayStep[] = [wholeReach]

/** Thousandths of a decimal string with up to three decimals; null for anything else. */
export function thousandthsOf(text: string): number | null {
  const decimal = decimalOf(text)
  if (!decimal || decimal.places > 3) return null
  return Number(decimal.units * 10n ** BigInt(3 - decimal.places))
}

/** The steps of a kind of source, nearest first. */
export function stepsOf(kind: string, rows: readonly DecayRow[]): readonly DecayStep[] {
  const own = rows.filter(row => row.kind === kind)
  const chosen = own.length > 0 ? own : rows.filter(row => row.kind === '*')
  if (chosen.length === 0) return noDecay
  return chosen
    .map(({ upTo, factor }) => ({ upTo: thousandthsOf(upTo) ?? 0, factor: thousandthsOf(factor) ?? 0 }))
    .sort((a, b) => a.upTo - b.upTo)
}

/** What a step leaves of a severity, rounded to whole thousandths. */
export const decayed = (severity: Severity, factor: number): Severity =>
  severity < 0 ? unassessed : Math.round((severity * factor) / 1000)

/** Metres out to which a step holds. The last one ends exactly at the reach. */
export const radiusOf = (reachMeters: number, { upTo }: DecayStep): number =>
  upTo === 1000 ? reachMeters : (reachMeters * upTo) / 1000
