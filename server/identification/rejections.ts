import type { TransactionSql } from 'postgres'
import type { Proposal } from './identification.ts'

/** A proposal as it was when somebody rejected it. */
export type Rejected = Pick<
  Proposal,
  'facts' | 'factsHash' | 'reasons' | 'decidedBy' | 'decidedAt' | 'reason'
>

/** The rejections of proposals that were the last word on them, by number, as the journal has them. */
export async function rejectionsOf(
  sql: TransactionSql,
  { townId, ids }: { townId: number; ids: readonly number[] },
): Promise<Map<number, Rejected>> {
  if (ids.length === 0) return new Map()
  const rows = await sql<{ id: number; verb: string; after: Rejected }[]>`
    select distinct on (noun_id) noun_id as id, verb, after from journal
    where town_id = ${townId} and noun = 'proposal' and noun_id = any (${[...ids]}::int[])
    order by noun_id, sequence desc`
  return new Map(rows.filter(({ verb }) => verb === 'reject').map(({ id, after }) => [id, after]))
}
