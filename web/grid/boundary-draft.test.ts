import fc from 'fast-check'
import { expect, it } from 'vitest'
import { buildCoverage } from '../../server/grid/rules/build-coverage.ts'
import { lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { at, board } from './grid.fixture.ts'
import { groundOf } from './ground-change.ts'

const shapes = (draft: BoundaryDraft) => draft.coverage.faceIds.map(id => draft.coverage.ringsOf(id))
const dragged = (draft: BoundaryDraft, from: Spot, ...way: Spot[]) => {
  expect(draft.grab(from)).toBeUndefined()
  const reasons = way.map(spot => draft.dragTo(spot)?.en)
  draft.drop()
  return reasons
}

it('moves a shared vertex in every grid that has it, and only in those', () => {
  const draft = new BoundaryDraft(board(3))
  const before = shapes(draft)
  dragged(draft, at(1, 1), at(1.2, 1.1), at(1.4, 1.3))
  expect(draft.touched.toSorted()).toEqual([1, 2, 4, 5])
  expect(draft.edits).toEqual([{ kind: 'move-vertex', from: at(1, 1), to: at(1.4, 1.3) }])
  expect(draft.seen).toEqual([1, 2, 4, 5].map(id => ({ id, version: id })))
  for (const id of [1, 2, 4, 5]) expect(String(draft.coverage.ringsOf(id))).toContain(String(at(1.4, 1.3)))
  expect(draft.coverage.ringsOf(9)).toEqual(before[8])
})

it('says why a vertex does not go there and leaves it where it last fitted', () => {
  const draft = new BoundaryDraft(board(3))
  expect(draft.grab(at(0.5, 0.5))?.en).toContain('no vertex')
  const reasons = dragged(draft, at(1, 1), at(1.5, 1.5), at(2.5, 2.5), at(2, 1))
  expect(reasons).toEqual([
    undefined,
    expect.stringContaining('cross'),
    expect.stringContaining('Another vertex'),
  ])
  expect(draft.edits).toEqual([{ kind: 'move-vertex', from: at(1, 1), to: at(1.5, 1.5) }])
})

it('moves the outer boundary, and stops it where a town beside begins', () => {
  const corners = [at(-0.5, 0), at(-0.5, 3), at(-2, 3), at(-2, 0), at(-0.5, 0)].map(lngLatOf)
  const polygon = { type: 'Polygon' as const, coordinates: [corners] }
  const west = { id: 9, name: '西邻镇', nameEn: 'Western', polygon }
  const draft = new BoundaryDraft(board(3), [], { above: null, beside: [west], reach: [-180, -90, 180, 90] })
  const reasons = dragged(draft, at(0, 1), at(-0.4, 1), at(-0.5, 1), at(-0.6, 1))
  expect(reasons).toEqual([undefined, undefined, expect.stringContaining('Western')])
  expect(draft.edits).toEqual([{ kind: 'move-vertex', from: at(0, 1), to: at(-0.5, 1) }])
  expect(groundOf(draft).outer).toMatchObject({ lost: 0, gained: expect.any(Number) })
  draft.undo()
  expect(groundOf(draft).outer).toBeUndefined()
})

it('puts the vertex back when the drag is given up, the new one of an edge too', () => {
  const draft = new BoundaryDraft(board(3))
  const before = shapes(draft)
  draft.grab(at(1, 1))
  draft.dragTo(at(1.3, 1.2))
  expect(draft.cancelDrag().toSorted()).toEqual([1, 2, 4, 5])
  expect(draft.grabNew([at(1, 1), at(2, 1)], at(1.5, 1))).toBeUndefined()
  draft.dragTo(at(1.5, 1.4))
  draft.cancelDrag()
  expect(shapes(draft)).toEqual(before)
  expect([draft.edits, draft.touched, draft.canUndo]).toEqual([[], [], false])
})

it('takes back an insertion with its drag as one gesture, and does it again', () => {
  const draft = new BoundaryDraft(board(3))
  draft.grabNew([at(1, 1), at(2, 1)], at(1.5, 1))
  draft.dragTo(at(1.5, 1.4))
  draft.drop()
  expect(draft.edits.map(edit => edit.kind)).toEqual(['insert-vertex', 'move-vertex'])
  const after = shapes(draft)
  expect(draft.undo().toSorted()).toEqual([2, 5])
  expect(draft.edits).toEqual([])
  draft.redo()
  expect(shapes(draft)).toEqual(after)
  draft.insert([at(1, 2), at(2, 2)], at(1.5, 2))
  expect(draft.canRedo).toBe(false)
})

const place = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }))
const gesture = fc.record({ insert: fc.boolean(), vertex: fc.nat(), to: place })

/** Does what it can of a gesture, as a hand would. */
function gestureOn(
  draft: BoundaryDraft,
  { insert, vertex, to }: { insert: boolean; vertex: number; to: [number, number] },
) {
  const goal = at(to[0] / 10, to[1] / 10)
  const edges = draft.coverage.edgesOf((vertex % 16) + 1)
  const edge = edges[vertex % edges.length]
  const spots = draft.coverage.vertices()
  const spot = spots[vertex % spots.length]
  if (!edge || !spot) return
  const middle: Spot = [Math.round((edge.a[0] + edge.b[0]) / 2), Math.round((edge.a[1] + edge.b[1]) / 2)]
  const refused = insert ? draft.grabNew([edge.a, edge.b], middle) : draft.grab(spot)
  if (refused) return
  draft.dragTo(goal)
  draft.drop()
}

it('comes back to the start by undoing everything, and sends edits that give the server the same shapes', () => {
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 25 }), gestures => {
      const draft = new BoundaryDraft(board(4))
      const start = shapes(draft)
      for (const each of gestures) gestureOn(draft, each)
      const server = buildCoverage(board(4)).coverage
      for (const edit of draft.edits)
        expect(server.apply(edit, { outer: true })).toMatchObject({ done: true })
      expect(server.faceIds.map(id => server.ringsOf(id))).toEqual(shapes(draft))
      while (draft.canUndo) draft.undo()
      expect(shapes(draft)).toEqual(start)
      while (draft.canRedo) draft.redo()
      expect(server.faceIds.map(id => server.ringsOf(id))).toEqual(shapes(draft))
    }),
    { numRuns: 60 },
  )
})

it('does a draft again on newer boundaries and lists what no longer fits', () => {
  const mine = new BoundaryDraft(board(3))
  dragged(mine, at(1, 1), at(1.2, 1.2))
  dragged(mine, at(2, 2), at(2.2, 2.2))
  const theirs = new BoundaryDraft(board(3))
  dragged(theirs, at(1, 1), at(0.8, 0.8))
  const newer = board(3).map(grid => ({ ...grid, polygon: theirs.coverage.polygonOf(grid.id) }))
  const again = new BoundaryDraft(newer, mine.edits)
  expect(again.refused.map(({ edit }) => edit)).toEqual([mine.edits[0]])
  expect(again.edits).toEqual([mine.edits[1]])
  expect(again.coverage.polygonOf(9).coordinates.flat()).toContainEqual(lngLatOf(at(2.2, 2.2)))
})
