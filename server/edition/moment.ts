import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { invalid } from '../errors.ts'
import { lastSequence } from '../journal/find.ts'
import type { Edition } from './edition.ts'
import { editionAsOf, loadEdition } from './find.ts'
import type { Cut } from './past.ts'

/** `edition-12`, or an instant like `2026-03-01T00:00:00Z`. */
export const MomentQuery = z
  .union([z.string().regex(/^edition-\d{1,9}$/), z.iso.datetime({ offset: true })])
  .transform(text =>
    text.startsWith('edition-')
      ? { editionId: Number(text.slice('edition-'.length)) }
      : { at: new Date(text) },
  )
export type MomentQuery = z.infer<typeof MomentQuery>

export interface Moment {
  cut: Cut
  edition: Edition | null
}

// The clock of who asks may be a little ahead.
const aheadMs = 120_000

/**
 * The state of the facts that a moment means. The very instant of an edition means the state that was signed.
 * @throws Refusal `missing` (edition), `invalid` (in the future, of another town)
 */
export async function momentOf(
  sql: TransactionSql,
  { asked, townId, path }: { asked: MomentQuery; townId: number; path: string },
): Promise<Moment> {
  if ('editionId' in asked) {
    const edition = await loadEdition(sql, asked.editionId)
    if (edition.townId !== townId) throw invalid(path, otherTown)
    return shownBy(edition)
  }
  const now = Date.now()
  if (asked.at.getTime() > now + aheadMs) throw invalid(path, future)
  const edition = await editionAsOf(sql, townId, asked.at)
  if (edition) return shownBy(edition)
  if (asked.at.getTime() < now - aheadMs) return { cut: { at: asked.at, sequence: null }, edition: null }
  // What is being written now has its instant already; the journal says what of it counts.
  return { cut: { at: asked.at, sequence: await lastSequence(sql) }, edition: null }
}

const shownBy = (edition: Edition): Moment => ({
  cut: { at: new Date(edition.asOf), sequence: edition.sequence },
  edition,
})

const otherTown = { zh: '这个版次属于另一个地区', en: 'This edition is of another town' }
const future = { zh: '不能查看将来的地图', en: 'There is no map of the future' }
