import { expect, test } from 'vitest'
import { checkReadings } from './check-reading.ts'

const now = new Date('2026-03-12T06:00:00Z')
const known = new Set(['NH3-1'])
const at = '2026-03-12T05:59:00Z'
const said = (sensor: string, when: string, value: number | string | null) =>
  checkReadings([{ sensor, at: when, value }], { known, now }).bad[0]?.message.en ?? 'taken'

test('numbers and texts of numbers are taken, with the zone they name', () => {
  const { good, bad } = checkReadings(
    [
      { sensor: 'NH3-1', at, value: 12.5 },
      { sensor: 'NH3-1', at: '2026-03-12T13:59:30+08:00', value: '12.50' },
    ],
    { known, now },
  )
  expect(bad).toEqual([])
  expect(good.map(({ row, value, at: when }) => [row, value, when.toISOString()])).toEqual([
    [1, 12.5, '2026-03-12T05:59:00.000Z'],
    [2, 12.5, '2026-03-12T05:59:30.000Z'],
  ])
})

test.each([
  ['NH3-9', at, 1, /Row 1: There is no sensor/],
  ['NH3-1', at, 'NaN', /not a number/],
  ['NH3-1', at, '', /not a number/],
  ['NH3-1', at, '0x10', /not a number/],
  ['NH3-1', at, null, /not a number/],
  ['NH3-1', at, '1e999', /not a number/],
  ['NH3-1', 'yesterday', 1, /not an instant/],
  ['NH3-1', '2026-03-12T05:59:00', 1, /not an instant/],
  ['NH3-1', '2026-13-12T05:59:00Z', 1, /not an instant/],
  ['NH3-1', '2026-03-12T06:01:00.001Z', 1, /in the future/],
  ['NH3-1', '2026-03-12T06:01:00Z', 1, /^taken$/],
] as const)('%s %s %s', (sensor, when, value, message) => {
  expect(said(sensor, when, value)).toMatch(message)
})
