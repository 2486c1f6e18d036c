import type { ResponseLevel } from './plan.ts'

/** From the lowest response level to the highest. */
export const levelsUpward: readonly ResponseLevel[] = ['IV', 'III', 'II', 'I']

/** 0 for IV, 3 for I: a larger rank is a higher response. */
export function levelRank(level: ResponseLevel): number {
  return levelsUpward.indexOf(level)
}

/** Whether a node that joins from `gate` upward takes part at `level`. */
export function joins(gate: ResponseLevel | undefined, level: ResponseLevel): boolean {
  return gate === undefined || levelRank(gate) <= levelRank(level)
}

/** The higher of two gates; absent means always. */
export function higherGate(
  one: ResponseLevel | undefined,
  other: ResponseLevel | undefined,
): ResponseLevel | undefined {
  if (one === undefined) return other
  if (other === undefined) return one
  return levelRank(one) >= levelRank(other) ? one : other
}
