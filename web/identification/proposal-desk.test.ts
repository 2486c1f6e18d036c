import { expect, test, vi } from 'vitest'
import type { IdentificationRule, Proposal } from '../../server/identification/identification.ts'
import { Api } from '../api.ts'
import { groupsOf, ProposalDesk, stepFrom } from './proposal-desk.svelte.ts'

const rule = (code: string): IdentificationRule => ({
  edition: 1,
  code,
  title: code,
  titleEn: code,
  domain: 'natural',
  kind: 'other',
  reachMeters: 100,
  parameters: {},
  clause: '',
  verified: false,
})
const proposal = (id: number, more: Partial<Proposal> = {}): Proposal => ({
  id,
  townId: 1,
  rule: 'a',
  key: `target:${id}`,
  act: 'add',
  hazardId: null,
  name: `${id}`,
  nameEn: '',
  domain: 'natural',
  kind: 'other',
  lngLat: [121, 30],
  reachMeters: 100,
  reasons: [],
  facts: {},
  factsHash: '',
  state: 'open',
  news: 'unchanged',
  decidedAt: null,
  decidedBy: '',
  reason: '',
  rejectedBefore: null,
  version: 1,
  ...more,
})

test('proposals are grouped by rule in the order of the rules, news first', () => {
  const groups = groupsOf(
    [rule('b'), rule('a'), rule('c')],
    [
      proposal(1),
      proposal(2, { news: 'fresh' }),
      proposal(3, { rule: 'b' }),
      proposal(4, { news: 'returned' }),
      proposal(5, { rule: 'retired' }),
    ],
  )
  expect(groups.map(({ code, rows }) => [code, rows.map(({ id }) => id)])).toEqual([
    ['b', [3]],
    ['a', [4, 2, 1]],
    ['retired', [5]],
  ])
})

test('a step begins at the first and stops at either end', () => {
  const rows = [proposal(1), proposal(2)]
  expect(stepFrom(rows, undefined, 1)?.id).toBe(1)
  expect(stepFrom(rows, 1, 1)?.id).toBe(2)
  expect(stepFrom(rows, 2, 1)?.id).toBe(2)
  expect(stepFrom(rows, 1, -1)?.id).toBe(1)
  expect(stepFrom([], 1, 1)).toBeUndefined()
})

const aClient = () =>
  new Api({ worldId: () => 0, languageTag: () => 'zh-CN', reached: () => undefined, ended: () => undefined })

/** A server that keeps proposals in memory, as far as deciding needs it. */
function fakeServer(proposals: Proposal[]) {
  const asked: string[] = []
  const answer = vi.fn(async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(String(input instanceof Request ? input.url : input), 'http://x')
    const body = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined
    asked.push(`${init?.method ?? 'GET'} ${url.pathname}${body ? ` ${JSON.stringify(body)}` : ''}`)
    const [, , , id, verb] = url.pathname.split('/')
    const found = proposals.find(each => String(each.id) === id)
    if (found && verb)
      return Response.json({ ...found, version: found.version + 1, state: verb === 'undo' ? 'open' : verb })
    if (url.pathname.endsWith('/proposals')) return Response.json(proposals)
    return Response.json(url.pathname.endsWith('/rules') ? [rule('a')] : [])
  })
  return { asked, answer }
}

test('a decision moves on to the next, and the last one can be taken back', async () => {
  const server = fakeServer([proposal(1), proposal(2)])
  vi.stubGlobal('fetch', server.answer)
  try {
    const desk = new ProposalDesk(aClient())
    await desk.load(1)
    desk.step(1)
    const first = desk.selected
    if (!first) throw new Error('nothing is selected')
    await desk.decide(first, 'reject', { reason: '不符' })
    expect([desk.selectedId, desk.rows.map(({ id }) => id), desk.canUndo]).toEqual([2, [2], true])
    await desk.undo()
    expect([desk.selectedId, desk.rows.map(({ id }) => id), desk.canUndo]).toEqual([1, [1, 2], false])
    expect(server.asked.filter(each => each.startsWith('POST'))).toEqual([
      'POST /api/proposals/1/reject {"version":1,"reason":"不符"}',
      'POST /api/proposals/1/undo {"version":2}',
    ])
  } finally {
    vi.unstubAllGlobals()
  }
})
