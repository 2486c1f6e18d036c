import { z } from 'zod'
import { type Context, change } from '../context.ts'
import { Id } from '../region/place.ts'
import { findManaged } from './find.ts'
import { newToken, tokenHash } from './password.ts'
import { allow } from './rules/rights.ts'

/** A way in that works once. Only its hash is kept, so it can be shown this one time. */
export const OneTimeKey = z.strictObject({
  personId: Id,
  key: z.string(),
  /** To be opened on the person's own screen, below the server's address. */
  path: z.string(),
  expiresAt: z.iso.datetime(),
})
export type OneTimeKey = z.infer<typeof OneTimeKey>

/**
 * Makes a one-time sign-in link, such as for a team's phone; the earlier one of that person ends.
 * @throws Refusal `forbidden`, `missing` (also beyond the actor's towns)
 */
export async function issueKey(context: Context, id: number): Promise<OneTimeKey> {
  // Repeated answers are stored as they were; a key must not be, so a repeated request makes a new one.
  const { idempotency: _, ...once } = context
  return change(once, async ({ sql, actor, world, record }) => {
    allow(actor, 'account.manage', { world, townId: null })
    const person = await findManaged(sql, actor, id)
    const key = newToken()
    await sql`delete from sign_in_keys where person_id = ${id}`
    const [row] = await sql<{ expires_at: Date }[]>`
      insert into sign_in_keys (key_hash, person_id, expires_at)
      values (${tokenHash(key)}, ${id}, now() + interval '1 day') returning expires_at`
    record({ verb: 'issue-key', noun: 'person', id, after: person })
    const expiresAt = (row?.expires_at ?? new Date()).toISOString()
    return { personId: id, key, path: `/sign-in?key=${key}`, expiresAt }
  })
}
