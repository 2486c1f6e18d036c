import { afterAll, expect, test } from 'vitest'
import { FloodAside } from './flood-aside.ts'
import type { Asked } from './rules/asked.ts'
import { terrainOf } from './rules/hgt.ts'
import { reckon } from './rules/reckon.ts'

const aside = new FloodAside()
afterAll(() => aside.close())

/** A hollow in the middle of a tile. */
function aHollow() {
  const side = 1201
  const bytes = new Uint8Array(side * side * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < side * side; i++)
    view.setInt16(i * 2, Math.round(Math.hypot((i % side) - 600, Math.floor(i / side) - 600)))
  return terrainOf([{ name: 'N30E121', south: 30, west: 121, side, bytes }], [121.45, 30.45, 121.55, 30.55])
}

const asked = (terrain: Asked['terrain'], waterLevelMeters: number): Asked => ({
  lngLat: [121.5, 30.5],
  inputs: { model: 'flood', waterLevelMeters },
  weather: {
    windFromDegrees: 0,
    windMetersPerSecond: 2,
    night: false,
    stability: 'D',
    terrain: 'rural',
  } as never,
  terrain: terrain ?? null,
})

test('the thread floods the same heights as they lie, and says what is said here', async () => {
  const terrain = aHollow()
  const before = asked(terrain, 20.5)
  const here = reckon(before)
  expect(here).toMatchObject({ model: 'flood', rings: [{ key: 'depth-0' }, {}, {}] })
  expect(await aside.reckon(before)).toEqual(here)
  const heights = terrain?.heights as Int16Array
  heights.fill(40)
  // Nothing was copied: what changes here is changed there.
  expect(await aside.reckon(before)).toMatchObject({ groundMeters: 40 })
  await expect(aside.reckon({ ...before, inputs: null as never })).rejects.toThrow()
  expect(await aside.reckon(asked(null, 1))).toMatchObject({ path: 'inputs.model' })
})

test('too many at once are sent away, and what takes too long ends with its thread', async () => {
  const small = new FloodAside({ mostWaiting: 1, timeoutMs: 1 })
  const [first, second] = await Promise.allSettled([
    small.reckon(asked(aHollow(), 400)),
    small.reckon(asked(null, 1)),
  ])
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'invalid' } })
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'busy' } })
  await small.close()
})
