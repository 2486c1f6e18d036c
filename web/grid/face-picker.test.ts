import { expect, test } from 'vitest'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { FacePicker } from './face-picker.svelte.ts'
import { board } from './grid.fixture.ts'

const side = 3

/** The middle grid of a board is divided; the one beside it is not. */
function joining() {
  const draft = new BoundaryDraft(board(side))
  const [middle = 0, beside = 0] = [draft.coverage.faceIds[4], draft.coverage.faceIds[5]]
  const spots = draft.coverage.ringsOf(middle)[0] ?? []
  const [xs, ys] = [spots.map(([x]) => x), spots.map(([, y]) => y)]
  const y = Math.round((Math.min(...ys) + Math.max(...ys)) / 2)
  const line = [
    [Math.min(...xs) - 50, y],
    [Math.max(...xs) + 50, y],
  ] as const
  expect(
    draft.perform({ kind: 'divide', face: middle, lines: [[...line.map(([a, b]) => [a, b] as const)]] }),
  ).toBe(undefined)
  const done: (readonly number[])[] = []
  const picker = new FacePicker({
    ...{ kind: 'merge', draft, toleranceMeters: () => 1 },
    ...{ onmark: () => undefined, ondone: faces => done.push(faces) },
  })
  const click = (face: number) => {
    const ring = draft.coverage.ringsOf(face)[0] ?? []
    const middleOf = (side: 0 | 1) => {
      const all = ring.map(spot => spot[side])
      return (Math.min(...all) + Math.max(...all)) / 2 / 1e7
    }
    picker.click({ lngLat: [middleOf(0), middleOf(1)], at: { x: 0, y: 0 } })
  }
  return { draft, picker, click, done, middle, beside }
}

test('clicking a lower grid and one outside joins whole grids, and shows all of them first', () => {
  const { draft, picker, click, middle, beside } = joining()
  click(-1)
  expect(picker.picked).toEqual([-1])
  click(beside)
  expect([...picker.picked].sort((a, b) => a - b)).toEqual([-2, -1, beside])
  click(-2)
  expect(picker.picked).toEqual([beside])
  click(-2)
  picker.finish()
  expect(draft.coverage.childrenOf(middle)).toEqual([-2, -1, beside])
})

test('lower grids of one grid are joined among themselves', () => {
  const { picker, click } = joining()
  click(-1)
  click(-2)
  expect(picker.picked).toEqual([-1, -2])
  picker.finish()
  expect(picker.hint).toMatchObject({ kind: 'refused' })
})
