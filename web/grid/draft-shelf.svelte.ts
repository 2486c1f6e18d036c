import type { GridDraft, GridDraftSent } from '../../server/grid/draft.ts'
import type { Api } from '../api.ts'
import { Problem, type ProblemCode } from '../problem.ts'

export type ShelfInput = Pick<
  GridDraftSent,
  'townId' | 'name' | 'edits' | 'seen' | 'reason' | 'thematic' | 'attributes'
>

const AFTER_MS = 700
const AGAIN_MS = 4000
/** What passes by itself: the server is away, or has too much to do. */
const passing: readonly ProblemCode[] = ['offline', 'busy', 'unavailable', 'unknown']

/** Keeps a draft on the server as it grows: one write at a time, the last state always last, again until it is kept. */
export class DraftShelf {
  /** The draft as it was last kept. */
  kept = $state.raw<GridDraft | undefined>()
  state = $state<'idle' | 'waiting' | 'saving' | 'saved' | 'failed'>('idle')
  failure = $state.raw<unknown>()
  readonly #api: Pick<Api, 'post' | 'put' | 'delete'>
  #timer: ReturnType<typeof setTimeout> | undefined
  #next: ShelfInput | undefined
  #writing: Promise<void> | undefined

  constructor(api: Pick<Api, 'post' | 'put' | 'delete'>, kept?: GridDraft) {
    this.#api = api
    this.kept = kept
    this.state = kept ? 'saved' : 'idle'
  }

  /** Keeps this state soon; a newer one takes its place. */
  keep(input: ShelfInput): void {
    this.#next = input
    this.state = 'waiting'
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), AFTER_MS)
  }

  /** Writes what waits, now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#writing
    const input = this.#next
    if (!input) return
    this.#next = undefined
    this.#writing = this.#write(input)
    await this.#writing
    this.#writing = undefined
    if (this.#next && this.state === 'waiting') await this.flush()
  }

  async #write(input: ShelfInput): Promise<void> {
    this.state = 'saving'
    const body: GridDraftSent = { ...input, version: this.kept?.version ?? 0 }
    try {
      this.kept = this.kept
        ? await this.#api.put<GridDraft>(`/api/grid-drafts/${this.kept.id}`, body)
        : await this.#api.post<GridDraft>('/api/grid-drafts', body)
      this.state = this.#next ? 'waiting' : 'saved'
    } catch (error) {
      this.failure = error
      this.#next ??= input
      // Kept elsewhere meanwhile, or gone: what is here becomes a draft of its own, nothing is lost.
      const isTaken = error instanceof Problem && (error.code === 'conflict' || error.code === 'missing')
      this.state = isTaken && this.kept ? 'waiting' : 'failed'
      if (isTaken) this.kept = undefined
      else if (error instanceof Problem && passing.includes(error.code))
        this.#timer = setTimeout(() => void this.flush(), AGAIN_MS)
    }
  }

  /** Throws the kept draft away; nothing more is written. */
  async discard(): Promise<void> {
    clearTimeout(this.#timer)
    this.#next = undefined
    await this.#writing
    const kept = this.kept
    this.kept = undefined
    this.state = 'idle'
    if (kept) await this.#api.delete(`/api/grid-drafts/${kept.id}?version=${kept.version}`)
  }
}
