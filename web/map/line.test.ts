import { expect, it } from 'vitest'
import { closed, lengthMeters, metersBetween, middleOf } from './line.ts'
import { scaleBar } from './scale-bar.ts'

it('measures lines on the ground', () => {
  expect(metersBetween([121, 31], [121, 31.01])).toBeCloseTo(1113.2, 1)
  expect(metersBetween([121, 60], [121.01, 60])).toBeCloseTo(556.6, 0)
  expect(
    lengthMeters([
      [121, 31],
      [121, 31.01],
      [121, 31],
    ]),
  ).toBeCloseTo(2226.4, 1)
  expect(lengthMeters([])).toBe(0)
})

it('finds the place half-way along, not the middle vertex', () => {
  const [, lat] = middleOf([
    [121, 31],
    [121, 31.001],
    [121, 31.002],
    [121, 31.01],
  ])
  expect(lat).toBeCloseTo(31.005, 6)
  expect(middleOf([[121, 31]])).toEqual([121, 31])
})

it('closes rings once', () => {
  expect(
    closed([
      [0, 0],
      [1, 0],
      [1, 1],
    ]),
  ).toHaveLength(4)
  expect(
    closed([
      [0, 0],
      [1, 0],
      [0, 0],
    ]),
  ).toHaveLength(3)
})

it.each([
  [1, 96, 50],
  [3.2, 96, 200],
  [9, 96, 500],
  [120, 96, 10_000],
])('draws a round scale bar at %d m a pixel', (metersPerPixel, most, meters) => {
  const bar = scaleBar(metersPerPixel, most)
  expect(bar.meters).toBe(meters)
  expect(bar.pixels).toBeLessThanOrEqual(most)
})
