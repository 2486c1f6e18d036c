import type { RiskLevel } from '../risk.ts'
import { compare, type Decimal, decimalOf } from './decimal.ts'

/** How severe a source or cell is, in whole thousandths 0..3999, so that sums are exact; `unassessed` apart. */
export type Severity = number

/** What nothing assessed has: grey, below the bluest blue, never counted as blue. */
export const unassessed = -1

export const highestSeverity = 3999

const thousand = 1000

/** Level 4 (blue) is 0..999, 3 is 1000..1999, 2 is 2000..2999, 1 (red) is 3000..3999; 0 is not assessed. */
export function levelOfSeverity(severity: Severity): RiskLevel {
  if (severity < 0) return 0
  if (severity < thousand) return 4
  if (severity < 2 * thousand) return 3
  return severity < 3 * thousand ? 2 : 1
}

/** The least severity of a level; `unassessed` for level 0. */
export const leastSeverity = (level: RiskLevel): Severity =>
  level === 0 ? unassessed : (4 - level) * thousand

export interface SeverityBand {
  level: RiskLevel
  /** Decimal string, the lowest score of the band (included). */
  from: string
}

interface Band {
  level: RiskLevel
  from: Decimal
  /** The lowest score above the band; absent for the last. */
  to: Decimal | undefined
}

/**
 * The place of a score among the bands of its method: linear inside a band, saturating in the band without an
 * end, by decimals. Bands whose red is at the low end (diagnosis scores) run the other way round.
 * @returns whole thousandths whose level is the level of the band; `unassessed` when no band holds the score
 */
export function severityOf(score: string, bands: readonly SeverityBand[]): Severity {
  const ladder = ladderOf(bands)
  const known = ladder.known.get(score)
  if (known !== undefined) return known
  const severity = severityOn(ladder, score)
  if (ladder.known.size >= mostKnown) ladder.known.clear()
  ladder.known.set(score, severity)
  return severity
}

/** Bands made ready. A town has a hundred thousand assessments and few different scores, so those known are kept. */
interface Ladder {
  bands: readonly Band[]
  isRising: boolean
  known: Map<string, Severity>
}

const mostKnown = 5000
const ladders = new WeakMap<readonly SeverityBand[], Ladder>()

function ladderOf(bands: readonly SeverityBand[]): Ladder {
  const known = ladders.get(bands)
  if (known) return known
  const sorted = rising(bands)
  const isRising = (sorted[0]?.level ?? 4) >= (sorted.at(-1)?.level ?? 1)
  const ladder = { bands: sorted, isRising, known: new Map() }
  ladders.set(bands, ladder)
  return ladder
}

function severityOn({ bands, isRising }: Ladder, score: string): Severity {
  const value = decimalOf(score)
  const band = value ? bandOf(value, bands) : undefined
  if (!value || !band || band.level === 0) return unassessed
  const share = isRising ? shareFrom(value, band) : thousand - shareFrom(value, band)
  return leastSeverity(band.level) + Math.min(thousand - 1, share)
}

/**
 * The severity of a stored assessment. Its level was signed and holds: where it is not the level of its score
 * (a veto makes a source red whatever it scores), the least severity of the level is taken.
 */
export function assessedSeverity(
  { level, score }: { level: RiskLevel; score: string },
  bands: readonly SeverityBand[],
): Severity {
  const severity = severityOf(score, bands)
  return levelOfSeverity(severity) === level ? severity : leastSeverity(level)
}

/** Bands by their lowest score; neighbours of one level are one. */
function rising(bands: readonly SeverityBand[]): Band[] {
  const known = bands.flatMap(({ level, from }) => {
    const bound = decimalOf(from)
    return bound ? [{ level, from: bound }] : []
  })
  const sorted = known
    .sort((a, b) => compare(a.from, b.from))
    .filter((band, i, all) => band.level !== all[i - 1]?.level)
  return sorted.map((band, i) => ({ ...band, to: sorted[i + 1]?.from }))
}

const bandOf = (value: Decimal, bands: readonly Band[]): Band | undefined =>
  bands.findLast(({ from }) => compare(value, from) >= 0)

/** Thousandths of the way through a band, 0..999; without an end it nears 1000 as the score grows. */
function shareFrom(value: Decimal, { from, to }: Band): number {
  const places = Math.max(value.places, from.places, to?.places ?? 0)
  const whole = ({ units, places: own }: Decimal) => units * 10n ** BigInt(places - own)
  const above = whole(value) - whole(from)
  const span = to ? whole(to) - whole(from) : whole(value)
  return span === 0n ? 0 : Math.min(thousand - 1, Number((above * 1000n) / span))
}
