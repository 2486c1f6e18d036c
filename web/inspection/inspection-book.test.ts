import { expect, test } from 'vitest'
import type { Danger } from '../../server/danger/danger.ts'
import type { Control } from '../../server/inspection/inspection.ts'
import type { Api } from '../api.ts'
import { dueGroups, InspectionBook, shownDangers, sparkline } from './inspection-book.svelte.ts'

const now = Date.parse('2026-03-12T06:00:00Z')
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString()

const aDanger = (id: number, more: Partial<Danger> = {}): Danger => ({
  id,
  townId: 1,
  hazardId: 1,
  hazardName: '罐区',
  hazardNameEn: 'Tanks',
  inspectionId: null,
  title: `隐患${id}`,
  detail: '',
  grade: 'general',
  state: 'assessed',
  responsible: '赵工',
  supervisor: '',
  dueAt: null,
  reportedAt: inDays(-9),
  reportedBy: '',
  closedAt: null,
  gridCode: '',
  gridName: '',
  next: [],
  steps: [],
  version: 1,
  ...more,
})
const aControl = (hazardId: number, more: Partial<Control>): Control => ({
  hazardId,
  townId: 1,
  name: '',
  nameEn: '',
  domain: 'natural',
  lngLat: [0, 0],
  level: 2,
  controller: 'town',
  inspectDays: 60,
  responsible: '',
  unit: '',
  phone: '',
  lastAt: null,
  dueAt: inDays(90),
  daysLate: 0,
  openDangers: 0,
  version: 0,
  ...more,
})

test('late dangers come first, then major ones, then the newest; closed ones apart', () => {
  const dangers = [
    aDanger(1),
    aDanger(2, { grade: 'major' }),
    aDanger(3, { dueAt: inDays(-2) }),
    aDanger(4, { state: 'closed' }),
    aDanger(5),
  ]
  const shown = (filter: 'open' | 'late' | 'closed', query = '') =>
    shownDangers(dangers, { filter, query, nowMs: now }).map(({ id }) => id)
  expect(shown('open')).toEqual([3, 2, 5, 1])
  expect(shown('late')).toEqual([3])
  expect(shown('closed')).toEqual([4])
  expect(shown('open', '隐患5')).toEqual([5])
  expect(shown('open', 'TANKS')).toHaveLength(4)
  expect(shown('open', 'nothing')).toEqual([])
})

test('sources are grouped by when they are due', () => {
  const groups = dueGroups(
    [
      aControl(1, { daysLate: 3, dueAt: inDays(-3) }),
      aControl(2, { dueAt: inDays(30) }),
      aControl(3, { dueAt: inDays(30.1) }),
      aControl(4, { dueAt: null, level: 0 }),
    ],
    now,
  )
  const ids = Object.fromEntries(
    Object.entries(groups).map(([name, rows]) => [name, rows.map((each: Control) => each.hazardId)]),
  )
  expect(ids).toEqual({ overdue: [1], soon: [2], later: [3], unassessed: [4] })
})

test('a line of readings runs from the oldest to the newest inside its box', () => {
  const readings = [30, 10, 20].map((value, i) => ({ at: inDays(-i), value }))
  expect(sparkline(readings, 30)).toEqual({ points: '0,12 50,22 100,2', threshold: 2 })
  expect(sparkline(readings.slice(0, 1), undefined)).toBeNull()
})

test('the inspections shown are those of the source opened last, whichever answer comes first', async () => {
  const answers = new Map<string, (rows: unknown) => void>()
  const api = { get: (path: string) => new Promise(give => answers.set(path, give)) } as unknown as Api
  const book = new InspectionBook(api)
  const read = [book.loadInspections(1), book.loadInspections(2)]
  answers.get('/api/hazards/2/inspections')?.([{ id: 20 }])
  answers.get('/api/hazards/1/inspections')?.([{ id: 10 }])
  await Promise.all(read)
  expect(book.inspections?.map(({ id }) => id)).toEqual([20])
})
