import { expect, test } from 'vitest'
import { board } from '../grid/grid.fixture.ts'
import { base64Of } from './base64.ts'
import { cover } from './cover.fixture.ts'
import { lackOf, memberLayers } from './member-layers.ts'

test('a grid without a lead is worse than one without a stand-in, and a gap to come the least', () => {
  expect(lackOf(cover(1, { lacks: ['lead', 'backup'], nextGapOn: '2026-12-01' }))).toBe('lead')
  expect(lackOf(cover(1, { lacks: ['backup'], nextGapOn: '2026-12-01' }))).toBe('backup')
  expect(lackOf(cover(1, { nextGapOn: '2026-12-01' }))).toBe('soon')
  expect(lackOf(cover(1))).toBeUndefined()
})

test('only grids that lack somebody are tinted, and those of a member are outlined', () => {
  const report = [cover(1, { lacks: ['lead'] }), cover(2), cover(3, { nextGapOn: '2026-12-01' })]
  const layers = memberLayers(board(2), { cover: report, marked: new Set([2, 4]), theme: 'dark' })
  expect(layers.map(({ id }) => id)).toEqual([
    'grid-fills/cover',
    'grid-lines/member-casing',
    'grid-lines/member-own',
  ])
  const sizes = layers.map(layer => (Array.isArray(layer.props.data) ? layer.props.data.length : -1))
  expect(sizes).toEqual([2, 2, 2])
  expect(memberLayers(board(2), { cover: report, marked: new Set(), theme: 'light' })).toHaveLength(1)
})

test('bytes of any length become the base64 the server reads', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251)
  expect([...Buffer.from(base64Of(bytes), 'base64')]).toEqual([...bytes])
  expect(base64Of(new Uint8Array())).toBe('')
})
