import type { RiskBand, RiskLevel } from '../../server/risk/risk.ts'
import { compare, decimalOf, nought } from '../../server/risk/rules/decimal.ts'

export interface BandRange {
  level: RiskLevel
  /** `≥ 320`, `160–320`, `< 70`; a lower bound is included, an upper one is not. */
  text: string
}

/** The bands of a method as they are read, gravest first, whichever way its scale runs. */
export function bandRanges(bands: readonly RiskBand[]): BandRange[] {
  const rising = [...bands].sort((a, b) => compare(decimalOf(a.from) ?? nought, decimalOf(b.from) ?? nought))
  const ranges = rising.map(({ level, from }, i) => {
    const to = rising[i + 1]?.from
    return { level, text: to === undefined ? `≥ ${from}` : i === 0 ? `< ${to}` : `${from}–${to}` }
  })
  return ranges.sort((a, b) => a.level - b.level)
}
