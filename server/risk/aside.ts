import { Worker } from 'node:worker_threads'
import type { CoverParts } from './covers.ts'
import type { Aside } from './field.ts'
import type { FieldGround, FieldParts } from './parts.ts'
import type { Summed } from './sum.ts'
import type { Channel, Sums, Terms } from './sums.ts'
import type { Answer, Task, TownGround } from './worker.ts'

// Kept for the next sum, not for good: a resting thread has memory of its own.
const restMs = 60_000

interface Waiting {
  resolve(answer: Answer): void
  reject(error: Error): void
}

/** Builds and sums fields in a thread of its own, so that this one goes on answering. */
export class RiskThread implements Aside {
  #worker: Worker | null = null
  #last = 0
  #rest: NodeJS.Timeout | undefined
  readonly #waiting = new Map<number, Waiting>()

  async build(input: FieldGround): Promise<FieldParts> {
    const answer = await this.#ask({ act: 'build', ...input })
    if (!('parts' in answer)) throw new Error('the thread answered something else')
    return answer.parts
  }

  /** Reads a town over a connection of the thread's own and builds its field. */
  async load(input: TownGround): Promise<FieldParts> {
    const answer = await this.#ask({ act: 'load', ...input })
    if (!('parts' in answer)) throw new Error('the thread answered something else')
    return answer.parts
  }

  async sum(terms: Terms, channels: readonly Channel[], known: CoverParts | null = null): Promise<Summed> {
    const answer = await this.#ask({ act: 'sum', terms, channels, known })
    if (!('summed' in answer)) throw new Error('the thread answered something else')
    return answer.summed
  }

  async sums(terms: Terms, channels: readonly Channel[]): Promise<Sums[]> {
    const answer = await this.#ask({ act: 'sums', terms, channels })
    if (!('sums' in answer)) throw new Error('the thread answered something else')
    return answer.sums
  }

  async close(): Promise<void> {
    clearTimeout(this.#rest)
    await this.#worker?.terminate()
    this.#worker = null
  }

  #ask(task: Task): Promise<Answer> {
    clearTimeout(this.#rest)
    this.#last += 1
    const id = this.#last
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#open().postMessage({ id, task })
    })
  }

  #open(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { execArgv: [] })
    // It never keeps the process alive by itself.
    worker.unref()
    worker.on('message', (answer: Answer) => this.#take(answer))
    worker.on('error', error => this.#fail(worker, error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', code => this.#fail(worker, new Error(`the risk thread ended with ${code}`)))
    this.#worker = worker
    return worker
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('failure' in answer) waiting?.reject(errorOf(answer))
    else waiting?.resolve(answer)
    if (this.#waiting.size > 0) return
    this.#rest = setTimeout(() => void this.close(), restMs)
    this.#rest.unref()
  }

  #fail(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return
    this.#worker = null
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

const errorOf = ({ failure, code }: { failure: string; code?: string }): Error =>
  Object.assign(new Error(failure), code === undefined ? {} : { code })
