import { expect, test } from 'vitest'
import type { Defect, FaceReport } from '../../server/boundary/boundary.ts'
import { boundary as words } from '../language/zh/boundary.ts'
import { boxOf, withRoom } from './boundary-layers.ts'
import { groupsOf, harmlessOf, mendText, proposalsOf, sortedReports } from './defects.ts'
import { previewFile } from './preview-file.ts'
import { systemsToChoose } from './systems.ts'

const defect = (id: string, more: Partial<Defect> = {}): Defect => ({
  ...{ id, kind: 'gap', rows: [1, 2], at: [121, 31], bounds: [121, 31, 121.1, 31.1], squareMeters: 10 },
  ...{ widthMeters: 1, asked: false, proposal: 'give:1', choices: ['leave'], answer: null },
  ...more,
})

test('defects stand by kind, the graver kind first, what is to be judged before what is proposed', () => {
  const groups = groupsOf([
    defect('small'),
    defect('done', { answer: 'leave', squareMeters: 900 }),
    defect('large', { squareMeters: 50 }),
    defect('judge', { asked: true, squareMeters: 1 }),
    defect('over', { kind: 'overlap' }),
  ])
  expect(groups.map(({ kind }) => kind)).toEqual(['overlap', 'gap'])
  expect(groups[1]?.defects.map(({ id }) => id)).toEqual(['judge', 'large', 'small', 'done'])
  expect(groups[1]?.open).toHaveLength(3)
  expect(groupsOf([defect('done', { answer: 'leave' })], true)).toEqual([])
})

test('what needs no judgement is accepted without what does', () => {
  const open = harmlessOf([defect('a'), defect('b', { asked: true }), defect('c', { answer: 'leave' })])
  expect(proposalsOf(open)).toEqual({ a: 'give:1' })
})

test('a mend is told with the names of grids', () => {
  const nameOf = (row: number) => `网格${row}`
  expect(mendText('give:3', words.mend, { nameOf })).toBe('划给 网格3')
  expect(mendText('drop:4', words.mend, { nameOf })).toBe('不导入 网格4')
  expect(mendText('cut', words.mend, { nameOf })).toBe('裁掉区外部分')
  expect(mendText('cut', words.mend, { nameOf, beyond: '东邻镇' })).toBe('裁到东邻镇的界线')
})

test('areas stand in the order of the column, the largest loss first', () => {
  const report = (row: number, before: number, after: number): FaceReport => ({
    ...{ row, beforeSquareMeters: before, afterSquareMeters: after },
    ...{ lostSquareMeters: Math.max(0, before - after), gainedSquareMeters: 0, lostShare: 0 },
  })
  const reports = [report(1, 100, 110), report(2, 100, 50), report(3, 900, 890)]
  const rows = (column: 'change' | 'before', isDown: boolean) =>
    sortedReports(reports, { column, isDown }, String).map(({ row }) => row)
  expect(rows('change', false)).toEqual([2, 3, 1])
  expect(rows('before', true)).toEqual([3, 1, 2])
})

test('systems to choose from are of the kind that positions are', () => {
  expect(systemsToChoose('GCJ-02')).toEqual(['EPSG:4490', 'EPSG:4326', 'GCJ-02', 'BD-09'])
  expect(systemsToChoose('EPSG:4549')).toContain('EPSG:4547')
  expect(systemsToChoose('EPSG:4549')).not.toContain('BD-09')
  expect(systemsToChoose('EPSG:32650')[0]).toBe('EPSG:32650')
})

test('a defect without breadth still leaves room on the map', () => {
  const [west, south, east, north] = withRoom([121, 31, 121, 31])
  expect(east - west).toBeGreaterThan(0.001)
  expect(north).toBeGreaterThan(south)
  expect(boxOf([])).toBeUndefined()
})

test('mended boundaries are written as GeoJSON with what the file says of them', () => {
  const polygon = { type: 'Polygon' as const, coordinates: [] }
  const face = { row: 1, piece: 1, polygon, squareMeters: 1, name: '一', code: '01', parent: '村' }
  expect(JSON.parse(previewFile({ faces: [face], grounds: [] })).features[0].properties).toEqual({
    name: '一',
    code: '01',
    parent: '村',
  })
})
