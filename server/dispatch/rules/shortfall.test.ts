import { expect, test } from 'vitest'
import type { Travel } from '../../road/road.ts'
import { clockText } from './clock-text.ts'
import { drawStock } from './draw-stock.ts'
import { shortfall, stockShortfall } from './shortfall.ts'
import { vehicleOf } from './vehicle.ts'

const need = { kind: 'team' as const, skill: 'fire', count: 5 }
const road: Travel = { seconds: 1, meters: 1, found: 'road' }
const one = (state: string, travel: Travel = road, isChosenElsewhere = false) => ({
  responder: {
    kind: 'team',
    skills: ['fire'],
    lngLat: [0, 0] as [number, number],
    available: state === 'available',
    state,
  },
  travel,
  isChosenElsewhere,
})

test('every cause is counted once', () => {
  const fitting = [
    one('available'),
    one('departed'),
    one('off-duty'),
    one('available', { seconds: 1, meters: 1, found: 'straight-line', reason: 'no-way-through' }),
    one('available', road, true),
  ]
  expect(shortfall(need, 1, fitting)).toEqual({
    zh: '需要 5 支消防灭火队伍，共登记 5，可派 1；未在岗 1、出动中 1、无路可达 1、用于其他需求 1',
    en: 'Needs 5 firefighting teams; 5 registered, 1 can go; 1 off duty, 1 already out, 1 with no way through, 1 used for another need',
  })
  expect(shortfall(need, 5, fitting)).toBeNull()
})

test('stock is drawn from the nearest store first and never more than is free', () => {
  const stores = [
    { free: 10, etaSeconds: 300 },
    { free: 4, etaSeconds: 60 },
    { free: 9, etaSeconds: 900 },
  ]
  expect(drawStock(12, stores).map(store => store.take)).toEqual([4, 8, 0])
  expect(drawStock(99, stores).map(store => store.take)).toEqual([4, 10, 9])
  const sacks = { kind: 'supply' as const, skill: '沙袋', count: 10 }
  expect(stockShortfall(sacks, 10, '只')).toBeNull()
  expect(stockShortfall(sacks, 9, '只')?.zh).toBe('需要 沙袋 10 只，各库可用合计 9 只')
})

test('a heavy or high vehicle keeps to roads that bear it, an expert never jumps lights', () => {
  const body = { kind: 'vehicle' as const, skills: ['fire' as const], heightMeters: 3.6, weightTons: 18 }
  expect(vehicleOf(body)).toEqual({ profile: 'truck', heightMeters: 3.6, weightTons: 18, blueLight: true })
  expect(vehicleOf({ ...body, kind: 'expert', heightMeters: null, weightTons: null })).toEqual({
    profile: 'car',
  })
})

test('times of day are those of China', () => {
  expect(clockText('2026-07-01T06:32:59.000Z')).toBe('14:32')
  expect(clockText('2026-07-01T16:05:00.000Z')).toBe('00:05')
})
