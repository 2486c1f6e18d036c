import type { PendingQuery, Row, TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from './account/rules/rights.ts'
import { type Context, type Inside, read } from './context.ts'
import { type Bbox, Standing } from './region/place.ts'
import { BboxQuery, wholeNumber } from './request.ts'

/** A moment in the past or to come, in any zone. */
export const Instant = z.iso.datetime({ offset: true }).transform(text => new Date(text))

/** What every list of a town takes; `cursor` is the last id of the page before. */
export const ListQuery = z.object({
  town: wholeNumber,
  standing: Standing.optional(),
  bbox: BboxQuery.optional(),
  limit: wholeNumber.pipe(z.int().min(1).max(5000)).default(2000),
  cursor: wholeNumber.default(0),
})
export type ListQuery = z.infer<typeof ListQuery>

/** A piece of SQL that is put into another statement. */
export type Fragment = PendingQuery<Row[]>

/**
 * Runs reads about one town.
 * @throws Refusal `forbidden` when the town is outside the actor's area
 */
export const readTown = <T>(
  context: Context,
  townId: number,
  work: (inside: Inside) => Promise<T>,
): Promise<T> =>
  read(context, inside => {
    allow(inside.actor, 'region.read', { world: inside.world, townId })
    return work(inside)
  })

/** `and` clauses for the asked box on a geometry column, or nothing. */
export function inBox(sql: TransactionSql, column: string, bbox: Bbox | undefined): Fragment {
  if (!bbox) return sql``
  const [west, south, east, north] = bbox
  return sql`and ${sql(column)} && ST_MakeEnvelope(${west}, ${south}, ${east}, ${north}, 4326)`
}

/** `where` of a register list under the alias `r`, with its order and page. */
export function listed(sql: TransactionSql, query: ListQuery, column: string): Fragment {
  return sql`where r.town_id = ${query.town} and r.id > ${query.cursor}
    ${query.standing ? sql`and r.standing = ${query.standing}` : sql``}
    ${inBox(sql, column, query.bbox)}
    order by r.id limit ${query.limit}`
}

/** Response header that carries the cursor of the next page, absent on the last one. */
export const nextCursor = (rows: { id: number }[], { limit }: { limit: number }): Record<string, string> => {
  const last = rows.at(-1)
  return last && rows.length === limit ? { 'Next-Cursor': String(last.id) } : {}
}
