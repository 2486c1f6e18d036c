import { expect, it } from 'vitest'
import type { GridDraft, GridMerge } from '../../server/grid/draft.ts'
import type { Api } from '../api.ts'
import { MergeDesk } from './merge-desk.svelte.ts'

const step = (index: number, applies: boolean) => ({
  ...{ index, applies, reason: null, at: null, faces: [1] },
  edit: { kind: 'delete-vertex' as const, at: [0, 0] as const },
})
/** The third step builds on the first: without that it cannot be done either. */
function answer(drop: readonly number[]): GridMerge {
  const applies = [!drop.includes(0), false, !drop.includes(0) && !drop.includes(2)]
  const steps = applies.map((each, index) => step(index, each))
  return { isStale: true, base: [], theirs: [], yours: [], merged: [], steps, changedBy: [] }
}

function deskOf() {
  const sent: unknown[] = []
  const api = {
    get: async (_: string, query: { drop?: string } = {}) =>
      answer(query.drop ? query.drop.split(',').map(Number) : []),
    post: async (path: string, body: unknown) => {
      sent.push([path, body])
      return { id: 4, version: 8 }
    },
  }
  // The stand-in answers with merges and the draft's number alone, which is all that is read here.
  return { sent, desk: new MergeDesk(api as unknown as Pick<Api, 'get' | 'post'>) }
}
// Only the number and the version are read.
const draft = { id: 4, version: 7 } as GridDraft

it('drops what collides and what somebody leaves out, each named to the server', async () => {
  const { desk, sent } = deskOf()
  await desk.open(draft)
  expect([desk.kept, desk.conflicts]).toEqual([[0, 2], [1]])
  await desk.toggle(0)
  expect([desk.kept, desk.conflicts]).toEqual([[], [1, 2]])
  await desk.toggle(0)
  await desk.toggle(2)
  expect([desk.kept, desk.conflicts]).toEqual([[0], [1]])
  expect(await desk.finish()).toEqual({ id: 4, version: 8 })
  expect(sent).toEqual([['/api/grid-drafts/4/rebase', { version: 7, drop: [1, 2] }]])
})

it('forgets the choices of one draft when another is opened', async () => {
  const { desk } = deskOf()
  await desk.open(draft)
  await desk.toggle(2)
  await desk.open({ ...draft, id: 5 })
  expect([...desk.dropped]).toEqual([])
})
