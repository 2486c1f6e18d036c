/** Factors out of the tables of LEC (criteria set A) or the LS matrix (scheme A). */
export type Assessed =
  | { method: 'LEC'; L: number; E: number; C: number }
  | { method: 'LS'; L: number; S: number }

export const lec = (L: number, E: number, C: number): Assessed => ({ method: 'LEC', L, E, C })
export const ls = (L: number, S: number): Assessed => ({ method: 'LS', L, S })

// LEC, D = L x E x C; LS scheme A, R = L x S
export function scoreOf(assessed: Assessed): number {
  return assessed.method === 'LEC'
    ? Math.round(assessed.L * assessed.E * assessed.C * 100) / 100
    : assessed.L * assessed.S
}

const BANDS = { LEC: [320, 160, 70], LS: [20, 9, 4] }

/** 1 red to 4 blue; each band includes its lower bound. */
export function levelOf(assessed: Assessed): 1 | 2 | 3 | 4 {
  const score = scoreOf(assessed)
  const [red = 0, orange = 0, yellow = 0] = BANDS[assessed.method]
  return score >= red ? 1 : score >= orange ? 2 : score >= yellow ? 3 : 4
}

export function inputsOf(assessed: Assessed): Record<string, string> {
  const { method: _method, ...factors } = assessed
  return Object.fromEntries(Object.entries(factors).map(([factor, value]) => [factor, String(value)]))
}
