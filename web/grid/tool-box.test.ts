import { expect, it } from 'vitest'
import type { LngLat } from '../../server/region/place.ts'
import { doubleArea, lngLatOf, type Spot } from '../../server/region/rules/lattice.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { at, board } from './grid.fixture.ts'
import { ToolBox } from './tool-box.svelte.ts'
import { Traces } from './trace.ts'

const lngLat = (column: number, row: number): LngLat => lngLatOf(at(column, row))
// A square of the board is about eleven metres: some hundred pixels.
const metersPerPixel = () => 0.1

function bench(size = 3, traces?: Traces) {
  const draft = new BoundaryDraft(board(size))
  const changed: number[][] = []
  const steps = { count: 0 }
  const rings: Spot[][] = []
  const tools = new ToolBox({
    draft,
    metersPerPixel,
    cornersNear: () => [],
    traces: () => traces,
    onchange: faces => void (faces.length > 0 && changed.push([...faces])),
    onstep: () => {
      steps.count += 1
    },
    onring: ring => void rings.push([...ring]),
  })
  const click = (column: number, row: number) => {
    const picked = {
      lngLat: lngLat(column, row),
      at: { x: 5, y: 5 },
      altKey: false,
      shiftKey: false,
      isTouch: false,
    }
    tools.tool.hover(picked)
    tools.pen?.click(picked)
    tools.picker?.click(picked)
  }
  return { draft, tools, changed, steps, rings, click }
}

const kinds = (draft: BoundaryDraft) => draft.edits.map(edit => edit.kind)

it('splits the grids a line crosses, its ends snapped to the boundary', () => {
  const { draft, tools, click, steps } = bench()
  tools.choose('split')
  click(0.02, 1.5)
  expect(tools.tool.hint?.kind).toBe('on-boundary')
  click(2.98, 1.5)
  tools.finish()
  expect(draft.made).toEqual([-3, -2, -1])
  expect(draft.edits).toEqual([{ kind: 'split', line: [at(0, 1.5), at(3, 1.5)] }])
  expect(draft.origins.get(-1)).toBe(4)
  expect([steps.count, tools.isDrawing]).toEqual([1, false])
})

it('keeps a refused line in the hand, says why, and takes its corners back one by one', () => {
  const { draft, tools, click } = bench()
  tools.choose('split')
  click(0.4, 0.4)
  tools.finish()
  expect(tools.tool.hint).toMatchObject({ kind: 'refused' })
  click(0.6, 0.6)
  tools.finish()
  expect(tools.tool.hint).toMatchObject({ kind: 'refused' })
  expect([draft.edits, tools.pen?.line.length]).toEqual([[], 2])
  expect([tools.back(), tools.back(), tools.back()]).toEqual([true, true, false])
  expect([tools.cancel(), tools.name, tools.cancel()]).toEqual([true, 'move', false])
})

it('cuts a new grid out of a ring that is closed on its first corner', () => {
  const { draft, tools, click } = bench()
  tools.choose('cut-out')
  for (const [column, row] of [
    [0.5, 0.5],
    [1.5, 0.5],
    [1.5, 0.8],
    [0.5, 0.8],
    [0.51, 0.51],
  ] as const)
    click(column, row)
  expect(kinds(draft)).toEqual(['cut-out'])
  expect(draft.made).toEqual([-1])
  expect(draft.touched.toSorted()).toEqual([-1, 1, 2])
})

it('gives a ring to the grid that was chosen to receive it', () => {
  const { draft, tools, click } = bench()
  tools.choose('transfer')
  click(0.5, 0.5)
  expect([tools.pen?.receiver, tools.cursor]).toEqual([1, 'crosshair'])
  for (const [column, row] of [
    [1, 0.2],
    [1.4, 0.2],
    [1.4, 0.8],
    [1, 0.8],
  ] as const)
    click(column, row)
  tools.finish()
  expect(draft.edits).toMatchObject([{ kind: 'transfer', from: 2, to: 1 }])
})

