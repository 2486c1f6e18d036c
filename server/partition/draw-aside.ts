import { Worker } from 'node:worker_threads'
import { invalid, Refusal } from '../errors.ts'
import type { Partition } from './partition.ts'
import type { Sketch } from './rules/sketch.ts'

type Said = { partition: Partition } | { failure: string }

const idleMs = 60_000
const program = new URL('./sketch-worker.mjs', import.meta.url)

/** Draws suggestions in a thread of their own, one after the other: a town takes seconds, in which others want answers. */
export class DrawAside {
  readonly #timeoutMs: number
  readonly #mostWaiting: number
  #worker: Worker | null = null
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #idle: NodeJS.Timeout | undefined

  constructor({ timeoutMs = 120_000, mostWaiting = 4 } = {}) {
    this.#timeoutMs = timeoutMs
    this.#mostWaiting = mostWaiting
  }

  /** @throws Refusal `busy` when too many wait, `invalid` for an area that takes too long */
  async draw(given: Sketch): Promise<Partition> {
    if (this.#waiting >= this.#mostWaiting) throw busy()
    this.#waiting += 1
    const turn = this.#last.then(() => this.#ask(given))
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

  #ask(given: Sketch): Promise<Partition> {
    clearTimeout(this.#idle)
    this.#worker ??= new Worker(program, { execArgv: [] })
    const worker = this.#worker
    worker.ref()
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void, isOver: boolean) => {
        clearTimeout(timer)
        worker.off('message', heard).off('error', failed).off('exit', ended)
        worker.unref()
        if (isOver) this.#drop(worker)
        else this.#rest()
        settle()
      }
      const heard = (said: Said) =>
        finish(() => ('partition' in said ? resolve(said.partition) : reject(new Error(said.failure))), false)
      const failed = (error: Error) => finish(() => reject(error), true)
      const ended = (code: number) => failed(new Error(`the drawing thread ended with ${code}`))
      const timer = setTimeout(() => failed(tooLong(this.#timeoutMs)), this.#timeoutMs)
      worker.on('message', heard).on('error', failed).on('exit', ended)
      worker.postMessage(given)
    })
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

const tooLong = (timeoutMs: number) =>
  invalid('faces', {
    zh: `${timeoutMs / 1000} 秒内没有算完，已停止；请缩小范围，或少选几类道路`,
    en: `Not done within ${timeoutMs / 1000} seconds and stopped; choose a smaller area or fewer kinds of road`,
  })

const busy = () =>
  new Refusal('busy', {
    zh: '正在计算的划分建议太多，请稍后再试',
    en: 'Too many suggestions are being made; try again in a moment',
  })

/** The one thread of this process. */
export const drawAside = new DrawAside()
