import { expect, test, vi } from 'vitest'
import type { Partition } from '../../server/partition/partition.ts'
import type { LngLat } from '../../server/region/place.ts'
import { Api } from '../api.ts'
import { PartitionDesk } from './partition-desk.svelte.ts'
import { dashesOf } from './partition-layers.ts'

const api = new Api({
  worldId: () => 0,
  languageTag: () => 'zh-CN',
  reached: () => undefined,
  ended: () => undefined,
})
const metersOf = (path: LngLat[]) =>
  path.slice(1).reduce((sum, [x, y], i) => {
    const [ax, ay] = path[i] ?? [x, y]
    return sum + Math.hypot((x - ax) * 111_320, (y - ay) * 110_574)
  }, 0)

test('a ring becomes dashes of one length with gaps as long, over its corners', () => {
  const ring: LngLat[] = [
    [0, 0],
    [0.001, 0],
    [0.001, 0.001],
    [0, 0.001],
    [0, 0],
  ]
  const dashes = dashesOf(ring, 30)
  expect(dashes.length).toBe(8)
  expect(dashes.slice(0, -1).map(dash => Math.round(metersOf(dash)))).toEqual(Array(7).fill(30))
  expect(dashes[0]?.[0]).toEqual([0, 0])
})

test('a question is whole before it is put, and hectares are sent as square metres', () => {
  const desk = new PartitionDesk(api)
  expect(desk.lacks).toBe('area')
  desk.choose([3, 4])
  expect(desk.lacks).toBeUndefined()
  expect(desk.inputFor(1)).toMatchObject({ kind: 'balance', faces: [3, 4], along: { by: 'lines' } })
  expect(desk.inputFor(1)).not.toHaveProperty('count')
  desk.kind = 'partition'
  expect(desk.inputFor(1)).toMatchObject({ count: 2 })
  desk.size = 'each'
  expect(desk.lacks).toBe('size')
  desk.measure = 'area'
  desk.each = 12
  expect(desk.inputFor(1)).toMatchObject({ each: 120_000 })
  desk.choose([3])
  expect(desk.lacks).toBeUndefined()
  desk.size = 'count'
  expect(desk.lacks).toBeUndefined()
  expect(desk.inputFor(1)).toMatchObject({ count: 2 })
  desk.kind = 'balance'
  expect(desk.lacks).toBe('other')
  desk.kind = 'partition'
  for (const kind of desk.lines) desk.toggleLine(kind)
  expect(desk.lacks).toBe('lines')
  desk.along = 'hexagon'
  expect(desk.inputFor(1).along).toEqual({ by: 'net', shape: 'hexagon', sideMeters: 250 })
})

test('a suggestion to a question that was given up is not shown', async () => {
  const desk = new PartitionDesk(api)
  desk.choose([3])
  const found = { edits: [], grids: [], blocks: 0, notes: [] } as unknown as Partition
  let answer: (found: Partition) => void = () => undefined
  vi.spyOn(api, 'post').mockReturnValue(
    new Promise(resolve => {
      answer = resolve
    }),
  )
  const asked = desk.suggest(1, [])
  expect(desk.state).toBe('working')
  desk.toggle(4)
  answer(found)
  await asked
  expect(desk.partition).toBeUndefined()
  expect(desk.state).toBe('idle')
})
