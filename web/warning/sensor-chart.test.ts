import { expect, test } from 'vitest'
import { chartOf, nearestPoint } from './sensor-chart.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const size = { width: 100, height: 50 }
const limit = { grade: 'first' as const, direction: 'above' as const, over: 25, back: 20 }

test('readings run from left to right by their time, not by their number', () => {
  const readings = [
    { at: at(60), value: 30 },
    { at: at(15), value: 20 },
    { at: at(0), value: 10 },
  ]
  const chart = chartOf(readings, { thresholds: [limit], size })
  expect(chart?.points.map(({ x }) => x)).toEqual([0, 25, 100])
  expect(chart?.points.map(({ y }) => y)).toEqual([46, 25, 4])
  expect(chart?.limits.map(({ value, isBack }) => [value, isBack])).toEqual([
    [25, false],
    [20, true],
  ])
  expect([chart?.least, chart?.most]).toEqual([10, 30])
})

test('a threshold far off every reading does not press the line flat', () => {
  const readings = [
    { at: at(1), value: 2 },
    { at: at(0), value: 1 },
  ]
  expect(chartOf(readings, { thresholds: [{ ...limit, over: 500, back: 400 }], size })?.limits).toEqual([])
})

test('less than two readings make no line', () => {
  expect(chartOf([{ at: at(0), value: 1 }], { thresholds: [], size })).toBeUndefined()
})

test('the nearest point along the time is found', () => {
  const chart = chartOf(
    [
      { at: at(2), value: 2 },
      { at: at(1), value: 2 },
      { at: at(0), value: 1 },
    ],
    { thresholds: [], size },
  )
  expect(chart && [nearestPoint(chart, -5), nearestPoint(chart, 60), nearestPoint(chart, 99)]).toEqual([
    0, 1, 2,
  ])
})
