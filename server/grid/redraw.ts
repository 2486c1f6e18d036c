import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict } from '../errors.ts'
import type { GridEdits } from './draft.ts'
import { gridsWhere } from './find.ts'
import type { Grid } from './grid.ts'
import { seenCoverage } from './ground-coverage.ts'
import { lockTown, publish } from './publish.ts'
import { reckon } from './reckon.ts'
import { staleGrids } from './seen.ts'

/**
 * Puts boundary edits in force at once, on the grids as they are now; all grids and outlines that share the moved
 * boundaries follow, in one transaction, with one journal row each.
 * @returns the grids that changed or were made
 * @throws Refusal `forbidden`; `invalid` naming the edit at fault; `conflict` with both sides when a grid is newer
 */
export const redraw = (context: Context, input: GridEdits): Promise<Grid[]> =>
  change(context, async inside => {
    const { sql, actor, world, now } = inside
    const { townId, reason } = input
    allow(actor, 'grid.edit', { world, townId })
    await lockTown(sql, townId)
    await refuseStale(sql, input)
    const outcome = await reckon(sql, { ...input, thematic: [], restore: null, imported: null })
    const act = {
      draftId: null,
      name: '',
      reason,
      effectiveAt: now,
      personName: actor.name,
      reviewerName: '',
    }
    const { grids } = await publish(inside, outcome, act)
    return grids
  })

/** @throws Refusal `conflict`: `theirs` are the newer grids, `yours` what the edits made of the ones seen */
async function refuseStale(sql: TransactionSql, input: GridEdits): Promise<void> {
  const { stale, base } = await staleGrids(sql, input)
  if (stale.length === 0) return
  const theirs = await gridsWhere(sql, sql`where r.id = any(${stale}::int[]) order by r.id`)
  const seen = base.map(({ validTo: _, ...grid }) => grid)
  const coverage = seenCoverage(seen)
  coverage.constrain(null, { isPart: true })
  // Only the seen grids are there, so their common edge looks like an outer one.
  for (const edit of input.edits) coverage.apply(edit, { outer: true })
  const yours = seen.flatMap(grid =>
    stale.includes(grid.id) && coverage.has(grid.id) ? { ...grid, polygon: coverage.polygonOf(grid.id) } : [],
  )
  throw conflict(staleWords(theirs), { theirs, yours, base: seen })
}

const staleWords = (theirs: Grid[]) => {
  const names = theirs.map(grid => grid.name).join('、')
  return {
    zh: `${names} 的边界已被他人修改，请比较两个版本`,
    en: `The boundary of ${names} was changed by someone else; compare both versions`,
  }
}
