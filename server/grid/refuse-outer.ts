import type { TransactionSql } from 'postgres'
import { invalid, Refusal } from '../errors.ts'
import { lngLatOf, type Spot } from '../region/rules/lattice.ts'
import { boundsOf } from './find-surroundings.ts'
import { reasons } from './rules/coverage-edit.ts'
import { GroundArea, ringsOf } from './rules/ground-area.ts'
import type { Outline } from './rules/outline.ts'

/** Towns whose outer boundaries move wait for each other, so that two do not take the same ground. */
export const lockOutlines = (sql: TransactionSql) =>
  sql`select id from regions where town_id is null order by id limit 1 for no key update`

/**
 * Holds the new outline of a town against the area above and the towns beside it, as they are now.
 * @throws Refusal `invalid` naming who is in the way, and where
 */
export async function refuseOuter(
  sql: TransactionSql,
  townId: number,
  { before, after }: { before: Outline; after: Outline },
): Promise<void> {
  const [was, is] = [ringsOf(before), ringsOf(after)]
  const loops = (parts: Spot[][][]) => parts.flat().length - parts.length
  if (is.length > was.length) throw invalid('edits', reasons.torn)
  if (loops(is) > loops(was)) throw invalid('edits', reasons.gap)
  const bounds = await boundsOf(sql, townId)
  const old = new GroundArea(was)
  for (const ring of is.flat()) {
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length] ?? a
      // What ran there before, or only took a vertex, is nothing that this change did.
      const fault = old.strays(a, b, 'anywhere') && bounds.faultOf(a, b)
      if (fault) refuse(fault)
    }
  }
  const fault = bounds.newlyHeld(bounds.heldBy(was), bounds.heldBy(is))
  if (fault) refuse(fault)
}

function refuse({ reason, at }: { reason: { zh: string; en: string }; at: Spot }): never {
  const errors = [{ path: 'edits', message: reason }]
  throw new Refusal('invalid', reason, { errors, details: { at: lngLatOf(at) } })
}
