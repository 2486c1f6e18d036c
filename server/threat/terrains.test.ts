import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { heightAt } from './rules/terrain.ts'
import { storeTownTile, Terrains } from './terrains.ts'

/** A tile on which every place is as high as its row counted from the north. */
function aTile() {
  const side = 1201
  const bytes = new Uint8Array(side * side * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < side * side; i++) view.setInt16(i * 2, Math.floor(i / side))
  return { name: 'N30E121', south: 30, west: 121, side, bytes }
}

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'terrains-'))
})
afterEach(() => rm(directory, { recursive: true }))

test('a town that grew has heights in its new part too', async () => {
  await storeTownTile(directory, 1, aTile())
  const terrains = new Terrains(directory)
  const before = await terrains.get(1, [121.1, 30.1, 121.2, 30.2])
  expect(before && heightAt(before, [121.7, 30.5])).toBeNull()
  const after = await terrains.get(1, [121.1, 30.1, 121.8, 30.6])
  expect(after && heightAt(after, [121.7, 30.5])).toBe(600)
  expect(await terrains.get(1, [121.1, 30.1, 121.8, 30.6])).toBe(after)
})

test('heights that could not be read once are read again', async () => {
  const terrains = new Terrains(directory)
  await storeTownTile(directory, 1, aTile())
  const path = join(directory, 'towns', '1', 'terrain', 'N30E121.hgt.gz')
  const good = await readFile(path)
  const at = new Date('2026-03-12T06:00:00Z')
  const asked = async (bytes: Uint8Array) => {
    await writeFile(path, bytes)
    await utimes(path, at, at)
    return terrains.get(1, [121.1, 30.1, 121.2, 30.2])
  }
  await expect(asked(good.subarray(0, 100))).rejects.toThrow()
  expect(await asked(good)).not.toBeNull()
})
