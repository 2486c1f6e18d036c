import type { ISql, Sql, TransactionSql } from 'postgres'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { lastSequence } from '../journal/find.ts'
import { findTowns } from '../region/find.ts'
import type { Person, Session, World } from './account.ts'
import { Role } from './account.ts'
import { tokenHash } from './password.ts'
import { allow, mayManage } from './rules/rights.ts'

export interface PersonRow {
  id: number
  name: string
  title: string
  login: string
  roles: string[]
  town_ids: number[] | null
  responder_id: number | null
}

export const personOf = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  title: row.title,
  login: row.login,
  roles: Role.array().parse(row.roles),
  townIds: row.town_ids,
  responderId: row.responder_id,
})

/** The person behind a session token, or null when it is unknown, expired or the account is off. */
export async function findPersonByToken(sql: Sql, token: string): Promise<Person | null> {
  if (token === '') return null
  const [row] = await sql<PersonRow[]>`
    select p.id, p.name, p.title, p.login, p.roles, p.town_ids, p.responder_id
    from sessions s join people p on p.id = s.person_id
    where s.token_hash = ${tokenHash(token)} and s.expires_at > now() and p.active`
  return row ? personOf(row) : null
}

export async function findWorld(sql: ISql, id: number): Promise<World> {
  const [row] =
    await sql`select id, kind, name, clock_at, clock_real_at, clock_rate, open from worlds where id = ${id}`
  if (!row) throw missing({ zh: '没有这个演练世界', en: 'There is no such world' })
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    at: row.clock_at.toISOString(),
    realAt: row.clock_real_at.toISOString(),
    rate: Number(row.clock_rate),
    open: row.open,
  }
}

export async function findSession(
  context: Context,
  options: { demo: boolean; townId: number | null },
): Promise<Session> {
  const sequence = await lastSequence(context.sql)
  const towns = await findTowns(context)
  const town = towns.find(each => each.id === options.townId) ?? towns[0] ?? null
  return { person: context.actor, world: context.world, town, towns, demo: options.demo, sequence }
}

/**
 * Accounts for the administrator's list, of the administrator's own towns.
 * @throws Refusal `forbidden`
 */
export async function findPeople(context: Context): Promise<Person[]> {
  return read(context, async ({ sql, actor, world }) => {
    allow(actor, 'account.manage', { world, townId: null })
    const rows = await sql<PersonRow[]>`select id, name, title, login, roles, town_ids, responder_id
      from people where active order by id`
    return rows.map(personOf).filter(person => mayManage(actor, person))
  })
}

/** An account that the actor may change, locked until the transaction ends. @throws Refusal `missing` */
export async function findManaged(sql: TransactionSql, actor: Person, id: number): Promise<Person> {
  const [row] = await sql<PersonRow[]>`select id, name, title, login, roles, town_ids, responder_id
    from people where id = ${id} and active for update`
  const person = row && personOf(row)
  if (!person || !mayManage(actor, person))
    throw missing({ zh: '没有这个人员', en: 'There is no such person' })
  return person
}
