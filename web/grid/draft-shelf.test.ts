import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { GridDraft } from '../../server/grid/draft.ts'
import { Problem } from '../problem.ts'
import { DraftShelf, type ShelfInput } from './draft-shelf.svelte.ts'

const input = (name: string): ShelfInput => ({ townId: 1, name, edits: [], seen: [] })
const draft = (id: number, version: number, name: string): GridDraft => ({
  ...input(name),
  id,
  version,
  personId: 1,
  personName: '许建平',
  state: 'draft',
  attributes: [],
  thematic: [],
  restore: null,
  imported: null,
  reason: '',
  proposedAt: null,
  reviewerName: '',
  reviewedAt: null,
  reviewNote: '',
  effectiveAt: null,
  publishedAt: null,
  stalled: null,
  made: [],
  savedAt: '2026-03-12T06:00:00.000Z',
})

let calls: [string, string, unknown][]
let fault: Problem | undefined
const answer = (how: string) => async (path: string, body?: unknown) => {
  calls.push([how, path, body])
  if (how === 'put' && fault) throw fault
  const { name, version } = body as { name: string; version: number }
  return draft(3, version + 1, name)
}
const api = {
  post: answer('post'),
  put: answer('put'),
  delete: async (path: string) => calls.push(['delete', path, 0]),
}
// The stand-in answers with drafts alone, which is all the shelf asks for.
const shelfOf = (kept?: GridDraft) =>
  new DraftShelf(api as unknown as ConstructorParameters<typeof DraftShelf>[0], kept)

beforeEach(() => {
  vi.useFakeTimers()
  calls = []
  fault = undefined
})
afterEach(() => vi.useRealTimers())

it('writes a moment after the last change, first as a new draft and then over it', async () => {
  const shelf = shelfOf()
  shelf.keep(input('甲'))
  shelf.keep(input('乙'))
  expect(shelf.state).toBe('waiting')
  await vi.runAllTimersAsync()
  shelf.keep(input('丙'))
  await vi.runAllTimersAsync()
  expect(calls.map(([how, path, body]) => [how, path, body])).toEqual([
    ['post', '/api/grid-drafts', { ...input('乙'), version: 0 }],
    ['put', '/api/grid-drafts/3', { ...input('丙'), version: 1 }],
  ])
  expect(shelf.state).toBe('saved')
})

it('keeps what another window has overtaken as a draft of its own', async () => {
  fault = new Problem({ code: 'conflict', status: 409 })
  const shelf = shelfOf(draft(3, 1, '甲'))
  shelf.keep(input('乙'))
  await vi.runAllTimersAsync()
  expect(calls.map(([how]) => how)).toEqual(['put', 'post'])
  expect(shelf.state).toBe('saved')
})

it('says that it could not write, and tries again until the server is back', async () => {
  fault = new Problem({ code: 'offline', status: 0 })
  const shelf = shelfOf(draft(3, 1, '甲'))
  shelf.keep(input('乙'))
  await vi.advanceTimersByTimeAsync(1000)
  expect([shelf.state, calls.length]).toEqual(['failed', 1])
  await vi.advanceTimersByTimeAsync(10_000)
  expect([shelf.state, calls.length]).toEqual(['failed', 3])
  fault = undefined
  await vi.runAllTimersAsync()
  expect([shelf.state, calls.length]).toEqual(['saved', 4])
  expect(calls.at(-1)?.[2]).toEqual({ ...input('乙'), version: 1 })
})

it('does not try again what the server refuses', async () => {
  fault = new Problem({ code: 'invalid', status: 422 })
  const shelf = shelfOf(draft(3, 1, '甲'))
  shelf.keep(input('乙'))
  await vi.runAllTimersAsync()
  expect([shelf.state, calls.length]).toEqual(['failed', 1])
  fault = undefined
  shelf.keep(input('丙'))
  await vi.runAllTimersAsync()
  expect(shelf.state).toBe('saved')
})

it('writes nothing more once it is thrown away', async () => {
  const shelf = shelfOf(draft(3, 4, '甲'))
  shelf.keep(input('乙'))
  await shelf.discard()
  await vi.runAllTimersAsync()
  expect(calls.map(([how, path]) => `${how} ${path}`)).toEqual(['delete /api/grid-drafts/3?version=4'])
})
