import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpOnce } from './dumps.ts'
import { inspect } from './inspect.ts'
import { type Database, openDatabase } from './open.ts'
import { restoreDump } from './snapshot.ts'
import { testKind } from './test-database.ts'

// What only the embedded database can suffer, on one of its own.
describe.runIf(testKind === 'embedded')('the embedded database', () => {
  let directory = ''
  let database: Database

  const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : String(error))
  const outcome = (query: Promise<unknown>) =>
    query.then(
      () => 'no error',
      (error: unknown) => codeOf(error),
    )
  const reopened = () => {
    const state = database.state()
    return state.kind === 'embedded' ? state.reopened : 0
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sisetu-embedded-'))
    const options = { statementMs: 3_000, idleInTransactionMs: 500, errorLimit: 100 }
    database = await openDatabase({ dataDirectory: directory, ...options })
    await database.sql`create table public.note (id int primary key)`
  })

  afterAll(async () => {
    await database?.close()
    expect(existsSync(join(directory, 'database.lock'))).toBe(false)
    await rm(directory, { recursive: true, force: true })
  })

  it('is opened anew after so many errors; nothing waiting is lost, and listeners go on hearing', async () => {
    const { sql } = database
    const heard: string[] = []
    await sql.listen('note', text => heard.push(text))
    const before = reopened()
    const answers = await Promise.all(
      Array.from({ length: 240 }, (_, i) =>
        i % 2
          ? outcome(sql`select 1 / ${0}::int`)
          : sql`insert into public.note values (${i}) returning id`.then(([row]) => row?.id),
      ),
    )
    expect(answers).toEqual(Array.from({ length: 240 }, (_, i) => (i % 2 ? '22012' : i)))
    expect(await sql`select count(*)::int as n from public.note`).toEqual([{ n: 120 }])
    expect(reopened()).toBeGreaterThan(before)
    await sql.notify('note', 'still there')
    await expect.poll(() => heard).toEqual(['still there'])
  })

  it('ends a statement that runs too long, and its transaction with it', async () => {
    const { sql } = database
    const before = reopened()
    const long = () => outcome(sql`select count(*) from generate_series(1, 300000000)`)
    const others = Promise.all([sql`select 1 as a`, sql`insert into public.note values (1001) returning id`])
    expect(await long()).toBe('57014')
    expect(await others).toHaveLength(2)
    const inside = sql.begin(async tx => {
      await tx`insert into public.note values (1002)`
      await tx`select count(*) from generate_series(1, 300000000)`.catch(() => {})
      await tx`insert into public.note values (1003)`
    })
    expect(await outcome(inside)).toBe('57014')
    expect(await sql`select id from public.note where id > 1000`).toEqual([{ id: 1001 }])
    expect(reopened()).toBe(before + 2)
  })

  it('never lets a commit succeed whose transaction was lost', async () => {
    const { sql } = database
    const caught = sql.begin(async tx => {
      await tx`insert into public.note values (1004)`
      // The driver remembers the failure; raw statements on the connection do not.
      await tx`select count(*) from generate_series(1, 300000000)`.catch(() => {})
      await tx.unsafe('commit')
    })
    expect(await outcome(caught)).toBe('57014')
    expect(await sql`select id from public.note where id = 1004`).toEqual([])
  })

  it('gives up a transaction that waits for a query outside of it', async () => {
    const { sql } = database
    const deadlock = sql.begin(async tx => {
      await tx`insert into public.note values (1005)`
      await sql`select 1`
      await tx`insert into public.note values (1006)`
    })
    expect(await outcome(deadlock)).toBe('25P03')
    expect(await sql`select id from public.note where id in (1005, 1006)`).toEqual([])
  })

  it('keeps prepared statements and savepoints apart over a new engine', async () => {
    const { sql } = database
    const ask = (i: number) => sql`select ${i}::int as a, ${'b'}::text as b`
    await Promise.all(Array.from({ length: 30 }, (_, i) => ask(i)))
    const before = reopened()
    await Promise.all(Array.from({ length: 120 }, () => outcome(sql.unsafe('selekt'))))
    const rows = await Promise.all(Array.from({ length: 30 }, (_, i) => ask(i).then(([row]) => row?.a)))
    expect(rows).toEqual(Array.from({ length: 30 }, (_, i) => i))
    expect(reopened()).toBeGreaterThan(before)
  })

  it('is refused to a second process, by the number of the first', async () => {
    expect(await secondOpen(directory)).toContain(`in use by process ${process.pid}`)
    await expect(openDatabase({ dataDirectory: directory })).rejects.toThrow(
      `in use by process ${process.pid}`,
    )
  })

  it('dumps itself, keeps the newest dumps only, and comes back from one', async () => {
    const dumps = join(directory, 'dumps')
    await dumpOnce(database, { directory: dumps, keep: 1 })
    await database.sql`insert into public.note values (2000)`
    await new Promise(resolve => setTimeout(resolve, 1100))
    const path = await dumpOnce(database, { directory: dumps, keep: 1 })
    const restored = join(directory, 'restored')
    await restoreDump(path ?? '', join(restored, 'database'))
    const copy = await openDatabase({ dataDirectory: restored })
    const [rows] = await copy.sql`select count(*)::int as n, max(id) as last from public.note`
    const [own] = await database.sql`select count(*)::int as n, max(id) as last from public.note`
    await copy.close()
    expect(rows).toEqual(own)
    expect(rows?.last).toBe(2000)
  })

  it('tells how it is', async () => {
    expect(await inspect(database)).toMatchObject({ kind: 'embedded', version: '18.3', pending: [] })
  })
})

/** What a process of its own says when it opens the same directory. */
async function secondOpen(directory: string): Promise<string> {
  const script = join(import.meta.dirname, `.second-${process.pid}.mjs`)
  await writeFile(
    script,
    `import { register } from 'tsx/esm/api'
register()
const { openDatabase } = await import('./open.ts')
await openDatabase({ dataDirectory: process.argv[2] }).then(() => process.send('opened'), error => process.send(error.message))
process.exit()`,
  )
  try {
    return await new Promise((resolve, reject) => {
      const child = fork(script, [directory], { execArgv: [] })
      child.once('message', message => resolve(String(message)))
      child.once('exit', code => reject(new Error(`ended with ${code}`)))
    })
  } finally {
    await rm(script, { force: true })
  }
}
