import type { GridDraft, GridMerge } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { Api } from '../api.ts'
import { differenceOf } from './boundary-difference.ts'

/** Another person's draft while one edits oneself, with the boundaries it would draw on the present grids. */
export interface OtherDraft {
  draft: GridDraft
  lines: readonly LngLat[][]
}

const AT_MOST = 30
const living: readonly GridDraft['state'][] = ['draft', 'proposed', 'approved', 'rejected', 'stalled']

/** Drafts of others that may still come in force. */
export const draftsOfOthers = (drafts: readonly GridDraft[], personId: number | undefined): GridDraft[] =>
  drafts.filter(draft => draft.personId !== personId && living.includes(draft.state)).slice(0, AT_MOST)

/** Grids that a draft and a set of touched faces have in common. */
export const sharedWith = (draft: GridDraft, touched: readonly number[]): number[] =>
  draft.seen.flatMap(({ id }) => (touched.includes(id) ? [id] : []))

/** Reads what others draw, each again only when it or the grids under it changed. */
export class OtherDrafts {
  list = $state.raw<readonly OtherDraft[]>([])
  readonly #api: Pick<Api, 'get'>
  readonly #read = new Map<number, { mark: string; lines: readonly LngLat[][] }>()
  #asked = 0

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api
  }

  async follow(drafts: readonly GridDraft[], grids: readonly Grid[]): Promise<void> {
    const asked = ++this.#asked
    const byId = new Map(grids.map(grid => [grid.id, grid]))
    const found: OtherDraft[] = []
    for (const draft of drafts) {
      const lines = await this.#linesOf(draft, byId)
      if (asked !== this.#asked) return
      found.push({ draft, lines })
    }
    this.list = found
  }

  async #linesOf(draft: GridDraft, grids: ReadonlyMap<number, Grid>): Promise<readonly LngLat[][]> {
    const under = draft.seen.map(({ id }) => `${id}:${grids.get(id)?.version ?? '-'}`)
    const mark = `${draft.version} ${under}`
    const kept = this.#read.get(draft.id)
    if (kept?.mark === mark) return kept.lines
    try {
      const { merged } = await this.#api.get<GridMerge>(`/api/grid-drafts/${draft.id}/merge`)
      const was = draft.seen.flatMap(({ id }) => grids.get(id) ?? [])
      const lines = differenceOf(was, merged).fresh
      this.#read.set(draft.id, { mark, lines })
      return lines
    } catch {
      // It may have been published or discarded meanwhile; the list of drafts says so soon.
      return kept?.lines ?? []
    }
  }

  clear(): void {
    this.#asked += 1
    this.list = []
  }
}
