import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { faultOf, ValhallaFault } from './fault.ts'

export type Act = 'route' | 'matrix' | 'isochrone' | 'locate'

interface Waiting {
  resolve(answer: string): void
  reject(fault: ValhallaFault): void
  timer: NodeJS.Timeout
}

const MAX_WAITING = 64
const START_LIMIT_MS = 15_000
const FIRST_RESTART_MS = 200
const LAST_RESTART_MS = 10_000
const MAX_FAILED_STARTS = 6
/** So many questions given up but still being worked on mean that the process hangs. */
const MAX_LATE = 8

/**
 * Valhalla in a process of its own: a fault in its native code ends that process and not the server. It is
 * started again with growing pauses, and given up after six starts in a row that never became ready.
 */
export class ValhallaChild {
  readonly #configPath: string
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | undefined
  #state: 'starting' | 'ready' | 'failed' = 'starting'
  #detail: string | undefined
  readonly #late = new Set<number>()
  #failedStarts = 0
  #nextId = 1
  #restart: NodeJS.Timeout | undefined
  #closed = false
  #readiness: (() => void)[] = []

  constructor(configPath: string) {
    this.#configPath = configPath
    this.#start()
  }

  get state(): 'starting' | 'ready' | 'failed' {
    return this.#state
  }

  get detail(): string | undefined {
    return this.#detail
  }

  /** The process id, for those who watch or end it. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves once it is ready or given up. */
  settled(): Promise<void> {
    if (this.#state !== 'starting') return Promise.resolve()
    return new Promise(resolve => this.#readiness.push(resolve))
  }

  /** Asks and gives the parsed answer. Throws a ValhallaFault, never anything else. */
  async ask(act: Act, query: object, limitMs: number): Promise<unknown> {
    const child = this.#child
    if (this.#state !== 'ready' || !child) throw new ValhallaFault('absent', `Valhalla is ${this.#state}`)
    if (this.#waiting.size >= MAX_WAITING)
      throw new ValhallaFault('busy', 'too many questions wait for Valhalla')
    const id = this.#nextId++
    const answer = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id)
        if (this.#late.add(id).size >= MAX_LATE) child.kill('SIGKILL')
        reject(new ValhallaFault('late', `no answer within ${limitMs} ms`))
      }, limitMs)
      this.#waiting.set(id, { resolve, reject, timer })
      child.send({ id, act, query }, error => {
        if (error) this.#settle(id, { fault: error.message })
      })
    })
    return JSON.parse(answer)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#restart)
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  #start(): void {
    this.#state = 'starting'
    const path = fileURLToPath(new URL('./child.mjs', import.meta.url))
    const child = fork(path, [this.#configPath], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child = child
    let said = ''
    child.stderr?.on('data', bytes => {
      said = `${said}${bytes}`.slice(-500)
    })
    const slow = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS)
    child.on('message', message => {
      clearTimeout(slow)
      this.#hear(message)
    })
    child.on('error', error => {
      said = error.message
    })
    child.once('exit', (code, signal) => {
      clearTimeout(slow)
      this.#gone(`the Valhalla process ended (${signal ?? code}) ${said}`.trim())
    })
  }

  #hear(message: unknown): void {
    const heard = heardOf(message)
    if (heard.ready) {
      this.#failedStarts = 0
      this.#become('ready')
    } else if (heard.id !== undefined) this.#settle(heard.id, heard)
  }

  #settle(id: number, outcome: { answer?: string; fault?: string }): void {
    this.#late.delete(id)
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    this.#waiting.delete(id)
    clearTimeout(waiting.timer)
    if (outcome.answer !== undefined) waiting.resolve(outcome.answer)
    else waiting.reject(faultOf(outcome.fault ?? 'no reason given'))
  }

  #gone(detail: string): void {
    this.#late.clear()
    for (const [id, waiting] of this.#waiting) {
      this.#waiting.delete(id)
      clearTimeout(waiting.timer)
      waiting.reject(new ValhallaFault('crashed', detail))
    }
    if (this.#closed) return
    this.#detail = detail
    if (++this.#failedStarts > MAX_FAILED_STARTS) {
      this.#become('failed')
      return
    }
    this.#state = 'starting'
    const pause = Math.min(LAST_RESTART_MS, FIRST_RESTART_MS * 2 ** (this.#failedStarts - 1))
    this.#restart = setTimeout(() => this.#start(), pause)
    this.#restart.unref()
  }

  #become(state: 'ready' | 'failed'): void {
    this.#state = state
    for (const tell of this.#readiness.splice(0)) tell()
  }
}

/** Only our own child speaks on this channel, and only in this shape. */
function heardOf(message: unknown): { ready?: true; id?: number; answer?: string; fault?: string } {
  return message as { ready?: true; id?: number; answer?: string; fault?: string }
}