it('joins the grids that were clicked, the first one staying, and says that one is too few', () => {
  const { draft, tools, click } = bench()
  tools.choose('merge', [5])
  tools.finish()
  expect(tools.tool.hint).toMatchObject({ kind: 'refused' })
  click(2.5, 1.5)
  tools.finish()
  expect(draft.edits).toEqual([{ kind: 'merge', faces: [5, 6] }])
  expect(draft.coverage.has(6)).toBe(false)
  expect(tools.picker?.picked).toEqual([])
})

it('runs along a road between two places on it', () => {
  const road = [lngLat(0, 1.2), lngLat(1.2, 1.6), lngLat(3, 1.3)]
  const line = { type: 'LineString' as const, coordinates: road }
  const { draft, tools, click } = bench(3, new Traces([{ kind: 'primary', name: '滨河路', line }]))
  tools.choose('split')
  tools.isTracing = true
  click(0, 1.2)
  expect(tools.tool.hint).toEqual({ kind: 'on-line', name: '滨河路' })
  click(3, 1.3)
  tools.finish()
  expect(draft.edits).toMatchObject([{ kind: 'split', line: [at(0, 1.2), at(1.2, 1.6), at(3, 1.3)] }])
})

it('takes a vertex out of its boundaries, and says where the outer boundary of the town would move', () => {
  const { draft, tools } = bench()
  tools.hand.hover({ lngLat: lngLat(0, 0), at: { x: 1, y: 1 } })
  expect([tools.cursor, tools.hand.hint]).toEqual(['grab', { kind: 'take', grids: 1, isOuter: true }])
  tools.hand.hover({ lngLat: lngLat(0.5, 0), at: { x: 1, y: 1 } })
  expect(tools.hand.hint).toEqual({ kind: 'insert', isOuter: true })
  draft.insert([at(1, 1), at(2, 1)], at(1.5, 1))
  tools.hand.hover({ lngLat: lngLat(1.5, 1), at: { x: 1, y: 1 } })
  expect(tools.hand.hint).toEqual({ kind: 'take', grids: 2, isOuter: false })
  expect(tools.deleteVertex()).toBeUndefined()
  expect(kinds(draft)).toEqual(['insert-vertex', 'delete-vertex'])
})

it('gives the ring of a thematic grid away without touching a boundary, unless it crosses itself', () => {
  const { draft, tools, rings, click } = bench()
  tools.choose('thematic')
  for (const [column, row] of [
    [0.3, 0.3],
    [2.6, 2.6],
    [2.6, 0.3],
    [0.3, 2.6],
  ] as const)
    click(column, row)
  tools.finish()
  expect([tools.tool.hint?.kind, rings]).toEqual(['refused', []])
  tools.back()
  tools.finish()
  expect(rings).toEqual([[at(0.3, 0.3), at(2.6, 2.6), at(2.6, 0.3)]])
  expect([draft.edits, tools.isDrawing]).toEqual([[], false])
})

const finger = (column: number, row: number, x = 0) => ({
  ...{ lngLat: lngLat(column, row), at: { x, y: 0 }, altKey: true, shiftKey: false, isTouch: true },
})

it('gives a finger the corners of the grid that was tapped, once it moves, and shows them above it', () => {
  const { draft, tools } = bench()
  expect([tools.down(finger(1, 1)), draft.isDragging], 'nothing was tapped yet').toEqual([false, false])
  tools.hover({ ...finger(0.5, 0.5), layer: undefined, object: undefined, index: -1 })
  expect([tools.down(finger(1.1, 1.1)), draft.isDragging]).toEqual([true, false])
  tools.up()
  expect([draft.edits, draft.isDragging], 'a tap moves nothing').toEqual([[], false])
  tools.down(finger(1.1, 1.1))
  tools.move(finger(1.12, 1.1, 2))
  expect(draft.isDragging).toBe(false)
  tools.move(finger(1.3, 1.1, 30))
  expect(tools.hand.loupe).toEqual({ lngLat: lngLat(1.2, 1), finger: { x: 30, y: 0 } })
  tools.up()
  expect(draft.edits).toEqual([{ kind: 'move-vertex', from: at(1, 1), to: at(1.2, 1) }])
  expect(tools.hand.loupe).toBeUndefined()
})

