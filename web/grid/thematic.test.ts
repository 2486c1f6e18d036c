import { expect, it } from 'vitest'
import type { ThematicEdit } from '../../server/grid/draft.ts'
import type { Grid } from '../../server/grid/grid.ts'
import type { Polygon } from '../../server/region/place.ts'
import { lngLatOf } from '../../server/region/rules/lattice.ts'
import { at, board, square } from './grid.fixture.ts'
import { ShapeHand } from './shape-hand.svelte.ts'
import { hatchOf, holds, overlapsOf, thematicBeside, thematicShapes } from './thematic.ts'
import { ThematicDraft } from './thematic-draft.svelte.ts'
import { thematicLayers } from './thematic-layers.ts'

const boxed = (from: [number, number], to: [number, number]): Polygon => {
  const ring = [at(...from), at(to[0], from[1]), at(...to), at(from[0], to[1]), at(...from)]
  return { type: 'Polygon', coordinates: [ring.map(lngLatOf)] }
}
const over = (id: number, polygon: Polygon): Grid[] =>
  board(1).map(grid => ({ ...grid, id, name: `专属 ${id}`, level: 'thematic' as const, polygon }))
const grids = [...board(3), ...over(90, boxed([0.5, 0.5], [1.5, 1])), ...over(91, square(2, 2))]

it('tells which grids of the coverage a thematic one lies over, and with how much of each', () => {
  const [first, second, ...others] = overlapsOf(boxed([0.25, 0], [2, 0.5]), grids)
  expect(others).toEqual([])
  expect([first?.grid.id, second?.grid.id]).toEqual([2, 1])
  expect(first?.shareOfGrid).toBeCloseTo(0.5, 3)
  expect(second?.shareOfGrid).toBeCloseTo(0.375, 3)
  expect((first?.shareOfShape ?? 0) + (second?.shareOfShape ?? 0)).toBeCloseTo(1, 3)
  expect(overlapsOf(square(1, 1), grids).map(({ grid }) => grid.id)).toEqual([5])
})

it('lays the edits of a draft on the thematic grids in force', () => {
  const edits: ThematicEdit[] = [
    { kind: 'redraw', id: 90, name: '长江岸线' },
    { kind: 'retire', id: 91, reason: '移交' },
    { kind: 'draw', name: '湖区', polygon: square(0, 0), lead: '', phone: '' },
  ]
  const shapes = thematicShapes(grids, edits)
  expect(shapes.map(({ key, name, fate, place }) => [key, name, fate, place])).toEqual([
    ['g90', '长江岸线', 'changed', 0],
    ['g91', '专属 91', 'gone', 1],
    ['d2', '湖区', 'made', 2],
  ])
  const [changed] = shapes
  expect(changed?.polygon).toEqual(boxed([0.5, 0.5], [1.5, 1]))
  expect(changed && thematicBeside(changed, shapes).map(({ key }) => key)).toEqual(['d2'])
  expect(changed && holds(changed.polygon, lngLatOf(at(1, 0.75)))).toBe(true)
  expect(changed && holds(changed.polygon, lngLatOf(at(1, 0.4)))).toBe(false)
})

it('keeps one edit a grid, and undoes and redoes in the order of all that was done', () => {
  const draft = new ThematicDraft()
  const shape = (key: string) => {
    const found = thematicShapes(grids, draft.edits).find(each => each.key === key)
    if (!found) throw new Error(`no shape ${key}`)
    return found
  }
  draft.correct(shape('g90'), { name: '岸线', lead: '王五', phone: '' }, 0)
  draft.redraw(shape('g90'), square(0, 0), 0)
  draft.draw({ name: '湖区', polygon: square(1, 1) }, 2)
  expect(draft.edits).toMatchObject([
    { kind: 'redraw', id: 90, name: '岸线', polygon: square(0, 0) },
    { kind: 'draw', name: '湖区' },
  ])
  draft.correct(shape('d1'), { name: '镜湖', lead: '', phone: '' }, 2)
  draft.retire(shape('g90'), '移交', 3)
  expect(draft.edits.map(({ kind }) => kind)).toEqual(['draw', 'retire'])
  expect(draft.seen(new Map(grids.map(grid => [grid.id, grid])))).toEqual([{ id: 90, version: 1 }])
  // A fourth step at the boundaries came after: that one is to be taken back first.
  expect(draft.undo(4)).toBe(false)
  expect([draft.undo(3), draft.undo(3), draft.undo(2)]).toEqual([true, false, true])
  expect(draft.edits.map(edit => edit.kind !== 'retire' && edit.name)).toEqual(['岸线', '湖区'])
  expect([draft.redo(1), draft.redo(2), draft.redo(2), draft.redo(3)]).toEqual([false, true, false, true])
  draft.leave(shape('g90'), 3)
  expect(draft.edits).toMatchObject([{ kind: 'draw', name: '镜湖' }])
  draft.undo(3)
  draft.forgetUndone()
  expect(draft.canRedo(9)).toBe(false)
})

const held = (column: number, row: number) => ({
  lngLat: lngLatOf(at(column, row)),
  at: { x: 0, y: 0 },
  altKey: false,
  shiftKey: false,
})

it('moves, adds and removes corners, and puts back what would cross itself', () => {
  const hand = new ShapeHand(square(0, 0), () => 0.1)
  const corners = () => hand.rings[0]?.map(String)
  expect(hand.down(held(0.5, 0.5))).toBe(false)
  expect(hand.down(held(1.001, 1))).toBe(true)
  hand.move(held(2, 2))
  hand.up()
  expect(corners()).toContain(String(at(2, 2)))
  hand.down(held(0, 0.5))
  hand.move(held(-1, 0.5))
  hand.up()
  expect(corners()).toHaveLength(5)
  const before = corners()
  hand.down(held(-1, 0.5))
  hand.move(held(3, 0.5))
  expect(hand.hint?.kind).toBe('refused')
  hand.up()
  expect(corners()).toEqual(before)
  hand.hover(held(-1, 0.5))
  hand.deleteVertex()
  expect(corners()).toHaveLength(4)
  expect([hand.undo(), hand.undo(), hand.undo(), hand.undo()]).toEqual([true, true, true, false])
  expect(hand.polygon).toEqual(square(0, 0))
  expect([hand.redo(), hand.redo(), hand.redo(), hand.redo()]).toEqual([true, true, true, false])
  expect(corners()).toHaveLength(4)
})

it('hatches the ground and not the holes', () => {
  const [outer = []] = square(0, 0).coordinates
  const [hole = []] = boxed([0.25, 0.25], [0.75, 0.75]).coordinates
  const length = (polygon: Polygon) =>
    hatchOf(polygon, 2e-6).reduce(
      (sum, [a = [0, 0], b = [0, 0]]) => sum + Math.hypot(a[0] - b[0], a[1] - b[1]),
      0,
    )
  const whole = length({ type: 'Polygon', coordinates: [outer] })
  const ringed = length({ type: 'Polygon', coordinates: [outer, [...hole].reverse()] })
  expect(ringed / whole).toBeCloseTo(0.75, 1)
  const look = { theme: 'dark', picked: 'g90', metersPerPixel: 1 } as const
  expect(thematicLayers([], look)).toEqual([])
  expect(thematicLayers(thematicShapes(grids), look).map(({ id }) => id)).toEqual([
    'grid-thematic/ground',
    'grid-thematic/hatch',
    'grid-thematic/casing',
    'grid-thematic/line',
    'grid-names/thematic',
  ])
})
