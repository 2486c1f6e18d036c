import type { Contribution, RiskCell, RiskLevel, RiskMethod } from '../../server/risk/risk.ts'

/** Scores of different methods are not one scale: each is weighed by the lower bound of its method's top level. */
export function sharesOf(
  contributions: readonly Contribution[],
  methods: readonly RiskMethod[],
): ReadonlyMap<number, number> {
  const tops = new Map(
    methods.map(method => [method.title, Number(method.bands.find(band => band.level === 1)?.from ?? 0)]),
  )
  const weights = contributions.map(each => {
    const top = tops.get(each.method) ?? 0
    return { id: each.hazardId, weight: top > 0 && each.score !== null ? Number(each.score) / top : 0 }
  })
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0)
  return new Map(weights.map(({ id, weight }) => [id, whole > 0 ? weight / whole : 0]))
}

export interface WhatIf {
  contribution: Contribution
  /** `gone`: the source no longer reaches the cell. `assessed`: it gets a level, unknown which. */
  act: 'gone' | 'assessed'
  /** The level the cell would have; null when it depends on the outcome. */
  level: RiskLevel | null
}

const graver = (a: RiskLevel, b: RiskLevel): RiskLevel => (a === 0 ? b : b === 0 || a < b ? a : b)

/** What each single change would make of a cell; the highest level wins. */
export function whatIf({ contributions }: Pick<RiskCell, 'contributions'>): WhatIf[] {
  const assessed = contributions.filter(each => each.level !== 0)
  const gone = contributions
    .filter(each => each.decides)
    .map((contribution): WhatIf => {
      const rest = assessed.filter(each => each !== contribution)
      return {
        contribution,
        act: 'gone',
        level: rest.reduce<RiskLevel>((level, each) => graver(level, each.level), 0),
      }
    })
  const open = contributions
    .filter(each => each.level === 0)
    .map((contribution): WhatIf => ({ contribution, act: 'assessed', level: null }))
  return [...gone, ...open].slice(0, 4)
}
