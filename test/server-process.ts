import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** A server of our own on a free port, for benches and pictures. */
export interface ServerProcess {
  url: string
  pid: number
  readySeconds: number
  memoryMb(): number
  /** All that it said until now. */
  said(): string
  stop(): Promise<void>
}

/** None is waited for longer, milliseconds: a start with the demo town, an answer, an end in order. */
const START_MS = 600_000
const ANSWER_MS = 10_000
const END_MS = 30_000

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/**
 * Starts `server/main.ts` and waits until `/readyz` says ready.
 * @throws Error with the server's own words when it ends before that or is not ready in time
 */
export async function startServer(
  dataDirectory: string,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: '0', SISETU_DATA: dataDirectory, ...environment },
  })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text))
  child.stderr.on('data', (text: Buffer) => (said += text))
  const check = () => {
    if (hasEnded(child)) throw new Error(`the server ended: ${said}`)
    if (performance.now() - started < START_MS) return
    child.kill('SIGKILL')
    throw new Error(`the server was not ready after ${START_MS / 1000} s: ${said}`)
  }
  const url = await addressOf(join(dataDirectory, 'server.json'), child.pid ?? 0, check)
  while (!(await isReady(url))) {
    check()
    await pause(20)
  }
  return {
    url,
    pid: child.pid ?? 0,
    readySeconds: (performance.now() - started) / 1000,
    memoryMb: () => treeMemoryMb(child.pid ?? 0),
    said: () => said,
    stop: () => end(child),
  }
}

/** Whether the server and its database answer now. */
export const isReady = async (url: string): Promise<boolean> =>
  (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => null))?.ok ?? false

// A process that was killed has no exit code.
const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

/** Asks a process to end, and ends it when it does not. */
function end(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (hasEnded(child)) return resolve()
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
    child.once('exit', () => {
      clearTimeout(late)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

async function addressOf(path: string, pid: number, check: () => void): Promise<string> {
  for (;;) {
    check()
    const text = existsSync(path) ? await readFile(path, 'utf8').catch(() => '') : ''
    const address: { pid?: number; url?: string } = text ? JSON.parse(text) : {}
    if (address.pid === pid && address.url) return address.url
    await pause(20)
  }
}

/** Resident memory of a process and its children, from /proc. */
function treeMemoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return Math.round(kilobytes / 1024 + children.reduce((sum, child) => sum + treeMemoryMb(Number(child)), 0))
}

/** A signed-in client of the API in demo mode. */
export async function signedIn(url: string, role: string, more: Record<string, unknown> = {}) {
  const answer = await fetch(`${url}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, ...more }),
  })
  if (!answer.ok) throw new Error(`${role} could not sign in: ${await answer.text()}`)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  }
  return {
    cookie,
    get: <T>(path: string) => ask<T>('GET', path),
    post: <T>(path: string, body: unknown) => ask<T>('POST', path, body),
  }
}

export const percentile = (values: number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
