import { z } from 'zod'
import { type Context, change, read } from '../context.ts'
import { invalid, missing } from '../errors.ts'
import type { Person } from './account.ts'
import { countTry, forgetTries } from './attempts.ts'
import { findWorld, type PersonRow, personOf } from './find.ts'
import { hashPassword, passwordFits, tokenHash } from './password.ts'

export const PasswordInput = z.strictObject({
  password: z.string().min(12).max(200),
  /** Needed once a password is set. */
  current: z.string().min(1).max(200).optional(),
})
export type PasswordInput = z.infer<typeof PasswordInput>

/**
 * A person's own new password. Every session of theirs but the calling one ends with it.
 * @throws Refusal `invalid` when the current password is wrong, `busy` after too many tries
 */
export async function setPassword(context: Context, input: PasswordInput, token: string): Promise<Person> {
  await checkCurrent(context, input.current ?? '')
  const hash = await hashPassword(input.password)
  const live = { ...context, world: await findWorld(context.sql, 0) }
  return change(live, async ({ sql, actor, record }) => {
    const [row] = await sql<(PersonRow & { version: number })[]>`
      update people set password_hash = ${hash}, version = version + 1 where id = ${actor.id} and active
      returning id, name, title, login, roles, town_ids, responder_id, version`
    if (!row) throw missing({ zh: '账号已停用', en: 'The account is off' })
    await sql`delete from sessions where person_id = ${actor.id} and token_hash <> ${tokenHash(token)}`
    record({ verb: 'set-password', noun: 'person', id: actor.id, version: row.version })
    return personOf(row)
  })
}

async function checkCurrent(context: Context, current: string): Promise<void> {
  const hash = await read(context, async ({ sql, actor }) => {
    const [row] = await sql<{ password_hash: string | null }[]>`
      select password_hash from people where id = ${actor.id}`
    return row?.password_hash ?? null
  })
  if (hash === null) return
  await countTry(context.sql, context.actor.login)
  if (!(await passwordFits(current, hash))) {
    throw invalid('current', { zh: '原密码不对', en: 'The current password is wrong' })
  }
  await forgetTries(context.sql, context.actor.login)
}
