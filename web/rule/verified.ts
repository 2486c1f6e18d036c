import type { RiskMethod } from '../../server/risk/risk.ts'

/** Whether every table of a method was checked against its source. */
export const isWholeVerified = ({
  verified,
  factors,
  choices,
  bands,
}: Pick<RiskMethod, 'verified' | 'factors' | 'choices' | 'bands'>): boolean =>
  verified && [...factors, ...choices, ...bands].every(row => row.verified)
