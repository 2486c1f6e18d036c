import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { type Context, change } from '../context.ts'
import { conflict, invalid } from '../errors.ts'
import { Id } from '../region/place.ts'
import { type Person, Role } from './account.ts'
import { type PersonRow, personOf } from './find.ts'
import { allow, mayManage, outsideArea } from './rules/rights.ts'

export const NewPerson = z.strictObject({
  login: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{1,39}$/u),
  name: z.string().trim().min(1).max(80),
  title: z.string().trim().max(80).default(''),
  roles: z.array(Role).min(1).max(8),
  /** Null: every town. */
  townIds: z.array(Id).min(1).max(200).nullable(),
  /** For a team's phone: the responder it belongs to. */
  responderId: Id.nullable().default(null),
})
export type NewPerson = z.infer<typeof NewPerson>

/**
 * Adds an account without a password: its first way in is a one-time link.
 * @throws Refusal `forbidden` beyond the actor's own towns, `invalid`, `conflict` when the login is taken
 */
export async function createPerson(context: Context, input: NewPerson): Promise<Person> {
  return change(context, async ({ sql, actor, world, record }) => {
    allow(actor, 'account.manage', { world, townId: null })
    if (!mayManage(actor, input)) throw outsideArea()
    await check(sql, input)
    const [row] = await sql<(PersonRow & { version: number })[]>`
      insert into people (login, name, title, roles, town_ids, responder_id)
      values (${input.login}, ${input.name}, ${input.title}, ${[...new Set(input.roles)]}, ${input.townIds}::int[],
        ${input.responderId})
      on conflict (login) do nothing
      returning id, name, title, login, roles, town_ids, responder_id, version`
    if (!row) throw conflict({ zh: '这个登录名已被使用', en: 'This login is taken' })
    const after = personOf(row)
    record({ verb: 'create', noun: 'person', id: after.id, version: row.version, after })
    return after
  })
}

async function check(sql: TransactionSql, { login, townIds, responderId }: NewPerson): Promise<void> {
  // Anybody may sign in as a made-up person while the demo is on.
  if (login.toLowerCase().startsWith('demo-')) {
    throw invalid('login', {
      zh: 'demo- 开头的登录名留给演示',
      en: 'Logins beginning with demo- are for the demo',
    })
  }
  if (townIds) {
    const towns = await sql`select id from regions where parent_id is null and id = any (${townIds}::int[])`
    if (towns.length < new Set(townIds).size) {
      throw invalid('townIds', { zh: '没有这个地区', en: 'There is no such town' })
    }
  }
  if (responderId === null) return
  const [responder] = await sql<
    { town_id: number }[]
  >`select town_id from responders where id = ${responderId}`
  if (!responder || (townIds && !townIds.includes(responder.town_id))) {
    throw invalid('responderId', {
      zh: '所选地区没有这支队伍',
      en: 'There is no such responder in these towns',
    })
  }
}
