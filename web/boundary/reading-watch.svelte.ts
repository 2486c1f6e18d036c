import type { BoundaryProgress } from '../../server/boundary/boundary.ts'
import type { Api } from '../api.ts'

const everyMs = 400

/** Asks the server now and then how far it is with a file. */
export class ReadingWatch {
  step = $state<BoundaryProgress['step']>(null)
  share = $state(0)
  readonly #api: Pick<Api, 'get'>
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api
  }

  begin(key: string): void {
    if (this.#timer !== undefined) return
    this.#timer = setInterval(() => void this.#ask(key), everyMs)
  }

  end(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.step = null
    this.share = 0
  }

  /** What cannot be asked is not told: the file itself says when it is read. */
  async #ask(key: string): Promise<void> {
    const known = await this.#api
      .get<BoundaryProgress>('/api/boundary-progress', { key })
      .catch(() => undefined)
    if (!known?.step || this.#timer === undefined) return
    this.step = known.step
    this.share = Math.max(this.share, known.share)
  }
}
