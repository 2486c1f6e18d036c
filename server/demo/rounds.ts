import type { Domain } from '../risk/risk.ts'
import type { Assessed } from './assessment.ts'
import type { DemoHazard } from './hazards.ts'
import { type PastAssessment, pastAssessments } from './past-assessments.ts'

/** Days ago that each domain was first gone through: the town's map grew over the past year. */
const firstRound: Record<Domain, number> = {
  'work-safety': 345,
  natural: 265,
  'public-health': 205,
  'social-security': 150,
}

// Neighbouring values of a likelihood in the tables of LEC.
const likelihoods = [0.5, 1, 3, 6, 10]

function likelier(assessed: Assessed, by: 1 | -1): Assessed | null {
  if (assessed.method !== 'LEC') return null
  const L = likelihoods[likelihoods.indexOf(assessed.L) + by]
  return L === undefined ? null : { ...assessed, L }
}

export interface Rounds {
  past: readonly PastAssessment[]
  /** Days ago that what holds today was found. */
  daysAgo: number
}

/** When a source was assessed, and what it was found to be before: some were worse until they were mended, a few better. */
export function roundsOf({ name, domain, inherent, residual }: DemoHazard, place: number): Rounds {
  const told = pastAssessments[name]
  if (told) return { past: told, daysAgo: 20 + ((place * 29) % 70) }
  const first = firstRound[domain] - ((place * 17) % 55)
  const by = place % 3 === 0 ? 1 : place % 5 === 1 ? -1 : null
  const was = by && residual ? likelier(residual, by) : null
  if (!by || !was || !inherent) return { past: [], daysAgo: first }
  const note = by === 1 ? '首轮评估，整改前' : '首轮评估'
  return {
    past: [
      {
        daysAgo: first,
        scale: 'inherent',
        assessed: by === 1 ? inherent : (likelier(inherent, -1) ?? inherent),
        note,
      },
      { daysAgo: first, scale: 'residual', assessed: was, note },
    ],
    daysAgo: 15 + ((place * 41) % 110),
  }
}
