import type { Sql, TransactionSql } from 'postgres'
import type { Person, World } from './account/account.ts'
import { worldNow } from './clock.ts'
import { conflict } from './errors.ts'
import { type Entry, flush } from './journal/flush.ts'

export type Language = 'zh' | 'en'

/** What a verb works with inside its transaction. Never use another sql handle there. */
export interface Inside {
  readonly sql: TransactionSql
  /** The world's time, fixed for the whole transaction. */
  readonly now: Date
  readonly world: World
  readonly actor: Person
  /** One row for one change; written at the end, in commit order. */
  record(entry: Entry): void
}

/** Who acts, in which world, on behalf of which request. */
export interface Context {
  readonly sql: Sql
  readonly actor: Person
  readonly world: World
  readonly language: Language
  readonly request: string
  readonly idempotency?: { key: string; fingerprint: string }
  /** Present when a verb runs inside another one: it joins that transaction. */
  readonly inside?: Inside
}

type Work<T> = (inside: Inside) => Promise<T>

// The role lives for the transaction only: the database itself then keeps worlds apart.
const enter = (sql: TransactionSql, world: World) =>
  sql`select set_config('role', 'sisetu_app', true), set_config('sisetu.world', ${String(world.id)}, true)`

/** Runs reads in one transaction that sees only the context's world. */
export async function read<T>(context: Context, work: Work<T>): Promise<T> {
  if (context.inside) return work(context.inside)
  const result = await context.sql.begin(async sql => {
    await enter(sql, context.world)
    return { value: await work(insideOf(context, sql, [])) }
  })
  return result.value
}

/**
 * Runs one change: everything in one transaction, its journal rows written last under one lock, so that
 * the journal's sequence is the order of commits. A repeated Idempotency-Key gets the first answer again.
 */
export async function change<T>(context: Context, work: Work<T>): Promise<T> {
  if (context.inside) return work(context.inside)
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await context.sql.begin(async sql => {
        await enter(sql, context.world)
        return { value: await answerOnce(context, sql, work) }
      })
      return result.value
    } catch (error) {
      // A deadlock or a lost serialisation race rolled everything back: nothing happened yet.
      if (attempt < 4 && isRace(error)) continue
      throw error
    }
  }
}

async function answerOnce<T>(context: Context, sql: TransactionSql, work: Work<T>): Promise<T> {
  const once = context.idempotency
  if (once) {
    const earlier = await earlierAnswer(context, sql, once)
    if (earlier) return earlier.result as T // the very value this verb returned the first time
  }
  const entries: Entry[] = []
  const inside = insideOf(context, sql, entries)
  const value = await work(inside)
  if (once) {
    await sql`update idempotency_keys set result = ${sql.json(plain(value))}
      where person_id = ${context.actor.id} and key = ${once.key}`
  }
  await flush(sql, { entries, context, now: inside.now })
  return value
}

async function earlierAnswer(
  context: Context,
  sql: TransactionSql,
  once: { key: string; fingerprint: string },
): Promise<{ result: unknown } | undefined> {
  const [mine] = await sql`insert into idempotency_keys (key, person_id, fingerprint)
    values (${once.key}, ${context.actor.id}, ${once.fingerprint}) on conflict do nothing returning key`
  if (mine) return undefined
  const [row] = await sql<{ fingerprint: string; result: unknown }[]>`select fingerprint, result
    from idempotency_keys where person_id = ${context.actor.id} and key = ${once.key}`
  if (row && row.fingerprint !== once.fingerprint) {
    throw conflict({
      zh: '同一个 Idempotency-Key 被用于不同的请求，请换一个新的键',
      en: 'This Idempotency-Key was used for another request; send a new key',
    })
  }
  return { result: row?.result }
}

function insideOf(context: Context, sql: TransactionSql, entries: Entry[]): Inside {
  const { world, actor } = context
  return { sql, now: worldNow(world), world, actor, record: entry => void entries.push(entry) }
}

/** The context a verb hands to the verbs it calls: same transaction, same journal. */
export const within = (context: Context, inside: Inside): Context => ({ ...context, inside })

const isRace = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01')

type Json = Parameters<TransactionSql['json']>[0]

/** A JSON round trip: dates become text and what comes back from the database compares equal. */
export const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json
