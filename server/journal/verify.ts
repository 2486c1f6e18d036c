import type { Sql, TransactionSql } from 'postgres'
import { follow } from './find.ts'
import { seal } from './seal.ts'

/** Walks the chain; answers the first row that does not fit, or null where all is as it was written. */
export async function verify(sql: Sql | TransactionSql): Promise<{ rows: number; brokenAt: number | null }> {
  let hash: Uint8Array = new Uint8Array()
  let after = 0
  let rows = 0
  for (;;) {
    const page = await follow(sql, { after, limit: 1000 })
    for (const { hash: written, ...row } of page) {
      hash = seal(hash, row)
      if (row.sequence !== after + 1 || !Buffer.from(hash).equals(Buffer.from(written))) {
        return { rows, brokenAt: row.sequence }
      }
      after = row.sequence
      rows += 1
    }
    if (page.length < 1000) break
  }
  const [head] = await sql`select sequence from journal_head`
  return { rows, brokenAt: Number(head?.sequence) === after ? null : after + 1 }
}
