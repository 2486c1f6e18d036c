import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Answer, Work } from './guard.ts'

export interface WorkerInput {
  directory: string
}

export type Request =
  | { id: number; kind: 'run'; work: Work }
  | { id: number; kind: 'dump'; path: string }
  | { id: number; kind: 'close' }

/** The first reply has id 0 and says that the database is open. */
export type Reply =
  | { id: number; answer: Answer; failure?: never }
  | { id: number; failure: string; answer?: never }

/** The engine went away while it was asked: what it was doing may or may not have been committed. */
export class EngineLost extends Error {
  readonly timedOut: boolean

  constructor(message: string, timedOut = false) {
    super(message)
    this.name = 'EngineLost'
    this.timedOut = timedOut
  }
}

interface Waiting {
  resolve: (answer: Answer) => void
  reject: (error: EngineLost) => void
}

/** PGlite with PostGIS in a thread of its own, asked one thing at a time. */
export class Engine {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #lost: EngineLost | undefined

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (reply: Reply) => this.#settle(reply))
    worker.on('error', error => this.#lose(new EngineLost(`the embedded database stopped: ${error.message}`)))
    worker.on('exit', code => this.#lose(new EngineLost(`the embedded database stopped with code ${code}`)))
  }

  /** Opens the database in `directory`, which must exist. @throws EngineLost when it does not open. */
  static async start(directory: string): Promise<Engine> {
    // An engine that was ended leaves the files of its sorts behind, and nobody else removes them.
    await rm(join(directory, 'base', 'pgsql_tmp'), { recursive: true, force: true })
    const input: WorkerInput = { directory }
    const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), {
      workerData: input,
      execArgv: [],
    })
    const engine = new Engine(worker)
    try {
      await engine.#answerTo(0)
    } catch (error) {
      await worker.terminate()
      throw error
    }
    return engine
  }

  get isLost(): boolean {
    return this.#lost !== undefined
  }

  /** @throws EngineLost after `limitMs`, having ended the thread, since a running statement cannot be stopped. */
  async run(work: Work, limitMs: number): Promise<Answer> {
    const timer = setTimeout(() => this.#stop(limitMs), limitMs)
    try {
      return await this.#ask({ kind: 'run', work })
    } finally {
      clearTimeout(timer)
    }
  }

  async dump(path: string): Promise<void> {
    await this.#ask({ kind: 'dump', path })
  }

  /** Shuts the database down in order, for at most ten seconds, then ends the thread. */
  async close(): Promise<void> {
    const timer = setTimeout(() => this.#stop(10_000), 10_000)
    await this.#ask({ kind: 'close' }).catch(() => {})
    clearTimeout(timer)
    await this.#worker.terminate()
  }

  async terminate(): Promise<void> {
    this.#lose(new EngineLost('the embedded database was ended'))
    await this.#worker.terminate()
  }

  #ask(request: { kind: 'run'; work: Work } | { kind: 'dump'; path: string } | { kind: 'close' }) {
    const id = ++this.#lastId
    const answer = this.#answerTo(id)
    const handedOver = request.kind === 'run' ? [request.work.bytes.buffer] : []
    if (!this.#lost) this.#worker.postMessage({ ...request, id }, handedOver)
    return answer
  }

  #answerTo(id: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#lost) reject(this.#lost)
      else this.#waiting.set(id, { resolve, reject })
    })
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.answer) {
      waiting?.resolve(reply.answer)
    } else {
      const lost = new EngineLost(reply.failure)
      this.#lose(lost)
      waiting?.reject(lost)
    }
  }

  #stop(limitMs: number): void {
    this.#lose(new EngineLost(`canceling statement due to statement timeout (${limitMs} ms)`, true))
    void this.#worker.terminate()
  }

  #lose(lost: EngineLost): void {
    this.#lost ??= lost
    for (const { reject } of this.#waiting.values()) reject(this.#lost)
    this.#waiting.clear()
  }
}
