import { expect, it } from 'vitest'
import type { Grid } from '../../server/grid/grid.ts'
import type { Region } from '../../server/region/region.ts'
import { lngLatOf } from '../../server/region/rules/lattice.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { DraftGround } from './draft-ground.svelte.ts'
import { at, board, square } from './grid.fixture.ts'
import { groundOf } from './ground-change.ts'
import { foldOf, treeRows } from './region-tree.ts'
import { ToolBox } from './tool-box.svelte.ts'

function bench(grids: readonly Grid[] = board(3)) {
  const draft = new BoundaryDraft(grids)
  const tools = new ToolBox({
    ...{ draft, metersPerPixel: () => 0.1, cornersNear: () => [], traces: () => undefined },
    ...{ onchange: () => {}, onstep: () => {}, onring: () => {} },
  })
  const click = (column: number, row: number) => {
    const picked = {
      ...{ lngLat: lngLatOf(at(column, row)), at: { x: 5, y: 5 } },
      ...{ altKey: false, shiftKey: false, isTouch: false },
    }
    tools.tool.hover(picked)
    tools.pen?.click(picked)
    tools.picker?.click(picked)
  }
  return { draft, tools, click }
}

/** The middle grid of the board, divided into a western and an eastern half. */
function divided(): Grid[] {
  const grids = board(3)
  const [middle] = grids.filter(({ id }) => id === 5)
  if (!middle) throw new Error('a board has a middle')
  const half = (id: number, west: number): Grid => {
    const { coordinates } = square(1, 1)
    const ring = coordinates[0]?.map(([lng, lat]) => [(lng + lngLatOf(at(west, 0))[0]) / 2, lat])
    const polygon = { type: 'Polygon' as const, coordinates: [ring as [number, number][]] }
    return { ...middle, id, parentId: 5, level: 'second', people: 5, polygon, name: `第 5 网格-${id - 9}` }
  }
  return [...grids, half(10, 1), half(11, 2)]
}

it('divides the grid under a line, and with the next line what came of it', () => {
  const { draft, tools, click } = bench()
  tools.choose('divide')
  click(0.9, 1.5)
  click(2.1, 1.5)
  tools.finish()
  click(1.5, 0.9)
  click(1.5, 2.1)
  tools.finish()
  expect(draft.edits.map(({ kind }) => kind)).toEqual(['divide', 'split'])
  expect(draft.coverage.childrenOf(5)).toHaveLength(4)
  expect(draft.seen.map(({ id }) => id)).toContain(5)
  const ground = new DraftGround()
  ground.findMade(draft)
  expect(ground.made.map(({ origin, level, above }) => [origin, level, above])).toEqual(
    Array(4).fill(['第 5 网格', 'second', 5]),
  )
  const fates = groundOf(draft).grids.map(({ face, fate, isOver }) => [face, fate, isOver ?? false])
  expect(fates).toContainEqual([5, 'divided', true])
  expect(fates.filter(([, fate]) => fate === 'made')).toHaveLength(4)
  draft.undo()
  draft.undo()
  expect([draft.edits, draft.made, draft.coverage.has(5)]).toEqual([[], [], true])
})

it('takes all lower grids of one away at a click, and says where there are none', () => {
  const { draft, tools, click } = bench(divided())
  expect(draft.coverage.childrenOf(5)).toEqual([10, 11])
  tools.choose('undivide')
  click(0.5, 0.5)
  expect(tools.picker?.hint.kind).toBe('refused')
  click(1.2, 1.5)
  expect(tools.picker?.picked).toEqual([10, 11])
  tools.finish()
  expect(draft.edits).toEqual([{ kind: 'undivide', face: 5 }])
  expect(draft.seen.map(({ id }) => id).sort()).toEqual([10, 11, 5])
  expect(groundOf(draft).grids.map(({ face, fate }) => [face, fate])).toEqual([
    [5, 'joined'],
    [10, 'gone'],
    [11, 'gone'],
  ])
})

it('lists lower grids under the one that they lie in, and counts people once', () => {
  const region: Region = {
    ...{ id: 1, townId: 1, parentId: null, code: '1', name: '镜湖', nameEn: '', level: 'town', demo: true },
    ...{ polygon: null, bounds: [0, 0, 1, 1], center: [0, 0], version: 1 },
  }
  const grids = divided().map(grid => ({ ...grid, regionId: 1 }))
  const rows = (closed: number[] = []) => treeRows([region], grids, { search: '', closed: new Set(closed) })
  expect(rows()[0]).toMatchObject({ grids: 10, people: 90 })
  const told = rows().flatMap(row => (row.kind === 'grid' ? [[row.grid.id, row.depth, row.lower]] : []))
  expect(told.slice(4, 7)).toEqual([
    [5, 1, 2],
    [10, 2, 0],
    [11, 2, 0],
  ])
  const [middle] = grids.filter(({ id }) => id === 5)
  expect(rows(middle ? [foldOf(middle)] : [])).toHaveLength(10)
})
