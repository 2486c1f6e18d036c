import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import postgres from 'postgres'

export interface OwnPostgres {
  url: string
  /** The postmaster. */
  pid: number
  /** Ends it in order. */
  stop(): Promise<void>
  /** Ends the whole process tree at once, as a power cut of the process would. */
  kill9(): Promise<void>
}

interface Owner {
  uid: number
  gid: number
}

const run = promisify(execFile)

/** The newest PostgreSQL of this machine. @throws a message that says what to install */
export function postgresBinaries(): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  const newest = versions
    .sort((a, b) => Number(b) - Number(a))
    .find(version => existsSync(binariesOf(version)))
  if (!newest) {
    throw new Error(
      'no PostgreSQL server found; on Debian: apt-get install postgresql postgresql-15-postgis-3',
    )
  }
  const extension = `/usr/share/postgresql/${newest}/extension/postgis.control`
  if (!existsSync(extension)) {
    throw new Error(
      `PostgreSQL ${newest} has no PostGIS; on Debian: apt-get install postgresql-${newest}-postgis-3`,
    )
  }
  return binariesOf(newest)
}

const binariesOf = (version: string) => `/usr/lib/postgresql/${version}/bin`

/**
 * Starts a PostgreSQL server of one's own with its data in `directory/cluster` (made when absent) and a database
 * `sisetu` that has PostGIS. It syncs to disk as a real one does.
 */
export async function startPostgres(input: { directory: string; port?: number }): Promise<OwnPostgres> {
  const binaries = postgresBinaries()
  const owner = await unprivileged()
  const cluster = join(input.directory, 'cluster')
  await mkdir(input.directory, { recursive: true })
  if (owner) chownSync(input.directory, owner.uid, owner.gid)
  const isNew = !existsSync(join(cluster, 'PG_VERSION'))
  if (isNew) await initialize(binaries, cluster, owner)
  const port = input.port ?? (await freePort())
  const args = ['-D', cluster, '-p', String(port), '-k', input.directory, '-c', 'listen_addresses=127.0.0.1']
  const child = spawn(join(binaries, 'postgres'), args, { ...owner, stdio: ['ignore', 'ignore', 'pipe'] })
  const admin = `postgres://postgres@127.0.0.1:${port}/postgres`
  await untilReady(child, admin)
  if (isNew) await makeDatabase(admin)
  const pid = child.pid ?? 0
  return {
    url: `postgres://postgres@127.0.0.1:${port}/sisetu`,
    pid,
    stop: () => end(child, () => child.kill('SIGINT')),
    kill9: () => end(child, () => killTree(pid)),
  }
}

// PostgreSQL refuses to run as root.
async function unprivileged(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const passwd = await readFile('/etc/passwd', 'utf8')
  const names = ['postgres', 'nobody']
  const lines = passwd.split('\n').map(line => line.split(':'))
  const line = names.map(name => lines.find(([user]) => user === name)).find(found => found !== undefined)
  if (!line) throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody')
  return { uid: Number(line[2]), gid: Number(line[3]) }
}

async function initialize(binaries: string, cluster: string, owner: Owner | undefined): Promise<void> {
  const args = [
    '-D',
    cluster,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-sync',
  ]
  await run(join(binaries, 'initdb'), args, { ...owner, cwd: '/' })
  const settings = 'max_connections = 60\nshared_buffers = 64MB\n'
  await writeFile(join(cluster, 'postgresql.auto.conf'), settings)
}

async function makeDatabase(admin: string): Promise<void> {
  const server = postgres(admin, { max: 1, onnotice: () => {} })
  await server`create database sisetu`
  await server.end()
  const database = postgres(admin.replace(/postgres$/, 'sisetu'), { max: 1, onnotice: () => {} })
  await database`create extension postgis`
  await database.end()
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
  })
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`)
    const probe = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} })
    const answered = await probe`select 1`.then(
      () => true,
      () => false,
    )
    await probe.end({ timeout: 1 })
    if (answered) return
    await sleep(50)
  }
  throw new Error(`PostgreSQL did not become ready: ${said}`)
}

async function end(child: ChildProcess, kill: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  kill()
  await gone
}

// Its processes put themselves in groups of their own, so each is looked up by its parent.
function killTree(pid: number): void {
  const children = childrenOf(pid)
  for (const each of [pid, ...children]) {
    try {
      process.kill(each, 'SIGKILL')
    } catch {
      // It ended by itself in between.
    }
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number)
}

function parentOf(name: string): number | undefined {
  try {
    return Number(
      readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    )
  } catch {
    return undefined
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
