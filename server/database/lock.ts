import { execFileSync } from 'node:child_process'
import { linkSync, readFileSync, readlinkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** Who holds a lock: a process of a machine, told from a later one with the same number by its start. */
export interface Holder {
  pid: number
  startedAt: string
  machine: string
}

export interface Lock {
  release(): void
}

/** Another living process has the directory open. */
export class DirectoryInUse extends Error {
  readonly holder: Holder

  constructor(path: string, holder: Holder) {
    const where =
      holder.machine === thisMachine() ? '' : ` on another machine or container (${holder.machine})`
    super(
      `the embedded database is in use by process ${holder.pid}${where} (${path}); ` +
        'stop that process, or give this one another SISETU_DATA or a DATABASE_URL',
    )
    this.name = 'DirectoryInUse'
    this.holder = holder
  }
}

const beatMs = 5_000
// A holder on another machine cannot be asked whether it lives; its file is touched every beat.
const silentAfterMs = 60_000

/** Takes the lock at `path`, over from a holder that is dead if need be. @throws DirectoryInUse */
export async function takeLock(path: string): Promise<Lock> {
  const self: Holder = { pid: process.pid, startedAt: startOf(process.pid) ?? '', machine: thisMachine() }
  for (let attempt = 0; attempt < 50; attempt++) {
    if (place(path, self)) return hold(path, self)
    const holder = holderAt(path)
    if (holder && isAlive(path, holder)) throw new DirectoryInUse(path, holder)
    takeOver(path, self)
    await sleep(20 + Math.random() * 50)
  }
  throw new Error(`the lock ${path} can be neither taken nor judged; remove it if no Sisetu is running`)
}

function hold(path: string, self: Holder): Lock {
  const beat = setInterval(() => touch(path), beatMs)
  beat.unref()
  return {
    release() {
      clearInterval(beat)
      if (isSame(holderAt(path), self)) rmSync(path, { force: true })
    },
  }
}

// A link appears with its contents or not at all, and fails when the name is taken.
function place(path: string, self: Holder): boolean {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(self))
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

// Only one of several that find a dead holder may clear it away, or the second would clear the first one's lock.
function takeOver(path: string, self: Holder): void {
  const turn = `${path}.turn`
  if (!place(turn, self)) {
    const other = holderAt(turn)
    if (other && !isAlive(turn, other)) rmSync(turn, { force: true })
    return
  }
  const holder = holderAt(path)
  if (!holder || !isAlive(path, holder)) rmSync(path, { force: true })
  rmSync(turn, { force: true })
}

function holderAt(path: string): Holder | undefined {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isHolder(found) ? found : undefined
  } catch {
    return undefined
  }
}

const isHolder = (found: unknown): found is Holder =>
  typeof found === 'object' && found !== null && 'pid' in found && 'startedAt' in found && 'machine' in found

const isSame = (a: Holder | undefined, b: Holder) =>
  a?.pid === b.pid && a.startedAt === b.startedAt && a.machine === b.machine

function isAlive(path: string, holder: Holder): boolean {
  if (holder.machine !== thisMachine()) return Date.now() - statSync(path).mtimeMs < silentAfterMs
  const startedAt = startOf(holder.pid)
  return startedAt !== undefined && startedAt === holder.startedAt
}

/** When the process began, in its system's own words; undefined when there is none (or only its corpse). */
function startOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return process.platform === 'win32' ? startOnWindows(pid) : startByPs(pid)
    }
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

const startByPs = (pid: number) =>
  execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined

// Windows gives no cheap start time: a reused number then counts as alive, and the message says what to do.
function startOnWindows(pid: number): string {
  process.kill(pid, 0)
  return 'unknown'
}

/** The machine and, where there are containers, the process numbers' own world in it. */
function thisMachine(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${hostname()} ${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // The directory was taken away from under a running database: it will notice by itself.
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
