import type { Sql } from 'postgres'
import { type Context, change } from '../context.ts'
import { Refusal } from '../errors.ts'
import type { DemoSignIn, Person, SignIn, World } from './account.ts'
import { findWorld, personOf } from './find.ts'
import { newToken, passwordFits, tokenHash } from './password.ts'

const refused = () =>
  new Refusal('unauthenticated', {
    zh: '登录名或密码不对，或链接已用过、已过期',
    en: 'Wrong name or password, or the link was used or has expired',
  })

const sessionDays = 7
const attempts = { limit: 8, minutes: 10 }

/** Checks a password or uses up a one-time link; answers the person and a fresh session token. */
export async function signIn(
  sql: Sql,
  input: SignIn,
  request: string,
): Promise<{ person: Person; token: string }> {
  const person = 'key' in input ? await byKey(sql, input.key) : await byPassword(sql, input)
  return openSession(sql, person, request)
}

/** Demo mode only: no password, one made-up person for each role. */
export async function signInDemo(
  sql: Sql,
  input: DemoSignIn,
  request: string,
): Promise<{ person: Person; token: string }> {
  const [row] = await sql`select id, name, title, login, roles, town_ids, responder_id from people
    where active and login like 'demo-%' and ${input.role} = any (roles)
      ${input.responderId === undefined ? sql`` : sql`and responder_id = ${input.responderId}`}
    order by id limit 1`
  if (!row) throw refused()
  return openSession(sql, personOf(rowOf(row)), request)
}

async function byPassword(sql: Sql, input: { login: string; password: string }): Promise<Person> {
  const [tries] = await sql`select count(*)::int as n from sign_in_failures
    where login = ${input.login} and failed_at > now() - make_interval(mins => ${attempts.minutes})`
  if ((tries?.n ?? 0) >= attempts.limit) {
    throw new Refusal('busy', {
      zh: `尝试次数过多，请 ${attempts.minutes} 分钟后再试`,
      en: `Too many attempts; try again in ${attempts.minutes} minutes`,
    })
  }
  const [row] = await sql`select id, name, title, login, roles, town_ids, responder_id, password_hash
    from people where login = ${input.login} and active`
  if (!(await passwordFits(input.password, row?.password_hash ?? null)) || !row) {
    await sql`insert into sign_in_failures (login) values (${input.login})`
    throw refused()
  }
  return personOf(rowOf(row))
}

async function byKey(sql: Sql, key: string): Promise<Person> {
  const [row] = await sql`update sign_in_keys k set used_at = now() from people p
    where k.key_hash = ${tokenHash(key)} and k.used_at is null and k.expires_at > now()
      and p.id = k.person_id and p.active
    returning p.id, p.name, p.title, p.login, p.roles, p.town_ids, p.responder_id`
  if (!row) throw refused()
  return personOf(rowOf(row))
}

async function openSession(
  sql: Sql,
  person: Person,
  request: string,
): Promise<{ person: Person; token: string }> {
  const token = newToken()
  const context: Context = { sql, actor: person, world: await liveWorld(sql), language: 'zh', request }
  await change(context, async inside => {
    await inside.sql`insert into sessions (token_hash, person_id, expires_at)
      values (${tokenHash(token)}, ${person.id}, now() + make_interval(days => ${sessionDays}))`
    inside.record({ verb: 'sign-in', noun: 'session', id: person.id })
  })
  return { person, token }
}

const liveWorld = (sql: Sql): Promise<World> => findWorld(sql, 0)

export async function signOut(context: Context, token: string): Promise<void> {
  await change(context, async inside => {
    await inside.sql`delete from sessions where token_hash = ${tokenHash(token)}`
    inside.record({ verb: 'sign-out', noun: 'session', id: context.actor.id })
  })
}

/** A one-time link for the first administrator; printed once, good for a day. */
export async function administratorKey(sql: Sql): Promise<string> {
  const [existing] =
    await sql`select id from people where 'administrator' = any (roles) and login = 'administrator'`
  const [created] = existing
    ? [existing]
    : await sql`insert into people (login, name, title, roles) values ('administrator', '系统管理员', '管理员',
        array['administrator']) returning id`
  const key = newToken()
  await sql`delete from sign_in_keys where expires_at < now() or used_at is not null`
  await sql`insert into sign_in_keys (key_hash, person_id, expires_at)
    values (${tokenHash(key)}, ${created?.id ?? 0}, now() + interval '1 day')`
  return key
}

// postgres.js rows are open records; these columns are the ones the queries above ask for.
const rowOf = (row: Record<string, unknown>) => row as unknown as Parameters<typeof personOf>[0]
