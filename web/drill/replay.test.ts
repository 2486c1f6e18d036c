import { expect, test } from 'vitest'
import type { ReplayRow } from '../../server/drill/drill.ts'
import type { Responder } from '../../server/responder/responder.ts'
import { noLists } from '../overview/situation.svelte.ts'
import { listsAt, spanOf } from './replay.ts'

const team: Responder = {
  id: 7,
  townId: 1,
  kind: 'team',
  name: '一号消防站',
  nameEn: '',
  skills: ['fire'],
  people: 8,
  vehicles: 2,
  parentId: null,
  heightMeters: null,
  weightTons: null,
  phone: '',
  home: [121.9, 30.88],
  standing: 'confirmed',
  origin: null,
  state: 'available',
  lngLat: [121.95, 30.9],
  positionAt: null,
  orderId: null,
  version: 1,
}

const row = (sequence: number, minute: number, noun: string, nounId: number, after: unknown): ReplayRow => ({
  sequence,
  at: `2026-07-01T06:${String(minute).padStart(2, '0')}:00.000Z`,
  actor: '周岚',
  verb: 'test',
  noun,
  nounId,
  after,
  text: { zh: '', en: '' },
})

const rows = [
  row(1, 0, 'incident', 3, { id: 3, title: '漫堤', state: 'reported' }),
  row(2, 2, 'order', 9, {
    id: 9,
    responderId: 7,
    state: 'ordered',
    route: { type: 'LineString', coordinates: [] },
  }),
  row(3, 5, 'order', 9, { id: 9, responderId: 7, state: 'departed' }),
  row(4, 6, 'position', 7, { responderId: 7, lngLat: [121.91, 30.89], at: '2026-07-01T06:06:00.000Z' }),
  row(5, 9, 'order', 9, { id: 9, responderId: 7, state: 'released' }),
]
const base = { ...noLists, responders: [team] }
const at = (minute: number) =>
  listsAt(base, rows, Date.parse(`2026-07-01T06:${String(minute).padStart(2, '0')}:00Z`))

test('before anything happened teams stand at home and nothing is on the map', () => {
  const lists = listsAt(base, rows, Date.parse('2026-07-01T05:59:00Z'))
  expect(lists.incidents).toEqual([])
  expect(lists.responders[0]).toMatchObject({ state: 'available', lngLat: team.home })
})

test('an order keeps its route while its state goes on, and the team moves with its positions', () => {
  expect(at(5).orders[0]).toMatchObject({ state: 'departed', route: { type: 'LineString' } })
  expect(at(5).responders[0]).toMatchObject({ state: 'departed', lngLat: team.home })
  expect(at(7).responders[0]).toMatchObject({ lngLat: [121.91, 30.89] })
  expect(at(9).responders[0]).toMatchObject({ state: 'available', orderId: null })
})

test('the span runs from the first row to the last', () => {
  expect(spanOf(rows)).toEqual({
    from: Date.parse('2026-07-01T06:00:00Z'),
    to: Date.parse('2026-07-01T06:09:00Z'),
  })
  expect(spanOf([])).toBeNull()
})
