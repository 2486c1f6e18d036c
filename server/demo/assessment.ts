/** Factors out of the shipped tables; `edition` is the criteria set. */
export type Assessed =
  | { method: 'LEC'; edition: 'A'; L: number; E: number; C: number }
  | { method: 'LS'; edition: 'A'; L: number; S: number }
  | { method: 'MES'; edition: 'common'; M: number; E1: number; S: number }
  | { method: 'HEV'; edition: 'geology' | 'flood'; level: Level; inputs: Record<string, number> }
  | { method: 'DIAGNOSIS'; edition: '2018'; S: number }

type Level = 1 | 2 | 3 | 4

export const lec = (L: number, E: number, C: number): Assessed => ({ method: 'LEC', edition: 'A', L, E, C })
export const ls = (L: number, S: number): Assessed => ({ method: 'LS', edition: 'A', L, S })
export const mes = (M: number, E1: number, S: number): Assessed => ({
  method: 'MES',
  edition: 'common',
  M,
  E1,
  S,
})
/** A safety diagnosis out of 100 without a veto situation. */
export const diagnosed = (S: number): Assessed => ({ method: 'DIAGNOSIS', edition: '2018', S })
/** A weighted index; its level is said here and checked against the shipped tables when the town is founded. */
export const index = (
  edition: 'geology' | 'flood',
  level: Level,
  inputs: Record<string, number>,
): Assessed => ({ method: 'HEV', edition, level, inputs })

// LEC, D = L x E x C; LS scheme A, R = L x S; MES, R = M x E x S; of an index only the level is known here
export function scoreOf(assessed: Assessed): number {
  switch (assessed.method) {
    case 'LEC':
      return Math.round(assessed.L * assessed.E * assessed.C * 100) / 100
    case 'LS':
      return assessed.L * assessed.S
    case 'MES':
      return assessed.M * assessed.E1 * assessed.S
    case 'DIAGNOSIS':
      return assessed.S
    case 'HEV':
      return 5 - assessed.level
  }
}

/** Where red, orange and yellow begin; of a diagnosis where orange, yellow and blue do. */
const BANDS = {
  LEC: [320, 160, 70],
  LS: [20, 9, 4],
  MES: [180, 90, 50],
  DIAGNOSIS: [60, 75, 90],
  HEV: [4, 3, 2],
}

/** 1 red to 4 blue; each band includes its lower bound. */
export function levelOf(assessed: Assessed): Level {
  const score = scoreOf(assessed)
  const [first = 0, second = 0, third = 0] = BANDS[assessed.method]
  if (assessed.method === 'DIAGNOSIS') return score < first ? 1 : score < second ? 2 : score < third ? 3 : 4
  return score >= first ? 1 : score >= second ? 2 : score >= third ? 3 : 4
}

const noVeto = { V1: 0, V2: 0, V3: 0, V4: 0 }

function factorsOf(assessed: Assessed): Record<string, number> {
  if (assessed.method === 'HEV') return assessed.inputs
  const { method, edition: _edition, ...factors } = assessed
  return method === 'DIAGNOSIS' ? { ...factors, ...noVeto } : factors
}

export const inputsOf = (assessed: Assessed): Record<string, string> =>
  Object.fromEntries(Object.entries(factorsOf(assessed)).map(([factor, value]) => [factor, String(value)]))
