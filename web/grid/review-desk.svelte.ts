import type { Consequences } from '../../server/grid/consequence.ts'
import type { GridDraft, GridMerge } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Api } from '../api.ts'
import { Latest } from '../latest.ts'
import { allGrids } from './all-grids.ts'

/** One proposal under somebody's eyes: what it changes, whether the grids are still those it was drawn on. */
export class ReviewDesk {
  draft = $state.raw<GridDraft | undefined>()
  consequences = $state.raw<Consequences | undefined>()
  merge = $state.raw<GridMerge | undefined>()
  /** The grids that a return to earlier boundaries brings back, as they were. */
  returning = $state.raw<readonly Grid[]>([])
  failure = $state.raw<unknown>()
  state = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle')
  isBusy = $state(false)
  readonly #api: Api
  readonly #finding = new Latest()
  readonly #reckoning = new Latest()

  constructor(api: Api) {
    this.#api = api
  }

  async open(draft: GridDraft): Promise<void> {
    const isOther = this.draft?.id !== draft.id
    this.#finding.drop()
    this.draft = draft
    if (isOther) {
      this.consequences = undefined
      this.merge = undefined
      this.returning = []
      this.state = 'loading'
    }
    // What is in force has nothing left to reckon; what was told before it stands.
    if (draft.state === 'published') {
      this.#reckoning.drop()
      this.state = 'ready'
      return
    }
    const path = `/api/grid-drafts/${draft.id}`
    const ask = () =>
      Promise.allSettled([
        this.#api.get<GridMerge>(`${path}/merge`),
        this.#api.get<Consequences>(`${path}/consequences`),
        draft.restore ? allGrids(this.#api, draft.townId, draft.restore.at) : [],
      ])
    await this.#reckoning.read(ask, ([merge, consequences, then]) => {
      if (merge.status === 'fulfilled') this.merge = merge.value
      this.consequences = consequences.status === 'fulfilled' ? consequences.value : undefined
      const faces = new Set(this.consequences?.grids.map(({ face }) => face))
      this.returning = then.status === 'fulfilled' ? then.value.filter(({ id }) => faces.has(id)) : []
      const failed = [merge, consequences].find(each => each.status === 'rejected')
      this.failure = failed?.reason
      this.state = failed ? 'failed' : 'ready'
    })
  }

  /** Opens a draft by its number, whether it is in the list of open ones or not. */
  async openById(id: number, drafts: readonly GridDraft[]): Promise<void> {
    const listed = drafts.find(draft => draft.id === id)
    if (listed) return this.open(listed)
    let found: GridDraft | undefined
    const ask = () => this.#api.get<GridDraft>(`/api/grid-drafts/${id}`)
    await this.#finding.read(ask, draft => {
      found = draft
    })
    if (found) await this.open(found)
  }

  /** Follows the draft and the grids under it as they change. */
  async follow(drafts: readonly GridDraft[]): Promise<void> {
    const { draft } = this
    if (!draft || this.isBusy) return
    const now = drafts.find(({ id }) => id === draft.id)
    if (now) return this.open(now)
    if (draft.state === 'published') return
    try {
      // Published or discarded by somebody else meanwhile.
      await this.openById(draft.id, drafts)
    } catch {
      if (this.draft?.id === draft.id) this.close()
    }
  }

  close(): void {
    this.#finding.drop()
    this.#reckoning.drop()
    this.draft = undefined
    this.consequences = undefined
    this.merge = undefined
    this.returning = []
    this.state = 'idle'
  }

  propose = () => this.#act('propose', {})
  recall = () => this.#act('recall', {})
  approve = (effectiveAt: string | null, note: string) => this.#act('approve', { effectiveAt, note })
  reject = (note: string) => this.#act('reject', { note })

  async discard(draft: GridDraft | undefined = this.draft): Promise<void> {
    if (!draft) return
    await this.#api.delete(`/api/grid-drafts/${draft.id}?version=${draft.version}`)
    if (this.draft?.id === draft.id) this.close()
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
      // Somebody may have decided, or the grids have changed: the panel then shows how it stands.
      await this.openById(draft.id, []).catch(() => undefined)
      throw error
    } finally {
      this.isBusy = false
    }
  }
}
