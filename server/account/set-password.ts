import { z } from 'zod'
import { type Context, change } from '../context.ts'
import type { Person } from './account.ts'
import { personOf } from './find.ts'
import { hashPassword } from './password.ts'

export const PasswordInput = z.strictObject({ password: z.string().min(12).max(200) })
export type PasswordInput = z.infer<typeof PasswordInput>

/** A person's own new password; every session of theirs but the calling one keeps running until it expires. */
export async function setPassword(context: Context, input: PasswordInput): Promise<Person> {
  const hash = await hashPassword(input.password)
  return change(context, async ({ sql, actor, record }) => {
    const [row] = await sql<Parameters<typeof personOf>[0][]>`
      update people set password_hash = ${hash}, version = version + 1 where id = ${actor.id}
      returning id, name, title, login, roles, town_ids, responder_id`
    if (!row) throw new Error('the signed-in person is gone')
    record({ verb: 'set-password', noun: 'person', id: actor.id })
    return personOf(row)
  })
}
