import type { Sql } from 'postgres'
import { personOf } from '../account/find.ts'
import type { Context } from '../context.ts'

/** The same work done by another demo account, if it is there. */
export async function asPerson(context: Context, login: string): Promise<Context | null> {
  const sql: Sql = context.sql
  const [row] = await sql<Parameters<typeof personOf>[0][]>`
    select id, name, title, login, roles, town_ids, responder_id from people where login = ${login}`
  return row ? { ...context, actor: personOf(row) } : null
}
