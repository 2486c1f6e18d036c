import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { invalid, Refusal, type Words } from '../errors.ts'
import type { DrawnJob } from './as-drawn.ts'
import type { BoundarySource } from './boundary.ts'
import type { Prepared, PrepareJob } from './prepare.ts'
import type { WriteJob } from './write.ts'

export type Work =
  | { kind: 'prepare'; job: PrepareJob }
  | { kind: 'draw'; job: DrawnJob }
  | { kind: 'write'; job: WriteJob }

interface Said {
  answer?: unknown
  refusal?: Words
  errors?: { path: string; message: Words }[]
  failure?: string
}

interface Limits {
  /** For the largest files; small ones get less. */
  timeoutMs: number
  memoryMb: number
  mostWaiting: number
}

const idleMs = 60_000
const startMs = 30_000
const smallBytes = 64 * 1024
const smallMs = 2000
const program = new URL('./boundary-worker.mjs', import.meta.url)

/**
 * Does work on strangers' files in a thread of its own, one piece after the other. A piece that takes too long or too
 * much memory ends with its thread and a refusal; the server goes on.
 */
export class Aside {
  readonly #limits: Limits
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #idle: NodeJS.Timeout | undefined

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { timeoutMs: 30_000, memoryMb: 1024, mostWaiting: 8, ...limits }
  }

  /** @throws Refusal `invalid` for the file, `busy` when too many wait */
  async prepare(job: PrepareJob): Promise<Prepared> {
    const bytes = 'path' in job.from ? (await stat(job.from.path)).size : unpackedBytes(job.from.source)
    return this.#run<Prepared>({ kind: 'prepare', job }, timeOf(bytes))
  }

  draw(job: DrawnJob): Promise<BoundarySource> {
    return this.#run<BoundarySource>({ kind: 'draw', job })
  }

  write(job: WriteJob): Promise<Uint8Array<ArrayBuffer>> {
    return this.#run<Uint8Array<ArrayBuffer>>({ kind: 'write', job })
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#worker?.terminate()
    this.#worker = null
  }

  async #run<T>(work: Work, mostMs = this.#limits.timeoutMs): Promise<T> {
    if (this.#waiting >= this.#limits.mostWaiting) throw busy()
    this.#waiting += 1
    const turn = this.#last.then(() => this.#ask(work, Math.min(mostMs, this.#limits.timeoutMs)))
    this.#last = turn.catch(() => undefined)
    try {
      // The thread answers each kind of work with its own kind of answer.
      return (await turn) as T
    } finally {
      this.#waiting -= 1
    }
  }

  async #ask(work: Work, timeoutMs: number): Promise<unknown> {
    clearTimeout(this.#idle)
    const worker = await this.#awake()
    worker.ref()
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void, isOver: boolean) => {
        clearTimeout(timer)
        // Its own listeners stay: without them a thread hears nothing more.
        worker.off('message', heard).off('error', failed).off('exit', ended)
        worker.unref()
        if (isOver) this.#drop(worker)
        else this.#rest()
        settle()
      }
      const timer = setTimeout(
        () => finish(() => reject(tooMuch('time', { ...this.#limits, timeoutMs })), true),
        timeoutMs,
      )
      const heard = (said: Said) => finish(() => settled(said, resolve, reject), false)
      const failed = (error: Error) => finish(() => reject(failureOf(error, this.#limits)), true)
      const ended = (code: number) => failed(new Error(`the reading thread ended with ${code}`))
      worker.on('message', heard).on('error', failed).on('exit', ended)
      worker.postMessage(work)
    })
  }

  /** The time of a piece of work begins when the thread hears, however long a busy machine takes to start it. */
  async #awake(): Promise<Worker> {
    if (this.#worker) return this.#worker
    const worker = new Worker(program, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.memoryMb, stackSizeMb: 4 },
    })
    try {
      await once(worker, 'message', { signal: AbortSignal.timeout(startMs) })
    } catch (error) {
      this.#drop(worker)
      throw error
    }
    this.#worker = worker
    return worker
  }

  /** A thread that has nothing to do gives its memory back after a while. */
  #rest(): void {
    this.#idle = setTimeout(() => void this.close(), idleMs)
    this.#idle.unref()
  }

  #drop(worker: Worker): void {
    worker.on('error', () => undefined)
    if (this.#worker === worker) this.#worker = null
    void worker.terminate()
  }
}

/** Two seconds for small files, and a second more for each further 64 KB. */
export const timeOf = (bytes: number) => smallMs + (Math.max(0, bytes - smallBytes) / smallBytes) * 1000

/** RFC 1952, 2.3.1: the last four bytes of what was packed say how long it was. */
const unpackedBytes = (packed: Uint8Array): number =>
  packed.length < 4
    ? 0
    : Buffer.from(packed.buffer, packed.byteOffset, packed.length).readUInt32LE(packed.length - 4)

function settled(
  { answer, refusal, errors = [], failure }: Said,
  resolve: (value: unknown) => void,
  reject: (error: Error) => void,
): void {
  if (refusal) reject(new Refusal('invalid', refusal, { errors }))
  else if (failure !== undefined) reject(new Error(failure))
  else resolve(answer)
}

const failureOf = (error: Error, limits: Limits): Error =>
  'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch('memory', limits) : error

function tooMuch(what: 'time' | 'memory', { timeoutMs, memoryMb }: Limits): Refusal {
  const [zh, en] =
    what === 'time'
      ? [
          `${Math.ceil(timeoutMs / 1000)} 秒内处理不完`,
          `could not be read within ${Math.ceil(timeoutMs / 1000)} seconds`,
        ]
      : [`处理需要的内存超过 ${memoryMb} MB`, `needs more than ${memoryMb} MB of memory`]
  return invalid('file', {
    zh: `文件${zh}，已停止；请简化边界，或按区域拆分后分别导入`,
    en: `The file ${en} and was stopped; simplify the boundaries or import them area by area`,
  })
}

const busy = () =>
  new Refusal('busy', {
    zh: '正在处理的边界文件太多，请稍后再试',
    en: 'Too many files of boundaries are being read; try again in a moment',
  })

/** The one thread of this process. */
export const aside = new Aside()
