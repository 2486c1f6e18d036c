import { once } from 'node:events'
import { type ResourceLimits, Worker } from 'node:worker_threads'

interface Kept {
  program: URL
  mostWaiting: number
  /** What is thrown when as many wait already. */
  busy: () => Error
  resourceLimits?: ResourceLimits
  /** How long the program may take to say that it hears; without it, it is asked at once and says nothing before. */
  startMs?: number
}

interface Patience<Said> {
  timeoutMs: number
  /** Takes what is said on the way, and answers whether it was only that. */
  news?: ((said: Said) => boolean) | undefined
  tooLong: () => Error
  /** Whoever asked has gone: work that waits is not begun, work that runs ends with its thread. */
  signal?: AbortSignal | undefined
}

const idleMs = 60_000

/**
 * A thread that answers one piece of work after the other and is kept for the next. A piece that takes too long, or
 * that breaks the thread, ends with it; the next one gets a new thread.
 */
export class KeptThread<Work, Said> {
  readonly #kept: Kept
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #idle: NodeJS.Timeout | undefined

  constructor(kept: Kept) {
    this.#kept = kept
  }

  /** @throws what `busy` or `tooLong` give, the reason of an aborted signal, or what ended the thread */
  async ask(work: Work, patience: Patience<Said>): Promise<Said> {
    if (this.#waiting >= this.#kept.mostWaiting) throw this.#kept.busy()
    this.#waiting += 1
    const turn = this.#last.then(() => this.#answer(work, patience))
    this.#last = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      this.#waiting -= 1
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }

  async #answer(work: Work, { timeoutMs, tooLong, signal, news }: Patience<Said>): Promise<Said> {
    signal?.throwIfAborted()
    clearTimeout(this.#idle)
    const worker = this.#worker ?? (await this.#start())
    worker.ref()
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void, isOver: boolean) => {
        clearTimeout(timer)
        // Its own listeners stay: without them a thread hears nothing more.
        worker.off('message', heard).off('error', failed).off('exit', ended)
        signal?.removeEventListener('abort', left)
        worker.unref()
        if (isOver) this.#drop(worker)
        else this.#rest()
        settle()
      }
      const heard = (said: Said) => {
        if (!news?.(said)) finish(() => resolve(said), false)
      }
      const failed = (error: Error) => finish(() => reject(error), true)
      const ended = (code: number) => failed(new Error(`the thread ended with ${code}`))
      const left = () => failed(signal?.reason)
      const timer = setTimeout(() => failed(tooLong()), timeoutMs)
      worker.on('message', heard).on('error', failed).on('exit', ended)
      worker.postMessage(work)
      // The signal may have come while the thread was starting.
      if (signal?.aborted) left()
      else signal?.addEventListener('abort', left)
    })
  }

  /** The time of a piece of work begins when the thread hears, however long a busy machine takes to start it. */
  async #start(): Promise<Worker> {
    const { program, resourceLimits = {}, startMs } = this.#kept
    const worker = new Worker(program, { execArgv: [], resourceLimits })
    try {
      if (startMs !== undefined) await once(worker, 'message', { signal: AbortSignal.timeout(startMs) })
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
