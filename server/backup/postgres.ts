import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from 'postgres'
import { said } from './words.ts'

// Our schema alone: PostGIS and what others keep in the same database stay out of it.
const schema = 'sisetu'
const applicationName = 'sisetu-backup'

/** Writes our schema as the snapshot `snapshot` of an open transaction sees it. @throws Error with a remedy */
export async function dumpServer(input: {
  url: string
  snapshot: string
  path: string
  signal?: AbortSignal | undefined
}): Promise<void> {
  const args = ['--format=custom', `--schema=${schema}`, '--no-owner', `--snapshot=${input.snapshot}`]
  await text('pg_dump', [...args, `--file=${input.path}`], input)
}

/**
 * Puts a dump in the place of our schema, in one transaction; what was there is renamed to `asideSchema`.
 * @throws Error, with nothing changed
 */
export async function restoreServer(input: {
  url: string
  path: string
  asideSchema: string | null
  signal?: AbortSignal | undefined
}): Promise<void> {
  const listPath = `${input.path}.list`
  const list = await text('pg_restore', ['--list', input.path], input)
  // Default rights name the user who made them, whom another server may not know: they are given anew.
  const kept = list.split('\n').filter(line => !line.includes(' DEFAULT ACL '))
  await writeFile(listPath, kept.join('\n'))
  const source = start('pg_restore', ['--no-owner', `--use-list=${listPath}`, '--file=-', input.path], input)
  const target = start('psql', ['--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--file=-'], input)
  const { stdin } = target.child
  // psql says itself why it hung up.
  stdin?.on('error', () => {})
  target.child.stdout?.resume()
  stdin?.write(prologue(input.asideSchema))
  const flow = pour(source.child, stdin)
  const gone = target.done.catch((error: unknown) => {
    source.child.kill()
    throw error
  })
  const read = Promise.all([source.done, flow]).then(
    () => stdin?.end(epilogue),
    (error: unknown) => {
      // Without its commit psql leaves everything as it was.
      stdin?.destroy()
      throw error
    },
  )
  const [target_, source_] = await Promise.allSettled([gone, read])
  if (target_.status === 'rejected') throw target_.reason
  if (source_.status === 'rejected') throw source_.reason
}

/** Puts the schema that was renamed back in the place of the one that was restored, if it came to that. */
export async function putSchemaBack(sql: Sql, asideSchema: string | null): Promise<void> {
  await untilGone(sql)
  await sql.begin(async tx => {
    const [kept] =
      asideSchema === null ? [true] : await tx`select from pg_namespace where nspname = ${asideSchema}`
    if (!kept) return
    await tx`drop schema if exists ${tx(schema)} cascade`
    if (asideSchema !== null) await tx`alter schema ${tx(asideSchema)} rename to ${tx(schema)}`
  })
}

// A program that was ended may have had its commit under way, which the server carries out all the same.
async function untilGone(sql: Sql): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const [left] = await sql`select 1 as one from pg_stat_activity
      where datname = current_database() and application_name = ${applicationName} limit 1`
    if (!left) return
    await sleep(100)
  }
}

export async function hasSchema(sql: Sql): Promise<boolean> {
  const [row] = await sql`select 1 as one from pg_namespace where nspname = ${schema}`
  return row !== undefined
}

/** How many other programs of ours are connected. Ask on a handle that has one connection only. */
export async function othersConnected(sql: Sql): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'sisetu' and pid <> pg_backend_pid()`
  return row?.n ?? 0
}

const prologue = (asideSchema: string | null) => `begin;
create extension if not exists postgis;
${asideSchema === null ? '' : `alter schema ${schema} rename to "${asideSchema}";`}
do $$ begin
  if not exists (select from pg_roles where rolname = 'sisetu_app') then create role sisetu_app nologin; end if;
  execute format('grant sisetu_app to %I', current_user);
end $$;
`

const epilogue = `
alter default privileges in schema ${schema} grant select, insert, update, delete on tables to sisetu_app;
alter default privileges in schema ${schema} grant usage, select on sequences to sisetu_app;
commit;
`

async function pour(source: ChildProcess, target: ChildProcess['stdin']): Promise<void> {
  let isFirst = true
  for await (const chunk of source.stdout ?? []) {
    // Programs of version 17 set what a server of version 15 does not know yet.
    const bytes = isFirst ? without(chunk, 'SET transaction_timeout = 0;') : chunk
    isFirst = false
    if (!target?.writable) return
    if (!target.write(bytes)) await Promise.race([once(target, 'drain'), once(target, 'close')])
  }
}

// Byte by byte, since a chunk may end within a character.
const without = (chunk: Buffer, words: string) =>
  Buffer.from(chunk.toString('latin1').replace(words, ''), 'latin1')

const once = (stream: NonNullable<ChildProcess['stdin']>, event: 'drain' | 'close') =>
  new Promise<void>(resolve => stream.once(event, () => resolve()))

interface Server {
  url: string
  signal?: AbortSignal | undefined
}

async function text(program: string, args: string[], server: Server): Promise<string> {
  const { child, done } = start(program, args, server)
  let answer = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    answer += chunk
  })
  await done
  return answer
}

/** Starts one of PostgreSQL's own programs. The password goes by the environment, which others cannot list. */
function start(program: string, args: string[], { url, signal }: Server) {
  const { address, password } = apart(url)
  const toServer = program === 'pg_restore' ? [] : ['--no-password', `--dbname=${address}`]
  const child = spawn(program, [...toServer, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
    env: {
      ...process.env,
      PGAPPNAME: applicationName,
      PGCLIENTENCODING: 'UTF8',
      PGOPTIONS: '-c client_min_messages=warning',
      ...(password === undefined ? {} : { PGPASSWORD: password }),
    },
  })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk).slice(-2000)
  })
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? notInstalled(program) : (signal?.reason ?? error)),
    )
    child.once('close', code => (code === 0 ? resolve() : reject(failed(program, complaints))))
  })
  // Heard where it is awaited, which may be later.
  done.catch(() => {})
  return { child, done }
}

const notInstalled = (program: string) =>
  said(
    `找不到 ${program}；请安装与数据库同版本或更新的 PostgreSQL 客户端（Debian：apt-get install postgresql-client）`,
    `${program} is missing; install the PostgreSQL client of the server's version or newer (Debian: apt-get install postgresql-client)`,
  )

function failed(program: string, complaints: string): Error {
  const isOlder = complaints.includes('server version mismatch')
  const remedy = isOlder ? notInstalled(program).message : ''
  return new Error(`${program}: ${complaints.trim()}${remedy && `\n${remedy}`}`)
}

export function apart(url: string): { address: string; password: string | undefined } {
  const found = /^(\w+:\/\/[^:@/]*):([^@/]*)@/.exec(url)
  if (!found) return { address: url, password: undefined }
  const [whole, before = '', password = ''] = found
  return { address: `${before}@${url.slice(whole.length)}`, password: decodeURIComponent(password) }
}
