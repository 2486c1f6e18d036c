import type { TransactionSql } from 'postgres'
import { invalid, Refusal } from '../errors.ts'
import type { Both } from '../region/place.ts'
import { lngLatOf, type Spot } from '../region/rules/lattice.ts'
import { boundsOf } from './find-surroundings.ts'
import { reasons } from './rules/coverage-edit.ts'
import { GroundArea, ringsOf } from './rules/ground-area.ts'
import type { OuterFault } from './rules/outer-bounds.ts'
import type { Outline } from './rules/outline.ts'

/** Towns whose outer boundaries move wait for each other, so that two do not take the same ground. */
export const lockOutlines = (sql: TransactionSql) =>
  sql`select id from regions where town_id is null order by id limit 1 for no key update`

interface OuterMove {
  /** Null where no outline was known. */
  before: Outline | null
  after: Outline
  /** Whether a file draws it; it may tear the town or leave holes in it. */
  isFiled: boolean
}

/**
 * Holds the new outline of a town against the area above and the towns beside it, as they are now.
 * @throws Refusal `invalid` naming who is in the way, and where
 */
export async function refuseOuter(
  sql: TransactionSql,
  townId: number,
  { before, after, isFiled }: OuterMove,
): Promise<void> {
  const [was, is] = [before ? ringsOf(before) : [], ringsOf(after)]
  if (!isFiled) refuseTorn(was, is)
  const bounds = await boundsOf(sql, townId)
  const old = new GroundArea(was)
  for (const ring of is.flat()) {
    for (const [i, a] of ring.entries()) {
      const b = ring[(i + 1) % ring.length] ?? a
      // What runs along the old outline or inside it takes nothing that was not the town's.
      const fault = old.strays(a, b, 'outside') && bounds.faultOf(a, b)
      if (fault) refuse(fault, isFiled)
    }
  }
  const fault = bounds.newlyHeld(bounds.heldBy(was), bounds.heldBy(is))
  if (fault) refuse(fault, isFiled)
}

function refuseTorn(was: Spot[][][], is: Spot[][][]): void {
  const loops = (parts: Spot[][][]) => parts.flat().length - parts.length
  if (is.length > was.length) throw invalid('edits', reasons.torn)
  if (loops(is) > loops(was)) throw invalid('edits', reasons.gap)
}

function refuse({ reason, at }: OuterFault, isFiled: boolean): never {
  const message = isFiled ? fromFile(reason) : reason
  const errors = [{ path: isFiled ? 'imported' : 'edits', message }]
  throw new Refusal('invalid', message, { errors, details: { at: lngLatOf(at) } })
}

const fromFile = ({ zh, en }: Both): Both => ({
  zh: `${zh}；或重新导入这份文件，按建议裁到界线`,
  en: `${en}; or import the file again and cut it to the line as proposed`,
})
