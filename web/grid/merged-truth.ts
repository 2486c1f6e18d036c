import type { Consequences, GridConsequence, Handover } from '../../server/grid/consequence.ts'

type Ground = Pick<Consequences, 'grids' | 'handovers'>

/**
 * What the screen reckons of the ground, with what the server counted on it; areas stay those of the screen.
 * What was counted before the last edit tells nothing of grids that the screen does not know.
 */
export function withCounts(
  { grids, handovers }: Ground,
  counted: Ground | undefined,
  isFresh = true,
): Ground {
  if (!counted) return { grids, handovers }
  const rows = new Map(counted.grids.map(row => [row.face, row]))
  const pieces = new Map(counted.handovers.map(each => [keyOf(each), each]))
  // Thematic grids, and grids that only get another name, are reckoned by the server alone.
  const others = (isFresh ? counted.grids : []).filter(row => !grids.some(({ face }) => face === row.face))
  return {
    grids: [...grids.map(row => countedRow(row, rows.get(row.face))), ...others],
    handovers: handovers.map(each => {
      const told = pieces.get(keyOf(each))
      return told ? { ...each, tally: { ...told.tally, squareMeters: each.tally.squareMeters } } : each
    }),
  }
}

const keyOf = ({ from, to }: Pick<Handover, 'from' | 'to'>) => `${from} ${to}`

function countedRow(row: GridConsequence, told: GridConsequence | undefined): GridConsequence {
  if (!told) return row
  const side = (of: 'before' | 'after') => ({ ...told[of], squareMeters: row[of].squareMeters })
  return { ...row, before: side('before'), after: side('after') }
}
