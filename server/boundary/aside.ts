import { readFile } from 'node:fs/promises'
import { invalid, Refusal, type Words } from '../errors.ts'
import type { Drawn, ImportedCoverage } from '../grid/rules/import-coverage.ts'
import { KeptThread } from '../kept-thread.ts'
import type { DrawnJob } from './as-drawn.ts'
import type { BoundaryProgress, BoundarySource } from './boundary.ts'
import { bytesWithin } from './formats/zip.ts'
import type { Prepared, PrepareJob } from './prepare.ts'
import type { Tell } from './progress.ts'
import type { WriteJob } from './write.ts'

export type Work =
  | { kind: 'prepare'; job: PrepareJob }
  | { kind: 'draw'; job: DrawnJob }
  | { kind: 'write'; job: WriteJob }
  | { kind: 'lay'; job: LayJob }

/** A clean file to be laid over the grids that are there. */
interface LayJob {
  present: readonly Drawn[]
  file: readonly Drawn[]
  /** Divided grids that a face of the file may stand for as a whole. */
  tiers?: readonly { code: string }[]
}

interface Said {
  progress?: BoundaryProgress
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

interface Bounds {
  mostMs?: number
  tell?: Tell | undefined
  signal?: AbortSignal | undefined
}

const startMs = 30_000
const smallBytes = 64 * 1024
// With what comes around it, an answer within two seconds.
const smallMs = 1500

/**
 * Does work on strangers' files in a thread of its own, one piece after the other. A piece that takes too long or too
 * much memory ends with its thread and a refusal; the server goes on.
 */
export class Aside {
  readonly #limits: Limits
  readonly #thread: KeptThread<Work, Said>

  constructor(limits: Partial<Limits> = {}) {
    this.#limits = { timeoutMs: 30_000, memoryMb: 1024, mostWaiting: 8, ...limits }
    const { mostWaiting, memoryMb } = this.#limits
    this.#thread = new KeptThread({
      program: new URL('./boundary-worker.mjs', import.meta.url),
      ...{ mostWaiting, busy, startMs },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, stackSizeMb: 4 },
    })
  }

  /** @throws Refusal `invalid` for the file, `busy` when too many wait; the reason of an aborted signal */
  async prepare(job: PrepareJob, { signal, tell }: Pick<Bounds, 'signal' | 'tell'> = {}): Promise<Prepared> {
    const bytes =
      'path' in job.from ? bytesWithin(await readFile(job.from.path)) : unpackedBytes(job.from.source)
    return this.#run<Prepared>({ kind: 'prepare', job }, { mostMs: timeOf(bytes), signal, tell })
  }

  draw(job: DrawnJob): Promise<BoundarySource> {
    return this.#run<BoundarySource>({ kind: 'draw', job })
  }

  write(job: WriteJob): Promise<Uint8Array<ArrayBuffer>> {
    return this.#run<Uint8Array<ArrayBuffer>>({ kind: 'write', job })
  }

  lay(job: LayJob): Promise<ImportedCoverage> {
    return this.#run<ImportedCoverage>({ kind: 'lay', job })
  }

  close(): Promise<void> {
    return this.#thread.close()
  }

  async #run<T>(work: Work, { mostMs = Number.POSITIVE_INFINITY, signal, tell }: Bounds = {}): Promise<T> {
    const limits = { ...this.#limits, timeoutMs: Math.min(mostMs, this.#limits.timeoutMs) }
    const news = ({ progress }: Said) => {
      if (progress) tell?.(progress)
      return progress !== undefined
    }
    const patience = { timeoutMs: limits.timeoutMs, tooLong: () => tooMuch('time', limits), signal, news }
    const said = await this.#thread.ask(work, patience).catch((error: unknown) => {
      throw failureOf(error, limits)
    })
    // The thread answers each kind of work with its own kind of answer.
    return answerOf(said) as T
  }
}

/** A second and a half for small files, and two seconds more for each further 64 KB of what is in them. */
export const timeOf = (bytes: number) => smallMs + (Math.max(0, bytes - smallBytes) / smallBytes) * 2000

/** RFC 1952, 2.3.1: the last four bytes of what was packed say how long it was. */
const unpackedBytes = (packed: Uint8Array): number =>
  packed.length < 4
    ? 0
    : Buffer.from(packed.buffer, packed.byteOffset, packed.length).readUInt32LE(packed.length - 4)

function answerOf({ answer, refusal, errors = [], failure }: Said): unknown {
  if (refusal) throw new Refusal('invalid', refusal, { errors })
  if (failure !== undefined) throw new Error(failure)
  return answer
}

const failureOf = (error: unknown, limits: Limits): unknown =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? tooMuch('memory', limits)
    : error

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
