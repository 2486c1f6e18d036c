import type { Sql, TransactionSql } from 'postgres'
import { type Context, change } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { DemoSignIn, Person, SignIn } from './account.ts'
import { countTry, forgetTries } from './attempts.ts'
import { findWorld, type PersonRow, personOf } from './find.ts'
import { newToken, passwordFits, tokenHash } from './password.ts'

const refused = () =>
  new Refusal('unauthenticated', {
    zh: '登录名或密码不对，或链接已用过、已过期',
    en: 'Wrong name or password, or the link was used or has expired',
  })

const sessionDays = 7

interface Opened {
  person: Person
  token: string
}

/**
 * Checks a password or uses up a one-time link; answers the person and a fresh session token.
 * @throws Refusal `unauthenticated`, `busy`
 */
export const signIn = (sql: Sql, input: SignIn, request: string): Promise<Opened> =>
  'key' in input ? byKey(sql, input.key, request) : byPassword(sql, input, request)

/** Demo mode only: no password, one made-up person for each place at the desk, one for each team. */
export async function signInDemo(sql: Sql, input: DemoSignIn, request: string): Promise<Opened> {
  const own = `demo-${input.role}`
  const [row] = await sql<
    PersonRow[]
  >`select id, name, title, login, roles, town_ids, responder_id from people
    where active and login like 'demo-%' and (login = ${own} or ${input.role} = any (roles))
      ${input.responderId === undefined ? sql`` : sql`and responder_id = ${input.responderId}`}
    order by login <> ${own}, id limit 1`
  if (!row) throw refused()
  return openSession(sql, personOf(row), request)
}

async function byPassword(
  sql: Sql,
  input: { login: string; password: string },
  request: string,
): Promise<Opened> {
  await countTry(sql, input.login)
  const [row] = await sql<(PersonRow & { password_hash: string | null })[]>`
    select id, name, title, login, roles, town_ids, responder_id, password_hash
    from people where login = ${input.login} and active`
  if (!(await passwordFits(input.password, row?.password_hash ?? null)) || !row) throw refused()
  await forgetTries(sql, input.login)
  return openSession(sql, personOf(row), request)
}

async function byKey(sql: Sql, key: string, request: string): Promise<Opened> {
  const hash = tokenHash(key)
  const [row] = await sql<PersonRow[]>`
    select p.id, p.name, p.title, p.login, p.roles, p.town_ids, p.responder_id
    from sign_in_keys k join people p on p.id = k.person_id
    where k.key_hash = ${hash} and k.used_at is null and k.expires_at > now() and p.active`
  if (!row) throw refused()
  // Used up with the session it opens: a failure in between leaves the link as it was.
  return openSession(sql, personOf(row), request, async tx => {
    const [used] = await tx`update sign_in_keys set used_at = now()
      where key_hash = ${hash} and used_at is null returning person_id`
    if (!used) throw refused()
  })
}

async function openSession(
  sql: Sql,
  person: Person,
  request: string,
  first: (tx: TransactionSql) => Promise<void> = async () => undefined,
): Promise<Opened> {
  const token = newToken()
  const context: Context = { sql, actor: person, world: await findWorld(sql, 0), language: 'zh', request }
  await change(context, async inside => {
    await first(inside.sql)
    await inside.sql`insert into sessions (token_hash, person_id, expires_at)
      values (${tokenHash(token)}, ${person.id}, now() + make_interval(days => ${sessionDays}))`
    inside.record({ verb: 'sign-in', noun: 'session', id: person.id })
  })
  return { person, token }
}

export async function signOut(context: Context, token: string): Promise<void> {
  // Accounts belong to no drill: the row goes to the live journal wherever the person was looking.
  await change({ ...context, world: await findWorld(context.sql, 0) }, async ({ sql, actor, record }) => {
    await sql`delete from sessions where token_hash = ${tokenHash(token)}`
    record({ verb: 'sign-out', noun: 'session', id: actor.id })
  })
}

/** A one-time link for the first administrator; printed at the start, good for a day, the earlier one ends. */
export async function administratorKey(sql: Sql): Promise<string> {
  const [row] = await sql`
    insert into people (login, name, title, roles) values ('administrator', '系统管理员', '管理员', array['administrator'])
    on conflict (login) do update set active = true returning id`
  const key = newToken()
  await sql`delete from sign_in_keys where person_id = ${row?.id ?? 0}`
  await sql`insert into sign_in_keys (key_hash, person_id, expires_at)
    values (${tokenHash(key)}, ${row?.id ?? 0}, now() + interval '1 day')`
  return key
}
