import type { Assessment } from '../../hazard/hazard.ts'
import { compare, type Decimal, decimalOf, nought } from './decimal.ts'

type Compared = Pick<
  Assessment,
  'methodId' | 'method' | 'edition' | 'inputs' | 'score' | 'severity' | 'level'
>

export interface Difference {
  factor: string
  from: string
  to: string
}

/** Why two scores are not one scale: another method, another criteria set of it, another revision of the tables. */
export type Incomparable = 'method' | 'edition' | 'revision'

export type Comparison =
  | { comparable: false; why: Incomparable }
  | { comparable: true; differences: Difference[]; score: 'risen' | 'fallen' | 'same' }

/** What changed between two assessments; scores of different criteria sets are never set against each other. */
export function compareAssessments(earlier: Compared, later: Compared): Comparison {
  if (earlier.methodId !== later.methodId) return { comparable: false, why: whyNot(earlier, later) }
  const factors = [...new Set([...Object.keys(earlier.inputs), ...Object.keys(later.inputs)])]
  const differences = factors
    .map(factor => ({ factor, from: earlier.inputs[factor] ?? '', to: later.inputs[factor] ?? '' }))
    .filter(({ from, to }) => from !== to)
  return { comparable: true, differences, score: turned(earlier, later) }
}

function whyNot(earlier: Compared, later: Compared): Incomparable {
  if (earlier.method !== later.method) return 'method'
  return earlier.edition === later.edition ? 'revision' : 'edition'
}

const decimal = (text: string): Decimal => decimalOf(text) ?? nought

function turned(earlier: Compared, later: Compared): 'risen' | 'fallen' | 'same' {
  const order = compare(decimal(later.score), decimal(earlier.score))
  return order === 0 ? 'same' : order > 0 ? 'risen' : 'fallen'
}

/**
 * Whether the risk that remains is graver than the risk without control: by level always, within one criteria
 * set also inside a level.
 */
export function isGraver(
  residual: Pick<Compared, 'methodId' | 'level' | 'severity'>,
  inherent: Pick<Compared, 'methodId' | 'level' | 'severity'>,
): boolean {
  if (residual.level !== inherent.level) return residual.level < inherent.level
  return residual.methodId === inherent.methodId && residual.severity > inherent.severity
}
