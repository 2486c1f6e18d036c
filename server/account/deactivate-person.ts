import { type Context, change } from '../context.ts'
import { conflict } from '../errors.ts'
import type { Person } from './account.ts'
import { findManaged } from './find.ts'
import { allow } from './rules/rights.ts'

/**
 * Turns an account off: its sessions and links end with it; what it did stays in the journal under its name.
 * @throws Refusal `forbidden`, `missing` (also beyond the actor's towns), `conflict` for one's own account
 */
export async function deactivatePerson(context: Context, id: number): Promise<Person> {
  return change(context, async ({ sql, actor, world, record }) => {
    allow(actor, 'account.manage', { world, townId: null })
    const before = await findManaged(sql, actor, id)
    if (id === actor.id) {
      throw conflict({ zh: '不能停用自己的账号', en: 'You cannot turn off your own account' })
    }
    const [row] = await sql<{ version: number }[]>`
      update people set active = false, version = version + 1 where id = ${id} returning version`
    await sql`delete from sessions where person_id = ${id}`
    await sql`delete from sign_in_keys where person_id = ${id}`
    record({ verb: 'deactivate', noun: 'person', id, version: row?.version ?? null, before })
    return before
  })
}
