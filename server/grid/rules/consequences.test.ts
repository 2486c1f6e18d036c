import { expect, test } from 'vitest'
import type { Spot } from '../../region/rules/lattice.ts'
import { consequencesOf, type GroundFace } from './consequences.ts'

// A square of about 100 m each way at 31 degrees north.
const at = (x: number, y: number): Spot => [1_219_000_000 + x * 10_000, 308_800_000 + y * 10_000]
const box = (x: number, width: number): Spot[][] => [[at(x, 0), at(x + width, 0), at(x + width, 1), at(x, 1)]]
const face = (id: number, rings: Spot[][], households = 0): GroundFace => ({
  face: id,
  name: `第 ${id} 网格`,
  regionId: 9,
  rings,
  households,
})
const things = {
  cells: [0, 1, 2, 3].map(i => ({
    id: i,
    spot: at(i + 0.5, 0.5),
    people: 10 * (i + 1),
    gridId: i < 3 ? 1 : 2,
  })),
  hazards: [at(0.2, 0.2), at(2.4, 0.6)],
  incidents: [at(2.5, 0.5)],
  tasks: [at(3.5, 0.5)],
  dangers: [],
}
const none = new Map<number, number>()

test('what lies on ground that changes hands is counted on both sides and in between', () => {
  const change = {
    before: [face(1, box(0, 3), 60), face(2, box(3, 1), 20)],
    after: [face(1, box(0, 2)), face(2, box(2, 2))],
    heirs: none,
  }
  const { grids, handovers } = consequencesOf(change, things)
  expect(grids.map(({ face: id, fate }) => [id, fate])).toEqual([
    [1, 'changed'],
    [2, 'changed'],
  ])
  expect(grids[0]?.before).toMatchObject({ people: 60, households: 60, hazards: 2, incidents: 1, tasks: 0 })
  expect(grids[0]?.after).toMatchObject({ people: 30, households: 30, hazards: 1, incidents: 0, tasks: 0 })
  expect(grids[1]?.after).toMatchObject({ people: 70, households: 50, hazards: 1, incidents: 1, tasks: 1 })
  expect(handovers).toMatchObject([
    { from: 1, to: 2, tally: { people: 30, households: 30, hazards: 1, incidents: 1, tasks: 0, dangers: 0 } },
  ])
  const [moved] = handovers
  const [was, is] = [grids[0]?.before.squareMeters ?? 0, grids[0]?.after.squareMeters ?? 0]
  expect(moved?.tally.squareMeters).toBeCloseTo(was - is, 0)
})

test('a made face and one that goes say so, and nothing is lost between them', () => {
  const change = {
    before: [face(1, box(0, 3), 60), face(2, box(3, 1), 20)],
    after: [face(1, [...box(0, 1)]), face(-1, box(1, 3))],
    heirs: new Map([[2, -1]]),
  }
  const { grids, handovers } = consequencesOf(change, things)
  expect(grids.map(({ face: id, fate }) => [id, fate])).toEqual([
    [1, 'changed'],
    [2, 'gone'],
    [-1, 'made'],
  ])
  const sum = (side: 'before' | 'after', key: 'people' | 'households' | 'hazards' | 'tasks') =>
    grids.reduce((all, grid) => all + grid[side][key], 0)
  for (const key of ['people', 'households', 'hazards', 'tasks'] as const)
    expect([key, sum('after', key)]).toEqual([key, sum('before', key)])
  expect(handovers.map(({ from, to }) => [from, to])).toEqual([
    [1, -1],
    [2, -1],
  ])
})

test('a change of names alone hands nothing over', () => {
  const change = { before: [face(1, box(0, 3), 60)], after: [face(1, box(0, 3))], heirs: none }
  const { grids, handovers } = consequencesOf(change, things)
  expect(handovers).toEqual([])
  expect(grids[0]?.after).toEqual(grids[0]?.before)
})
