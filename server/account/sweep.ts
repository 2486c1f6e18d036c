import type { Sql } from 'postgres'

/** Forgets what time has ended: sessions, links, failed tries, and answers kept for repeated requests (24 h). */
export async function sweepAccounts(sql: Sql): Promise<void> {
  await sql`delete from sessions where expires_at < now()`
  await sql`delete from sign_in_keys where expires_at < now() or used_at is not null`
  await sql`delete from sign_in_failures where failed_at < now() - interval '1 day'`
  await sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`
}
