import { stepsOf, thousandthsOf } from './rules/decay.ts'
import type { RiskSettings } from './rules/settings-words.ts'
import type { FieldRules } from './sums.ts'

export type Rows = Pick<RiskSettings, 'upgrades' | 'exposure' | 'decay'>

export const noRows: Rows = { upgrades: [], exposure: [], decay: [] }

/** The rows in whole thousandths; `kinds` are those of the sources of a field. */
export const rulesOf = ({ upgrades, exposure, decay }: Rows, kinds: readonly string[]): FieldRules => ({
  upgrades,
  exposure: exposure
    .map(({ peopleFrom, factor }) => ({ peopleFrom, factor: thousandthsOf(factor) ?? 1000 }))
    .sort((a, b) => b.peopleFrom - a.peopleFrom),
  steps: kinds.map(kind => stepsOf(kind, decay)),
  mostSteps: Math.max(1, ...decay.map(({ kind }) => stepsOf(kind, decay).length)),
})
