import { expect, it } from 'vitest'
import type { LngLat } from '../../server/region/place.ts'
import { packIndex, packOutlines, unpackOutlines } from '../../server/risk/rules/cell-index.ts'
import { packCells, unpackCells } from '../../server/risk/rules/cell-pack.ts'
import { type CellLook, cellLayers, changedBounds, drawCells } from './cell-layers.ts'
import { outlineOf } from './cell-marks.ts'
import { LevelTexture } from './level-texture.ts'
import { inOrder } from './order.ts'
import { type PaletteKind, paletteOf } from './palette.ts'

const SIDE = 0.001
const square = (i: number, j: number): LngLat[] => [
  [121 + i * SIDE, 31 + j * SIDE],
  [121 + (i + 1) * SIDE, 31 + j * SIDE],
  [121 + (i + 1) * SIDE, 31 + (j + 1) * SIDE],
  [121 + i * SIDE, 31 + (j + 1) * SIDE],
]
const cells = Array.from({ length: 400 }, (_, ordinal) => ({
  ordinal,
  polygon: square(ordinal % 20, Math.floor(ordinal / 20)),
}))
const drawing = drawCells(unpackCells(packCells(cells, 2)))
const levels = new LevelTexture(Uint8Array.from({ length: 400 }, (_, i) => i % 5))
const near = { zoom: 17, bounds: [121, 31, 121.002, 31.002] } satisfies Partial<CellLook>
const far = { zoom: 12, bounds: [120, 30, 122, 32] } satisfies Partial<CellLook>
const look = (rest: Partial<CellLook> & typeof far): CellLook => ({
  theme: 'dark',
  palette: paletteOf('dark'),
  isVisible: true,
  ...rest,
})

it('draws a layer a chunk, all of them on the list', () => {
  const layers = cellLayers(drawing, levels, look(far))
  expect(layers.map(layer => layer.id)).toEqual([
    'risk-cells/0',
    'risk-cells/1',
    'risk-cells/2',
    'risk-cells/3',
  ])
  expect(inOrder(layers)).toHaveLength(4)
})

it('leaves far chunks out of the picture but keeps them ready', () => {
  const layers = cellLayers(drawing, levels, look({ ...near, zoom: 15 }))
  expect(layers.map(layer => layer.props.visible)).toEqual([true, false, false, false])
})

it('writes digits on assessed cells in view at reading zoom only', () => {
  const digits = (at: Partial<CellLook> & typeof far) =>
    cellLayers(drawing, levels, look(at)).find(layer => layer.id === 'risk-digits')?.props.data
  expect(digits(far)).toBeUndefined()
  expect(digits(near)).toHaveLength(2)
})

it('puts digits on plain colour where lines or dots would cross them out', () => {
  const digits = (kind: PaletteKind) =>
    cellLayers(drawing, levels, look({ ...near, palette: paletteOf('light', kind) })).find(
      layer => layer.id === 'risk-digits',
    )?.props
  expect(digits('standard')).toMatchObject({ background: false })
  for (const kind of ['patterned', 'print'] as const) expect(digits(kind)).toMatchObject({ background: true })
})

it('outlines the selected cell, and none that is not there', () => {
  const ids = (selected: number) =>
    cellLayers(drawing, levels, look({ ...far, selected })).map(layer => layer.id)
  expect(ids(25).filter(id => id.startsWith('risk-selected'))).toHaveLength(3)
  expect(ids(4000).filter(id => id.startsWith('risk-selected'))).toHaveLength(0)
  const outline = outlineOf(drawing.geometry, 21) ?? []
  expect(outline[0]?.[0]).toBeCloseTo(121.001, 7)
  expect(outline[0]?.[1]).toBeCloseTo(31.001, 7)
})

it('hides a level by its paint and hatches what is not assessed', () => {
  const palette = paletteOf('light', 'standard', new Set([4]))
  expect(palette[4].alpha).toBe(0)
  expect(palette[1].alpha).toBeGreaterThan(0.5)
  expect(palette[0].pattern).toBe('thin')
  const patterns = paletteOf('light', 'patterned').map(({ pattern }) => pattern)
  expect(new Set(patterns).size).toBe(5)
})

it('shows a county from afar as one picture, and outlines where those in view have come', () => {
  const bounds: [number, number, number, number] = [121, 31, 121.02, 31.02]
  const index = packIndex([
    {
      bounds,
      vertices: 1600,
      ordinals: Uint32Array.from({ length: 400 }, (_, i) => i),
      middles: Uint16Array.from({ length: 800 }, (_, i) =>
        Math.round((((i % 2 === 0 ? (i / 2) % 20 : Math.floor(i / 40)) + 0.5) / 20) * 65_535),
      ),
    },
  ])
  const bare = unpackCells(index)
  const shown = (county: typeof drawing, at: typeof far | typeof near) =>
    cellLayers(county, levels, look(at))
      .filter(layer => layer.props.visible && layer.id.startsWith('risk-cells'))
      .map(layer => layer.id)
  expect(shown(drawCells(bare), far)).toEqual(['risk-cells/far'])
  expect(shown(drawCells(bare), near)).toEqual(['risk-cells/far'])
  const counts = new Uint16Array(400).fill(4)
  const outlines = packOutlines({ bounds, counts, positions: new Uint16Array(3200) })
  const outlined = drawCells({
    ...bare,
    chunks: bare.chunks.map(chunk => unpackOutlines(chunk, outlines)),
  })
  expect(shown(outlined, near)).toEqual(['risk-cells/0'])
  // From afar a cell may be seen a little beside its place.
  const [west = 0] = changedBounds(outlined, [0], near) ?? []
  const [farWest = 0] = changedBounds(outlined, [0], { ...far, zoom: 9 }) ?? []
  expect((west - farWest) / SIDE).toBeGreaterThan(2.5)
  expect(shown(outlined, { ...far, zoom: 9 })).toEqual(['risk-cells/far'])
})

it('gives the map the same layers again while nothing about them changed', () => {
  const still = look({ ...near, zoom: 15 })
  const first = cellLayers(drawing, levels, still)
  levels.patch([[3, 1]])
  expect(cellLayers(drawing, levels, still)).toEqual(first)
  expect(cellLayers(drawing, levels, still)[0]).toBe(first[0])
  expect(cellLayers(drawing, levels, { ...still, zoom: 14 })[0]).not.toBe(first[0])
})

it('tells where changed cells are, and of very many nothing', () => {
  const [west, south, east, north] = changedBounds(drawing, [21, 22], near) ?? []
  expect([west, south]).toEqual([expect.closeTo(121.001, 6), expect.closeTo(31.001, 6)])
  expect([east, north]).toEqual([expect.closeTo(121.003, 6), expect.closeTo(31.002, 6)])
  const very = Array.from({ length: 30_000 }, (_, i) => i % 400)
  expect(changedBounds(drawing, very, near)).toBeUndefined()
})

it('writes the digits of the levels beside where those are shown', () => {
  const left = new LevelTexture(new Uint8Array(400).fill(1))
  left.beside = { texture: new LevelTexture(new Uint8Array(400).fill(3)), from: 0.5 }
  const isBeside = ([lng]: LngLat) => lng > 121.001
  const layers = cellLayers(drawing, left, look({ ...near, isBeside }))
  const digits = layers.find(layer => layer.id === 'risk-digits')?.props.data as { level: number }[]
  expect(new Set(digits.map(({ level }) => level))).toEqual(new Set([1, 3]))
})
