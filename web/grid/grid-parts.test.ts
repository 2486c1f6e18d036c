import { expect, it } from 'vitest'
import type { Region } from '../../server/region/region.ts'
import type { Spot } from '../../server/region/rules/lattice.ts'
import { BoundaryDraft } from './boundary-draft.svelte.ts'
import { snapped } from './boundary-reach.ts'
import { at, board, square } from './grid.fixture.ts'
import { boundsOf, gridLayers, labelPlace } from './grid-layers.ts'
import { masked, THEMATIC, treeRows } from './region-tree.ts'

const grids = board(3)
const units = [10, 10] as const
const look = { theme: 'light', zoom: 16, selected: 5, isEditing: false } as const

it('draws lines, the selected outline and only the names that fit', () => {
  const ids = (zoom: number, isEditing = false) =>
    gridLayers(grids, { ...look, zoom, isEditing }).layers.map(layer => layer.id)
  expect(ids(16)).toEqual([
    'grid-fills',
    'grid-lines',
    'grid-lines/selected-casing',
    'grid-lines/selected',
    'grid-names',
  ])
  expect(ids(16, true)).toEqual(['grid-fills', 'grid-names'])
  const named = (zoom: number) => gridLayers(grids, { ...look, zoom }).layers.at(-1)?.props.data
  expect(named(14)).toEqual([])
  expect(named(20)).toHaveLength(9)
})

it('stands a name inside its grid, also when the middle is not', () => {
  const horseshoe = [at(0, 0), at(4, 0), at(4, 4), at(3, 4), at(3, 1), at(1, 1), at(1, 4), at(0, 4), at(0, 0)]
  const ring = horseshoe.map(([x, y]): [number, number] => [x / 1e7, y / 1e7])
  const { lngLat, widthMeters } = labelPlace({ type: 'Polygon', coordinates: [ring] })
  const column = (lngLat[0] * 1e7 - at(0, 0)[0]) / 1000
  expect(column < 1 || column > 3).toBe(true)
  expect(widthMeters).toBeGreaterThan(9)
  expect(boundsOf(grids.slice(0, 1))).toEqual([
    ...(square(0, 0).coordinates[0]?.[0] ?? []),
    117.0001,
    28.0001,
  ])
})

it('finds a vertex before the middle of an edge before any place on it', () => {
  const { coverage } = new BoundaryDraft(grids)
  const near = (spot: Spot) => coverage.nearest(spot, { reach: 50, scaleX: 1 })
  expect(coverage.faceAt(at(1.5, 1.5))).toBe(5)
  expect(coverage.faceAt(at(-1, 1.5))).toBeUndefined()
  expect(near(at(1.03, 1.03))).toMatchObject({ kind: 'vertex', spot: at(1, 1) })
  expect(near(at(1.52, 1.03))).toMatchObject({ kind: 'middle', spot: at(1.5, 1) })
  expect(near(at(1.25, 1.03))).toMatchObject({ kind: 'edge', spot: at(1.25, 1) })
  expect(near(at(1.5, 1.5))).toBeUndefined()
  expect(coverage.neighboursOf(at(1, 1))).toHaveLength(4)
})

it('snaps to the nearest target or to the straight line, and else stays with the pointer', () => {
  const line = [at(0, 0), at(2, 0)]
  expect(snapped(at(1.02, 0.5), { targets: [at(1, 0.5)], line: [], units }).spot).toEqual(at(1, 0.5))
  expect(snapped(at(1.3, 0.05), { targets: [], line, units })).toEqual({ spot: at(1.3, 0), isSnapped: true })
  expect(snapped(at(1, 0.5), { targets: [], line, units }).isSnapped).toBe(false)
})

const region = (id: number, parentId: number | null, name: string): Region => ({
  id,
  townId: 1,
  parentId,
  code: String(id),
  name,
  nameEn: '',
  level: parentId === null ? 'town' : 'village',
  demo: true,
  polygon: null,
  bounds: [0, 0, 1, 1],
  center: [0, 0],
  version: 1,
})

it('lists regions over their grids, folds them, and searches names, codes and leads', () => {
  const regions = [
    region(1, null, '镜湖'),
    region(10, 1, '第1村'),
    region(11, 1, '第2村'),
    region(12, 1, '第3村'),
  ]
  const rows = (search: string, closed: number[] = []) =>
    treeRows(regions, grids, { search, closed: new Set(closed) })
  expect(rows('')).toHaveLength(13)
  expect(rows('')[0]).toMatchObject({ grids: 9, people: 90, depth: 0 })
  expect(rows('', [10])).toHaveLength(10)
  expect(rows('', [1])).toHaveLength(1)
  expect(
    rows('g005', [11]).map(row =>
      row.kind === 'grid' ? row.grid.id : row.kind === 'region' ? row.region.name : row.kind,
    ),
  ).toEqual(['镜湖', '第2村', 5])
  expect(rows('陆志强')).toHaveLength(13)
  const over = board(1).map(grid => ({ ...grid, id: 90, regionId: 1, level: 'thematic' as const }))
  const withOver = (closed: number[]) =>
    treeRows(regions, [...grids, ...over], { search: '', closed: new Set(closed) })
  expect(withOver([])[0]).toMatchObject({ grids: 9, people: 90 })
  expect(withOver([]).slice(13)).toMatchObject([{ kind: 'thematic', grids: 1 }, { grid: { id: 90 } }])
  expect(withOver([THEMATIC])).toHaveLength(14)
  expect(rows('没有')).toEqual([])
})

it('shows enough of a phone number to know it and too little to call it', () => {
  expect(masked('13812342210')).toBe('138****2210')
  expect(masked('110')).toBe('*10')
})