it('takes a vertex out by the other button, puts one in beside, and takes the last corner of a pen back', () => {
  const { draft, tools, click } = bench()
  draft.insert([at(1, 1), at(2, 1)], at(1.5, 1))
  expect(tools.second({ ...finger(1.5, 1), isTouch: false })).toBe(true)
  expect(tools.second({ ...finger(1.3, 1), isTouch: false })).toBe(true)
  expect(kinds(draft)).toEqual(['insert-vertex', 'delete-vertex', 'insert-vertex'])
  expect(tools.second(finger(1.5, 1.5))).toBe(false)
  tools.choose('split')
  click(0.02, 1.5)
  expect([tools.second(finger(1, 1)), tools.second(finger(1, 1))]).toEqual([true, false])
})

it('tints the ground that a vertex has passed over until what follows from it was reckoned', () => {
  const { draft, tools } = bench()
  tools.hand.hover({ lngLat: lngLat(1, 1), at: { x: 1, y: 1 } })
  tools.down({ ...finger(1, 1), isTouch: false })
  tools.move({ ...finger(1.2, 1.2), isTouch: false })
  expect(tools.hand.was).toHaveLength(4)
  expect(tools.hand.swept).toHaveLength(4)
  for (const ring of tools.hand.swept) expect(doubleArea(ring) >= 0n).toBe(true)
  tools.hand.settle()
  expect(tools.hand.swept, 'it is still in the hand').toHaveLength(4)
  tools.up()
  tools.hand.settle()
  expect([tools.hand.swept, kinds(draft)]).toEqual([[], ['move-vertex']])
})

it('leaves a line that is begun when its tool is chosen again, and takes a double click for one corner', () => {
  const { tools, click } = bench()
  tools.choose('split')
  click(0.4, 0.4)
  click(0.402, 0.4)
  tools.choose('split')
  expect(tools.pen?.line).toHaveLength(1)
  tools.choose('cut-out')
  expect(tools.pen?.line).toHaveLength(0)
})

it('says what is wrong with a line that does nothing, and no longer once a corner is taken back', () => {
  const { tools, click } = bench()
  const reason = () => {
    const { hint } = tools.tool
    return hint?.kind === 'refused' ? hint.reason.en : undefined
  }
  tools.choose('reshape')
  click(0.4, 0.4)
  click(0.6, 0.6)
  tools.finish()
  expect(reason()).toContain('Both ends')
  tools.back()
  expect([reason(), tools.pen?.snap]).toEqual([undefined, undefined])
  tools.choose('transfer')
  click(0.5, 0.5)
  for (const [column, row] of [
    [0.3, 0.3],
    [0.6, 0.3],
    [0.6, 0.6],
  ] as const)
    click(column, row)
  tools.finish()
  expect(reason()).toContain('already')
  tools.choose('move')
  expect(tools.deleteVertex()?.en).toContain('vertex')
})

it('forgets a receiver that an undo takes away', () => {
  const { draft, tools, click } = bench()
  draft.perform({ kind: 'split', line: [at(0.5, -0.5), at(0.5, 1.5)], faces: [1] })
  const made = draft.made[0] ?? 0
  const [x, y] = draft.coverage.ringsOf(made)[0]?.[0] ?? [0, 0]
  expect([x, y]).not.toEqual([0, 0])
  tools.choose('transfer')
  for (const column of [0.25, 0.75])
    if (tools.pen?.receiver !== made) {
      tools.pen?.clear()
      click(column, 0.5)
    }
  expect(tools.pen?.receiver).toBe(made)
  tools.follow(draft.undo())
  expect([tools.pen?.receiver, tools.tool.hint?.kind]).toEqual([undefined, 'receiver'])
})
