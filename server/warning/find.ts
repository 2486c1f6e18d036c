import type { TransactionSql } from 'postgres'
import type { Context } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import type { Warning } from './warning.ts'

interface WarningRow extends Omit<Warning, 'issuedAt' | 'until'> {
  issued: Date
  ends: Date
}

/** Warnings in force in the asked world at the world's time, gravest first. */
export const findWarnings = (context: Context, { town }: { town: number }): Promise<Warning[]> =>
  readTown(context, town, ({ sql, now }) =>
    warningsWhere(
      sql,
      sql`where town_id = ${town} and issued_at <= ${now} and until > ${now}
        order by array_position(array['red', 'orange', 'yellow', 'blue'], level), issued_at desc`,
    ),
  )

export async function warningsWhere(sql: TransactionSql, where: Fragment): Promise<Warning[]> {
  const rows = await sql<WarningRow[]>`
    select id, town_id as "townId", kind, kind_en as "kindEn", level, title, title_en as "titleEn",
      issued_at as issued, until as ends, version
    from warnings ${where}`
  return rows.map(({ issued, ends, ...row }) => ({
    ...row,
    issuedAt: issued.toISOString(),
    until: ends.toISOString(),
  }))
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadWarning(sql: TransactionSql, id: number): Promise<Warning> {
  const [warning] = await warningsWhere(sql, sql`where id = ${id}`)
  if (!warning) throw missing({ zh: '没有这条预警', en: 'There is no such warning' })
  return warning
}
