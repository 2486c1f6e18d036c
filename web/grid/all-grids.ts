import type { Grid } from '../../server/grid/grid.ts'
import type { Api } from '../api.ts'

const PAGE = 5000

/** Every grid of a town, as it is now or, with an instant, as it was then. */
export async function allGrids(api: Pick<Api, 'get'>, town: number, at?: string): Promise<Grid[]> {
  const all: Grid[] = []
  for (let cursor = 0; ; ) {
    const query = { town, limit: PAGE, cursor, ...(at ? { at } : {}) }
    const rows = await api.get<Grid[]>('/api/grids', query)
    all.push(...rows)
    const last = rows.at(-1)?.id ?? 0
    // Grids that will be gone by then are left out of a full page: of a planned day only an empty one is the last.
    const isLast = rows.length < PAGE && !rows.some(({ planned }) => planned)
    if (isLast || last <= cursor) return all
    cursor = last
  }
}
