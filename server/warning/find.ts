import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Warning } from './warning.ts'

export const WarningQuery = z.object({
  town: wholeNumber,
  /** `over` asks for those that have ended, the newest first. */
  state: z.enum(['in-force', 'over']).default('in-force'),
})
export type WarningQuery = z.infer<typeof WarningQuery>

interface WarningRow extends Omit<Warning, 'issuedAt' | 'until' | 'endedAt'> {
  issued: Date
  ends: Date
  ended: Date | null
}

const mostOver = 50

/** Warnings of the asked world at the world's time: those in force, gravest first, or the last that ended. */
export const findWarnings = (
  context: Context,
  { town, state = 'in-force' }: Partial<WarningQuery> & Pick<WarningQuery, 'town'>,
): Promise<Warning[]> =>
  readTown(context, town, ({ sql, now }) =>
    warningsWhere(
      sql,
      state === 'over'
        ? sql`where town_id = ${town} and issued_at <= ${now} and until <= ${now}
          order by until desc, id desc limit ${mostOver}`
        : sql`where town_id = ${town} and issued_at <= ${now} and until > ${now}
          order by array_position(array['red', 'orange', 'yellow', 'blue'], level), issued_at desc`,
    ),
  )

export async function warningsWhere(sql: TransactionSql, where: Fragment): Promise<Warning[]> {
  const rows = await sql<WarningRow[]>`
    select id, town_id as "townId", kind, kind_en as "kindEn", level, title, title_en as "titleEn",
      ST_AsGeoJSON(area, 7)::json as area, issued_at as issued, until as ends, ended_at as ended, version
    from warnings ${where}`
  return rows.map(({ issued, ends, ended, ...row }) => ({
    ...row,
    issuedAt: issued.toISOString(),
    until: ends.toISOString(),
    endedAt: ended?.toISOString() ?? null,
  }))
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadWarning(sql: TransactionSql, id: number): Promise<Warning> {
  const [warning] = await warningsWhere(sql, sql`where id = ${id}`)
  if (!warning) throw missing({ zh: '没有这条预警', en: 'There is no such warning' })
  return warning
}
