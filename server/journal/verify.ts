import type { Sql, TransactionSql } from 'postgres'
import { follow } from './find.ts'
import { seal } from './seal.ts'

const page = 1000

/**
 * Walks the chain; answers the first row that does not fit, or null where all is as it was written. Rows may be
 * written meanwhile: the head is read before the rows, so that it is never ahead of them.
 */
export async function verify(sql: Sql | TransactionSql): Promise<{ rows: number; brokenAt: number | null }> {
  let hash: Uint8Array = new Uint8Array()
  let after = 0
  for (;;) {
    const [head] = await sql<
      { sequence: number; hash: Uint8Array }[]
    >`select sequence, hash from journal_head`
    const rows = await follow(sql, { after, limit: page })
    for (const { hash: written, ...row } of rows) {
      hash = seal(hash, row)
      if (row.sequence !== after + 1 || !same(hash, written)) return { rows: after, brokenAt: row.sequence }
      after = row.sequence
    }
    if (rows.length > 0) continue
    const isWhole = head !== undefined && Number(head.sequence) === after && same(head.hash, hash)
    return { rows: after, brokenAt: isWhole ? null : Math.min(Number(head?.sequence ?? 0), after) + 1 }
  }
}

const same = (a: Uint8Array, b: Uint8Array) => Buffer.from(a).equals(Buffer.from(b))
