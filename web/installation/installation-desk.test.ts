import { expect, test } from 'vitest'
import type { Installation } from '../../server/installation/installation.ts'
import { appraise } from '../../server/installation/rules/appraise.ts'
import type { Api } from '../api.ts'
import { daysLeft, InstallationDesk, shownUnits } from './installation-desk.svelte.ts'

const line = (no: number, tonnes: string) => ({ no, cas: null, classes: [], name: '', tonnes, note: '' })
function aUnit(id: number, more: Partial<Installation> = {}, no = 1, tonnes = '40'): Installation {
  const appraised = appraise([line(no, tonnes)], 60)
  if (!appraised.appraised) throw new Error('a plain line')
  return {
    id,
    townId: 1,
    hazardId: 7,
    hazardName: '3 号罐区',
    hazardNameEn: 'Tank Farm 3',
    owner: '镜湖合成氨厂',
    code: `ZD0000${id}`,
    name: '球罐组',
    nameEn: 'Spheres',
    kind: 'tank-area',
    place: { type: 'Point', coordinates: [121.9, 30.9] },
    ringFrom: 'unit',
    lines: [line(no, tonnes)],
    leftOut: 0,
    people: { day: 60, night: 20, countedAt: '2026-01-01T00:00:00.000Z', stated: null, reason: '' },
    appraisal: appraised.result,
    grade: appraised.result.grade,
    filing: null,
    retiredAt: null,
    retiredReason: '',
    version: 1,
    ...more,
  }
}

test('units are found by name, company, code and what they hold', () => {
  const all = [aUnit(1), aUnit(2, { hazardId: 8, name: '光气化装置', owner: '申澜新材料' }, 6, '1.5')]
  const found = (query: string, more = {}) =>
    shownUnits(all, { query, grade: undefined, hazardId: undefined, ...more }).map(({ id }) => id)
  expect([found('氨'), found('碳酰氯'), found('zd 00002'), found('申澜'), found('tank farm')]).toEqual([
    [1],
    [2],
    [2],
    [2],
    [1, 2],
  ])
  expect(found('', { grade: 3 })).toEqual([1])
  expect(found('', { hazardId: 8 })).toEqual([2])
})

test('what a verb gave back is shown at once; a retired unit is gone', () => {
  const desk = new InstallationDesk({} as Api)
  desk.all = [aUnit(1), aUnit(3)]
  desk.doing = { kind: 'inventory' }
  desk.take(aUnit(2, {}, 6, '3'))
  expect(desk.all.map(({ id }) => id)).toEqual([2, 1, 3])
  expect(desk).toMatchObject({ unitId: 2, doing: { kind: 'look' } })
  desk.take(aUnit(2, { retiredAt: '2026-01-01T00:00:00.000Z' }))
  expect(desk.all.map(({ id }) => id)).toEqual([1, 3])
  expect(desk.unitId).toBeUndefined()
})

test('one step back at a time', () => {
  const desk = new InstallationDesk({} as Api)
  desk.unitId = 1
  desk.doing = { kind: 'what-if' }
  expect([desk.back(), desk.doing.kind, desk.unitId]).toEqual([true, 'look', 1])
  expect([desk.back(), desk.unitId, desk.back()]).toEqual([true, undefined, false])
})

test('a filing ends at midnight of its day in China', () => {
  const noon = Date.parse('2026-03-12T12:00:00+08:00')
  expect([daysLeft('2026-03-12', noon), daysLeft('2026-03-13', noon), daysLeft('2026-03-01', noon)]).toEqual([
    -0, 1, -11,
  ])
})
