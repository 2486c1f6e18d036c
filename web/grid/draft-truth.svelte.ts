import type { Consequences } from '../../server/grid/consequence.ts'
import type { GridDraft } from '../../server/grid/draft.ts'
import type { Api } from '../api.ts'

/** What the server says a kept draft would change, asked for after each time it was kept. */
export class DraftTruth {
  consequences = $state.raw<Consequences | undefined>()
  /** Why the draft could not be put in force as it is. */
  failure = $state.raw<unknown>()
  isAsking = $state(false)
  readonly #api: Pick<Api, 'get'>
  #of = ''

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api
  }

  async ask({ id, version }: Pick<GridDraft, 'id' | 'version'>): Promise<void> {
    const asked = `${id} ${version}`
    if (this.#of === asked) return
    this.#of = asked
    this.isAsking = true
    try {
      const told = await this.#api.get<Consequences>(`/api/grid-drafts/${id}/consequences`)
      if (this.#of !== asked) return
      this.consequences = told
      this.failure = undefined
    } catch (error) {
      if (this.#of !== asked) return
      this.consequences = undefined
      this.failure = error
    } finally {
      if (this.#of === asked) this.isAsking = false
    }
  }

  clear(): void {
    this.#of = ''
    this.consequences = undefined
    this.failure = undefined
    this.isAsking = false
  }
}
