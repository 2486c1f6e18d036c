import { expect, it } from 'vitest'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { at, board } from './grid.fixture.ts'
import { groundOf, leftEdges, originOf } from './ground-change.ts'
import { withCounts } from './merged-truth.ts'

const grids = board(3)
const none = { people: 0, households: 0, hazards: 0, incidents: 0, tasks: 0, dangers: 0 }

function moved() {
  const draft = new BoundaryDraft(grids)
  draft.insert([at(1, 1), at(2, 1)], at(1.5, 1))
  draft.grab(at(1.5, 1))
  draft.dragTo(at(1.5, 0.5))
  return draft
}

it('tells what changes hands, to whom and how large it is', () => {
  expect(groundOf(new BoundaryDraft(grids))).toEqual({ grids: [], handovers: [] })
  const draft = moved()
  const { grids: rows, handovers } = groundOf(draft)
  const shares = rows.map(({ face, before, after }) => [face, after.squareMeters / before.squareMeters])
  expect(new Map(shares.map(([face, share]) => [face, share?.toFixed(2)]))).toEqual(
    new Map([
      [2, '0.75'],
      [5, '1.25'],
    ]),
  )
  expect(handovers).toMatchObject([{ from: 2, to: 5 }])
  expect(handovers[0]?.tally.squareMeters).toBeGreaterThan(20)
  expect(leftEdges(draft)).toHaveLength(1)
})

it('tells of a grid that is made and of the one it comes from, also when that was made itself', () => {
  const draft = new BoundaryDraft(grids)
  draft.perform({ kind: 'split', line: [at(0.5, -0.5), at(0.5, 1.5)], faces: [1] })
  const [first = 0] = draft.made
  const inside = draft.coverage.ringsOf(first)[0] ?? []
  const xs = inside.map(([x]) => x)
  const middle = (Math.min(...xs) + Math.max(...xs)) / 2
  const line: [number, number][] = [
    [Math.round(middle), at(0, -0.5)[1]],
    [Math.round(middle), at(0, 1.5)[1]],
  ]
  draft.perform({ kind: 'split', line, faces: [first] })
  expect(draft.made).toHaveLength(2)
  expect(draft.made.map(face => originOf(draft, face)?.id)).toEqual([1, 1])
  const made = groundOf(draft).grids.filter(({ fate }) => fate === 'made')
  expect(new Map(made.map(({ face, name }) => [face, name]))).toEqual(
    new Map(draft.made.map(face => [face, '第 1 网格'])),
  )
})

it('keeps the areas of the screen and takes the counts of the server', () => {
  const ground = groundOf(moved())
  const [row] = ground.grids
  if (!row) throw new Error('nothing changed')
  const counted = {
    grids: [
      { ...row, before: { squareMeters: 1, ...none, people: 9 }, after: { squareMeters: 1, ...none } },
      { ...row, face: -1_000_001, name: '专属', fate: 'made' as const },
    ],
    handovers: ground.handovers.map(each => ({ ...each, tally: { squareMeters: 1, ...none, people: 4 } })),
  }
  const told = withCounts(ground, counted)
  expect(told.grids.map(({ face }) => face)).toEqual([...ground.grids.map(({ face }) => face), -1_000_001])
  expect(told.grids[0]?.before).toEqual({ ...row.before, people: 9 })
  expect(told.handovers[0]?.tally.people).toBe(4)
  expect(told.handovers[0]?.tally.squareMeters).toBe(ground.handovers[0]?.tally.squareMeters)
  expect(withCounts(ground, counted, false).grids).toHaveLength(ground.grids.length)
  expect(withCounts(ground, undefined)).toEqual(ground)
})
