import type { Consequences } from '../../server/grid/consequence.ts'
import type { GridDraft, GridMerge } from '../../server/grid/draft.ts'
import type { Api } from '../api.ts'

/** One proposal under somebody's eyes: what it changes, whether the grids are still those it was drawn on. */
export class ReviewDesk {
  draft = $state.raw<GridDraft | undefined>()
  consequences = $state.raw<Consequences | undefined>()
  merge = $state.raw<GridMerge | undefined>()
  failure = $state.raw<unknown>()
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  isBusy = $state(false)
  readonly #api: Api

  constructor(api: Api) {
    this.#api = api
  }

  /** Edits that no longer fit the grids as they are. */
  get conflicts(): number[] {
    return this.merge?.steps.filter(step => !step.applies).map(step => step.index) ?? []
  }

  async open(draft: GridDraft): Promise<void> {
    const isOther = this.draft?.id !== draft.id
    this.draft = draft
    if (isOther) {
      this.consequences = undefined
      this.merge = undefined
      this.state = 'loading'
    }
    // What is in force has nothing left to reckon; what was told before it stands.
    if (draft.state === 'published') {
      this.state = 'ready'
      return
    }
    const path = `/api/grid-drafts/${draft.id}`
    const [merge, consequences] = await Promise.allSettled([
      this.#api.get<GridMerge>(`${path}/merge`),
      this.#api.get<Consequences>(`${path}/consequences`),
    ])
    if (this.draft?.id !== draft.id) return
    if (merge.status === 'fulfilled') this.merge = merge.value
    this.consequences = consequences.status === 'fulfilled' ? consequences.value : undefined
    this.failure = merge.status === 'rejected' ? merge.reason : undefined
    this.state = merge.status === 'rejected' ? 'failed' : 'ready'
  }

  /** Follows the draft and the grids under it as they change. */
  async follow(drafts: readonly GridDraft[]): Promise<void> {
    const { draft } = this
    const now = draft && drafts.find(({ id }) => id === draft.id)
    if (now) await this.open(now)
  }

  close(): void {
    this.draft = undefined
    this.consequences = undefined
    this.merge = undefined
    this.state = 'idle'
  }

  propose = () => this.#act('propose', {})
  recall = () => this.#act('recall', {})
  approve = (effectiveAt: string | null, note: string) => this.#act('approve', { effectiveAt, note })
  reject = (note: string) => this.#act('reject', { note })
  /** Lays what fits on the present grids; what conflicts is dropped because somebody said so. */
  rebase = () => this.#act('rebase', { drop: this.conflicts })

  async discard(): Promise<void> {
    const { draft } = this
    if (!draft) return
    await this.#api.delete(`/api/grid-drafts/${draft.id}?version=${draft.version}`)
    this.close()
  }

  async #act(verb: string, words: object): Promise<GridDraft | undefined> {
    const { draft } = this
    if (!draft || this.isBusy) return undefined
    this.isBusy = true
    try {
      const body = { version: draft.version, ...words }
      const done = await this.#api.post<GridDraft>(`/api/grid-drafts/${draft.id}/${verb}`, body)
      await this.open(done)
      return done
    } catch (error) {
      // The grids may have changed meanwhile: the panel then shows what still fits.
      await this.open(draft)
      throw error
    } finally {
      this.isBusy = false
    }
  }
}
