import { expect, test } from 'vitest'
import type { LiveTerm } from '../../server/inspection/inspection.ts'
import type { Warning } from '../../server/warning/warning.ts'
import { bySource } from './live-book.svelte.ts'
import { concerned, termFor, WarningDraft } from './warning-draft.svelte.ts'

const nowMs = Date.parse('2026-07-01T00:00:00Z')
const seen: Warning = {
  id: 3,
  townId: 1,
  kind: '暴雨',
  kindEn: 'Rainstorm',
  level: 'orange',
  title: '暴雨橙色预警',
  titleEn: 'Rainstorm: Orange warning',
  area: null,
  issuedAt: '2026-06-30T22:00:00.000Z',
  until: '2026-07-01T05:30:00.000Z',
  endedAt: null,
  version: 4,
}
const square = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
  ] as [number, number][][],
}
const term: LiveTerm = {
  cause: 'warning',
  grade: 'orange',
  warningKind: '暴雨',
  hazardKinds: ['slope'],
  raiseThousandths: 1000,
  clause: '',
  verified: false,
}

test('the title follows kind and level until somebody writes one', () => {
  const draft = new WarningDraft({ nowMs })
  expect(draft.title).toBe('暴雨橙色预警')
  draft.level = 'red'
  draft.kind = '台风'
  expect(draft.title).toBe('台风红色预警')
  expect(draft.titleEn).toMatch(/^Typhoon/)
  draft.title = '镜湖台风预警'
  draft.level = 'blue'
  expect(draft.title).toBe('镜湖台风预警')
})

test('a change keeps the end to the second until the hours are changed', () => {
  const draft = new WarningDraft({ seen, nowMs })
  expect(draft.hours).toBe(6)
  expect(draft.change(nowMs)).toMatchObject({ until: seen.until, version: 4, level: 'orange' })
  draft.hours = 2
  expect(draft.change(nowMs).until).toBe('2026-07-01T02:00:00.000Z')
})

test('an area that is asked for and not drawn holds the draft back', () => {
  const draft = new WarningDraft({ nowMs })
  draft.areaKind = 'drawn'
  expect([draft.lacksArea, draft.isReady]).toEqual([true, false])
  draft.area = square
  expect(draft.isReady).toBe(true)
  expect(draft.words(nowMs).area).toEqual(square)
  draft.areaKind = 'town'
  expect(draft.words(nowMs).area).toBeNull()
})

test('over a version that somebody saved meanwhile the words stay', () => {
  const draft = new WarningDraft({ seen, nowMs })
  draft.level = 'red'
  const again = draft.over({ ...seen, version: 5, level: 'yellow' }, nowMs)
  expect(again.change(nowMs)).toMatchObject({ version: 5, level: 'red', title: '暴雨红色预警' })
})

test('the sources it would raise are those of the kinds of its rule inside its area', () => {
  const hazards = [
    { kind: 'slope' as const, lngLat: [0.5, 0.5] as [number, number], standing: 'confirmed' as const },
    { kind: 'slope' as const, lngLat: [2, 2] as [number, number], standing: 'confirmed' as const },
    { kind: 'slope' as const, lngLat: [0.6, 0.5] as [number, number], standing: 'rejected' as const },
    { kind: 'port' as const, lngLat: [0.5, 0.5] as [number, number], standing: 'confirmed' as const },
  ]
  expect(concerned(hazards, { term, area: null })).toBe(2)
  expect(concerned(hazards, { term, area: square })).toBe(1)
  expect(concerned(hazards, { term: undefined, area: null })).toBe(0)
  expect(termFor([term], { kind: '暴雨', level: 'orange' })).toBe(term)
  expect(termFor([term], { kind: '暴雨', level: 'blue' })).toBeUndefined()
})

test('raises are listed source by source with all their causes', () => {
  const both = { zh: '', en: '' }
  const raise = (hazardId: number, cause: 'danger' | 'warning', nounId: number) => ({
    hazardId,
    cause,
    nounId,
    thousandths: 500,
    text: both,
    remedy: both,
    name: '',
    nameEn: '',
    lngLat: [0, 0] as [number, number],
    since: null,
    before: 3 as const,
    now: 2 as const,
    cleared: 3 as const,
  })
  const raises = [raise(1, 'danger', 5), raise(2, 'warning', 9), raise(1, 'warning', 9)]
  expect(bySource(raises, 'all').map(each => [each.hazardId, each.causes.length])).toEqual([
    [1, 2],
    [2, 1],
  ])
  expect(bySource(raises, 'danger').map(each => each.hazardId)).toEqual([1])
})
