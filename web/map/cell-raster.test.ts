import { expect, test } from 'vitest'
import type { IndexedChunk } from '../../server/risk/rules/cell-index.ts'
import { packIndex } from '../../server/risk/rules/cell-index.ts'
import { unpackCells } from '../../server/risk/rules/cell-pack.ts'
import { makeRaster, rasterAt, rasterOf } from './cell-raster.ts'

const side = 40

/** A chunk of 40 by 40 cells with jittered middles. */
function chunk(west: number, first: number): IndexedChunk {
  const middles = new Uint16Array(side * side * 2)
  for (let i = 0; i < side * side; i++) {
    const jitter = (((i * 7919) % 31) / 31 - 0.5) * 0.4
    middles[i * 2] = (((i % side) + 0.5 + jitter) / side) * 65_535
    middles[i * 2 + 1] = ((Math.floor(i / side) + 0.5 - jitter) / side) * 65_535
  }
  return {
    bounds: [west, 30, west + 0.04, 30.04],
    vertices: side * side * 5,
    ordinals: Uint32Array.from({ length: side * side }, (_, i) => first + i),
    middles,
  }
}

const geometry = unpackCells(packIndex([chunk(120, 0), chunk(120.04, 5000)]))

test('every cell has a texel of its own', () => {
  const { texels } = makeRaster(geometry.chunks)
  const seen = new Set(texels)
  for (const { cellIndex } of geometry.chunks) {
    for (const ordinal of cellIndex) expect(seen.has(ordinal + 1), `cell ${ordinal}`).toBe(true)
  }
})

test('the cell at a place is the one whose middle is there, and none is beside the cells', () => {
  const raster = makeRaster(geometry.chunks)
  let right = 0
  for (const { cellIndex, origin, middles } of geometry.chunks) {
    cellIndex.forEach((ordinal, i) => {
      const at = [origin[0] + (middles?.[i * 2] ?? 0), origin[1] + (middles?.[i * 2 + 1] ?? 0)]
      if (rasterAt(raster, at) === ordinal) right++
    })
  }
  expect(right / (side * side * 2)).toBeGreaterThan(0.85)
  expect(rasterAt(raster, [119, 30.02])).toBe(-1)
})

test('there is no hole among the cells', () => {
  const { texels, width, height } = makeRaster(geometry.chunks)
  let holes = 0
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) if (texels[row * width + column] === 0) holes++
  }
  expect(holes / texels.length).toBeLessThan(0.002)
  expect(rasterOf(geometry)).toBe(rasterOf({ ...geometry, chunks: [...geometry.chunks] }))
})
