import { invalid, Refusal } from '../errors.ts'
import { KeptThread } from '../kept-thread.ts'
import type { Partition } from './partition.ts'
import type { Sketch } from './rules/sketch.ts'

type Said = { partition: Partition } | { failure: string }

/** Draws suggestions in a thread of their own, one after the other: a town takes seconds, in which others want answers. */
export class DrawAside {
  readonly #timeoutMs: number
  readonly #thread: KeptThread<Sketch, Said>

  constructor({ timeoutMs = 120_000, mostWaiting = 4 } = {}) {
    this.#timeoutMs = timeoutMs
    const program = new URL('./sketch-worker.mjs', import.meta.url)
    this.#thread = new KeptThread({ program, mostWaiting, busy })
  }

  /** @throws Refusal `busy` when too many wait, `invalid` for an area that takes too long */
  async draw(given: Sketch): Promise<Partition> {
    const timeoutMs = this.#timeoutMs
    const said = await this.#thread.ask(given, { timeoutMs, tooLong: () => tooLong(timeoutMs) })
    if ('failure' in said) throw new Error(said.failure)
    return said.partition
  }

  close(): Promise<void> {
    return this.#thread.close()
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
