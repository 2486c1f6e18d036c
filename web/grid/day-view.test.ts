import { expect, it } from 'vitest'
import type { GridDraft } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import { DayView } from './day-view.svelte.ts'
import { board } from './grid.fixture.ts'

const june = '2026-06-01T00:00:00.000Z'
const grids = board(2)
const draft = (id: number, effectiveAt: string, seen: GridDraft['seen']): GridDraft => ({
  ...{
    id,
    effectiveAt,
    seen,
    state: 'approved',
    townId: 1,
    name: `${id}`,
    personId: 1,
    personName: '许建平',
  },
  ...{ edits: [], attributes: [], thematic: [], restore: null, imported: null, reason: '', savedAt: june },
  ...{ proposedAt: null, reviewerName: '', reviewedAt: null, reviewNote: '', publishedAt: null },
  ...{ stalled: null, made: [], version: 1 },
})

function viewOf(drafts: GridDraft[], planned: Grid[]) {
  const asked: unknown[] = []
  const get = async (path: string, query: unknown) => {
    asked.push(query)
    return path === '/api/grids' && Reflect.get(Object(query), 'cursor') === 0 ? planned : []
  }
  const days = new DayView({
    api: { get: get as never },
    book: { townId: 1, grids, regions: [], drafts, state: 'ready', failure: undefined, load: async () => {} },
    now: () => Date.parse('2026-05-01T04:00:00Z'),
  })
  return { days, asked }
}

it('takes the grids of a coming day from the server, and names what makes them so', async () => {
  const [first, ...rest] = grids
  if (!first) throw new Error('no grids')
  const planned: Grid[] = [{ ...first, planned: true, validFrom: june }, ...rest]
  const laid = draft(7, june, [{ id: first.id, version: first.version }])
  const later = draft(8, '2026-08-01T00:00:00.000Z', [])
  const { days, asked } = viewOf([laid, later], planned)
  await days.turnTo('2026-06-02')
  expect(days.grids).toEqual(planned)
  expect(asked[0]).toMatchObject({ town: 1, at: '2026-06-02T15:59:59.999Z' })
  expect(days.counted.map(({ id }) => id)).toEqual([7])
  expect(days.left).toEqual([])
})

it('names a draft that the grids no longer allow', async () => {
  const [first] = grids
  const overtaken = draft(7, june, [{ id: first?.id ?? 0, version: 0 }])
  const { days } = viewOf([overtaken], [...grids])
  await days.turnTo('2026-06-02')
  expect([days.counted, days.left.map(({ id }) => id)]).toEqual([[], [7]])
})

it('goes back to today without asking', async () => {
  const { days, asked } = viewOf([], [...grids])
  await days.turnTo('2026-05-01')
  expect(days.day).toBeUndefined()
  expect(asked).toEqual([])
})
