import { expect, test } from 'vitest'
import { byArea, type GridFacts, householdsOf, peopleOf, type Share } from './tally.ts'

const cell = (gridId: number | null, shares: number[], people: [number, number] = [100, 40]): Share => ({
  gridId,
  shares,
  peopleDay: people[0],
  peopleNight: people[1],
})
const grid = (id: number, regionId: number, more: Partial<GridFacts> = {}): GridFacts => ({
  id,
  name: `${id} 号`,
  regionId,
  regionName: `${regionId} 村`,
  regionNameEn: `Village ${regionId}`,
  households: 50,
  peopleNight: 80,
  ...more,
})

test('people count by the share of their cell, rounded once', () => {
  expect(peopleOf([cell(1, [1, 0.5]), cell(1, [0.254, 0])], 2)).toEqual({ day: [125, 50], night: [50, 20] })
  expect(peopleOf([cell(1, [0.334], [1, 1]), cell(1, [0.334], [1, 1])], 1).day).toEqual([1])
  expect(peopleOf([], 2)).toEqual({ day: [0, 0], night: [0, 0] })
})

test('households follow the people of their grid', () => {
  const cells = [cell(1, [1, 0.5]), cell(2, [0.5, 0])]
  expect(householdsOf(cells, { grids: [grid(1, 7), grid(2, 7)], ring: 0 })).toBe(25 + 13)
  expect(householdsOf(cells, { grids: [grid(1, 7), grid(2, 7)], ring: 1 })).toBe(13)
  expect(householdsOf(cells, { grids: [grid(1, 7, { households: 0 })], ring: 0 })).toBeNull()
  expect(householdsOf(cells, { grids: [grid(1, 7, { peopleNight: 0 })], ring: 0 })).toBe(0)
})

test('grids and villages, the most hit first, with what is in no grid', () => {
  const cells = [cell(1, [0.1, 0]), cell(2, [1, 1]), cell(3, [1, 0]), cell(null, [0.2, 0.2])]
  const grids = [grid(1, 7), grid(2, 7), grid(3, 8)]
  expect(byArea(cells, { grids, of: 'grid' }).map(({ id, peopleDay }) => [id, peopleDay])).toEqual([
    [2, [100, 100]],
    [3, [100, 0]],
    [null, [20, 20]],
    [1, [10, 0]],
  ])
  expect(
    byArea(cells, { grids, of: 'village' }).map(({ id, name, peopleDay }) => [id, name, peopleDay]),
  ).toEqual([
    [7, '7 村', [110, 100]],
    [8, '8 村', [100, 0]],
    [null, '', [20, 20]],
  ])
})
