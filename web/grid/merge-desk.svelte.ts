import type { GridDraft, GridMerge } from '../../server/grid/draft.ts'
import type { Api } from '../api.ts'

/** One's own draft whose grids others have changed: step by step, what still holds, what collides, what is dropped. */
export class MergeDesk {
  draft = $state.raw<GridDraft | undefined>()
  merge = $state.raw<GridMerge | undefined>()
  /** Steps that somebody chose to leave out although they hold. */
  dropped = $state.raw<ReadonlySet<number>>(new Set())
  /** The step that the map points at. */
  picked = $state<number | undefined>()
  failure = $state.raw<unknown>()
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  isBusy = $state(false)
  readonly #api: Pick<Api, 'get' | 'post'>
  #asked = 0

  constructor(api: Pick<Api, 'get' | 'post'>) {
    this.#api = api
  }

  /** Steps that cannot be done on the present grids, those that were dropped apart. */
  get conflicts(): number[] {
    return this.merge?.steps.filter(step => !step.applies && !this.dropped.has(step.index)).map(indexOf) ?? []
  }

  get kept(): number[] {
    return this.merge?.steps.filter(step => step.applies).map(indexOf) ?? []
  }

  async open(draft: GridDraft): Promise<void> {
    if (this.draft?.id !== draft.id) {
      this.merge = undefined
      this.dropped = new Set()
      this.picked = undefined
      this.state = 'loading'
    }
    this.draft = draft
    await this.#read()
  }

  /** Leaves a step out, or takes it in again; what builds on it follows. */
  async toggle(index: number): Promise<void> {
    const next = new Set(this.dropped)
    if (!next.delete(index)) next.add(index)
    this.dropped = next
    await this.#read()
  }

  /** Reads again after the grids or the draft changed. */
  async follow(drafts: readonly GridDraft[]): Promise<void> {
    const now = this.draft && drafts.find(({ id }) => id === this.draft?.id)
    if (now && !this.isBusy) await this.open(now)
  }

  async #read() {
    const { draft } = this
    if (!draft) return
    const asked = ++this.#asked
    const query = this.dropped.size > 0 ? { drop: [...this.dropped].join() } : {}
    try {
      const merge = await this.#api.get<GridMerge>(`/api/grid-drafts/${draft.id}/merge`, query)
      if (asked !== this.#asked) return
      this.merge = merge
      this.state = 'ready'
    } catch (error) {
      if (asked !== this.#asked) return
      this.failure = error
      this.state = 'failed'
    }
  }

  /** Lays what is kept on the present grids. @returns the draft, to go on from */
  async finish(): Promise<GridDraft | undefined> {
    const { draft } = this
    if (!draft || this.isBusy || this.state !== 'ready') return undefined
    this.isBusy = true
    try {
      const drop = [...new Set([...this.dropped, ...this.conflicts])].sort((a, b) => a - b)
      const body = { version: draft.version, drop }
      return await this.#api.post<GridDraft>(`/api/grid-drafts/${draft.id}/rebase`, body)
    } catch (error) {
      // Somebody may have published once more: the list then shows what holds now.
      await this.#read()
      throw error
    } finally {
      this.isBusy = false
    }
  }

  close(): void {
    this.#asked += 1
    this.draft = undefined
    this.merge = undefined
    this.dropped = new Set()
    this.picked = undefined
    this.state = 'idle'
  }
}

const indexOf = ({ index }: { index: number }) => index
