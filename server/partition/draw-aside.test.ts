import { afterAll, expect, test } from 'vitest'
import { DrawAside } from './draw-aside.ts'
import { PartitionInput } from './partition.ts'
import type { Sketch } from './rules/sketch.ts'

const aside = new DrawAside({ timeoutMs: 60_000, mostWaiting: 2 })
afterAll(() => aside.close())

const input = PartitionInput.parse({ townId: 1, faces: [1], kind: 'partition', measure: 'area', count: 2 })
const empty: Sketch = { input, grids: [], areas: [], load: [], marks: [] }

test('a suggestion is drawn in the thread, and one that fails leaves it fit for the next', async () => {
  const broken = { ...empty, areas: [{ regionId: 1, faces: [], ground: null as never }] }
  await expect(aside.draw(broken)).rejects.toThrow()
  await expect(aside.draw(empty)).resolves.toMatchObject({ edits: [], blocks: 0 })
})

test('too many at once are sent away, and what takes too long ends with its thread', async () => {
  const all = await Promise.allSettled([aside.draw(empty), aside.draw(empty), aside.draw(empty)])
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  const hurried = new DrawAside({ timeoutMs: 1 })
  await expect(hurried.draw(empty)).rejects.toMatchObject({ code: 'invalid' })
  await hurried.close()
})
