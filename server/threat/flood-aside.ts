import { invalid, Refusal } from '../errors.ts'
import { KeptThread } from '../kept-thread.ts'
import type { Said, Work } from './flood-worker.ts'
import type { TerrainFiles } from './read-terrain.ts'
import type { Asked, Refused } from './rules/asked.ts'
import type { Terrain } from './rules/terrain.ts'
import type { Reckoning } from './threat.ts'

/** Reads heights and floods them in a thread of its own: a county takes seconds, in which others want answers. */
export class FloodAside {
  readonly #timeoutMs: number
  readonly #thread: KeptThread<Work, Said>

  constructor({ timeoutMs = 120_000, mostWaiting = 16 } = {}) {
    this.#timeoutMs = timeoutMs
    this.#thread = new KeptThread({
      program: new URL('./flood-worker.mjs', import.meta.url),
      mostWaiting,
      busy,
    })
  }

  /** @throws Refusal `busy` when too many wait; Error when the files are no tiles */
  async read(files: TerrainFiles): Promise<Terrain | null> {
    const said = await this.#ask({ files })
    if (!('terrain' in said)) throw new Error('the thread answered something else')
    return said.terrain
  }

  /** @throws Refusal `busy` when too many wait, `invalid` for a flood that takes too long */
  async reckon(asked: Asked): Promise<Reckoning | Refused> {
    const said = await this.#ask({ asked })
    if (!('found' in said)) throw new Error('the thread answered something else')
    return said.found
  }

  async #ask(work: Work): Promise<Said> {
    const timeoutMs = this.#timeoutMs
    const said = await this.#thread.ask(work, { timeoutMs, tooLong: () => tooLong(timeoutMs) })
    if ('failure' in said) throw new Error(said.failure)
    return said
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}

const tooLong = (timeoutMs: number) =>
  invalid('inputs.waterLevelMeters', {
    zh: `${timeoutMs / 1000} 秒内没有算完，已停止；请降低水位`,
    en: `Not done within ${timeoutMs / 1000} seconds and stopped; choose a lower level`,
  })

const busy = () =>
  new Refusal('busy', {
    zh: '正在计算的淹没范围太多，请稍后再试',
    en: 'Too many floods are being reckoned; try again in a moment',
  })

/** The one thread of this process. */
export const floodAside = new FloodAside()
