import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatArea,
  formatDate,
  formatDateTime,
  formatDistance,
  formatDuration,
  formatLngLat,
  formatMinutes,
  formatNumber,
  formatTime,
} from './format.ts'

describe('durations', () => {
  it.each([
    [290, '4 分 50 秒', '4 min 50 s'],
    [60, '1 分', '1 min'],
    [0, '0 秒', '0 s'],
    [0.4, '0 秒', '0 s'],
    [3600, '1 小时', '1 h'],
    [3725, '1 小时 2 分', '1 h 2 min'],
    [90_061, '1 天 1 小时', '1 d 1 h'],
    [-190, '−3 分 10 秒', '−3 min 10 s'],
    [Number.NaN, '—', '—'],
  ])('%s s reads %s and %s', (seconds, zh, en) => {
    expect(formatDuration('zh', seconds)).toBe(zh)
    expect(formatDuration('en', seconds)).toBe(en)
  })

  it('shows minutes like a stopwatch', () => {
    expect(formatMinutes(88)).toBe('1:28')
    expect(formatMinutes(3890)).toBe('1:04:50')
    expect(formatMinutes(-5)).toBe('−0:05')
    expect(formatMinutes(Number.POSITIVE_INFINITY)).toBe('—')
  })

  it('never loses a second below an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3599 }), seconds => {
        const [minutes = 0, rest = 0] = formatMinutes(seconds).split(':').map(Number)
        expect(minutes * 60 + rest).toBe(seconds)
      }),
    )
  })
})

describe('instants', () => {
  it('shows UTC+8 wherever the screen stands', () => {
    expect(formatTime('2026-03-12T06:07:32Z')).toBe('14:07:32')
    expect(formatDate('2026-03-12T18:30:00Z')).toBe('2026-03-13')
    expect(formatDateTime('2026-03-11T16:00:00Z')).toBe('2026-03-12 00:00')
  })

  it('shows a dash for what is not an instant', () => {
    expect(formatTime('soon')).toBe('—')
    expect(formatDateTime('')).toBe('—')
  })

  it('says how long ago in the largest fitting unit', () => {
    const now = '2026-03-12T06:00:00Z'
    expect(formatAgo('zh', '2026-03-12T05:59:54Z', now)).toBe('6 秒前')
    expect(formatAgo('zh', '2026-03-12T05:57:00Z', now)).toBe('3 分钟前')
    expect(formatAgo('en', '2026-03-10T06:00:00Z', now)).toBe('2 d ago')
    expect(formatAgo('zh', now, now)).toBe('刚刚')
  })
})

describe('measures', () => {
  it('groups thousands and rounds to the digits asked for', () => {
    expect(formatNumber(1846)).toBe('1,846')
    expect(formatNumber(3.256, 1)).toBe('3.3')
    expect(formatNumber(Number.NaN)).toBe('—')
  })

  it('chooses the unit by size', () => {
    expect(formatDistance(260.4)).toBe('260 m')
    expect(formatDistance(2910)).toBe('2.9 km')
    expect(formatDistance(18_240)).toBe('18 km')
    expect(formatArea(10_000)).toBe('1.00 ha')
    expect(formatArea(71_200_000)).toBe('71.2 km²')
  })

  it('puts longitude first', () => {
    expect(formatLngLat([121.92143, 30.89312])).toBe('121.9214, 30.8931')
  })
})
