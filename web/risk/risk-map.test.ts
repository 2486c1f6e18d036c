import { expect, test, vi } from 'vitest'
import { packCells } from '../../server/risk/rules/cell-pack.ts'
import { Api } from '../api.ts'
import { Feed } from '../feed.svelte.ts'
import { RiskMap } from './risk-map.svelte.ts'

const ring = (x: number): [number, number][] => [
  [x, 30],
  [x + 1, 30],
  [x + 1, 31],
  [x, 31],
  [x, 30],
]
const cells = packCells(
  [
    { ordinal: 0, polygon: ring(120) },
    { ordinal: 1, polygon: ring(121) },
  ],
  1,
)
const own = (bytes: Uint8Array) => ({ bytes: Uint8Array.from(bytes), mark: '"1"' })

/** Answers the three reads of a town; `hold` keeps them back until it is called. */
function townOf(
  levels: Record<'inherent' | 'residual', number[]> & { live?: number[]; assessed?: number[] },
  feed = new Feed(),
) {
  const api = new Api({
    worldId: () => 0,
    languageTag: () => 'zh-CN',
    reached: () => undefined,
    ended: () => undefined,
  })
  let letGo = () => {}
  const held = new Promise<void>(resolve => {
    letGo = resolve
  })
  api.bytes = async path => {
    await held
    if (path.includes('cells.bin')) return own(cells)
    const scale = path.includes('of=assessed') ? 'assessed' : /scale=(inherent|residual|live)/.exec(path)?.[1]
    return own(
      Uint8Array.from(Object.entries(levels).find(([name]) => name === scale)?.[1] ?? levels.residual),
    )
  }
  const riskMap = new RiskMap(api, null)
  const stop = riskMap.follow(7, feed)
  return { riskMap, letGo: () => letGo(), stop }
}
const change = (more: object) => ({
  townId: 7,
  scale: 'residual',
  version: 1,
  hash: '',
  changed: [[1, 2]],
  ...more,
})

test('reads a town, repaints what the feed changes and leaves other towns alone', async () => {
  const { riskMap, letGo } = townOf({ inherent: [1, 1], residual: [3, 4] })
  letGo()
  await vi.waitFor(() => expect(riskMap.geometry).toBeDefined())
  expect([riskMap.levelOf(0), riskMap.levelOf(1)]).toEqual([3, 4])
  const { texture, version } = riskMap
  riskMap.hear(change({}))
  riskMap.hear(change({ townId: 8, changed: [[0, 1]] }))
  riskMap.hear('nonsense')
  expect([riskMap.levelOf(0), riskMap.levelOf(1)]).toEqual([3, 2])
  expect(riskMap.texture).toBe(texture)
  expect(riskMap.version).toBe(version + 1)
  riskMap.scale = 'inherent'
  expect(riskMap.levelOf(1)).toBe(1)
})

test('a change that comes while reading is applied after it', async () => {
  const { riskMap, letGo } = townOf({ inherent: [0, 0], residual: [4, 4] })
  riskMap.hear(change({ changed: [[0, 1]] }))
  letGo()
  await vi.waitFor(() => expect(riskMap.geometry).toBeDefined())
  expect(riskMap.levelOf(0)).toBe(1)
})

test('what was told while the stream was down is read again, and unchanged geometry stays', async () => {
  const feed = new Feed()
  const join = vi.spyOn(feed, 'onJoin')
  const levels = { inherent: [1, 1], residual: [3, 4] }
  const { riskMap, letGo } = townOf(levels, feed)
  letGo()
  await vi.waitFor(() => expect(riskMap.geometry).toBeDefined())
  const { geometry, texture, version } = riskMap
  levels.residual = [2, 4]
  join.mock.calls[0]?.[0]()
  await vi.waitFor(() => expect(riskMap.levelOf(0)).toBe(2))
  expect(riskMap.geometry).toBe(geometry)
  expect(riskMap.texture).toBe(texture)
  expect(riskMap.version).toBeGreaterThan(version)
})

test('moves the selection to the cell beside and stays at the edge', async () => {
  const { riskMap, letGo } = townOf({ inherent: [0, 0], residual: [4, 4] })
  letGo()
  await vi.waitFor(() => expect(riskMap.geometry).toBeDefined())
  expect(riskMap.move('east')).toBe(false)
  riskMap.selected = 0
  expect(riskMap.move('east')).toBe(true)
  expect(riskMap.selected).toBe(1)
  expect(riskMap.move('east')).toBe(false)
})

test('a cell coloured by sources alone that nobody assessed is told from others, also of one domain', async () => {
  const levels = { inherent: [0, 0], residual: [0, 4], live: [3, 3], assessed: [0, 3] }
  const { riskMap, letGo } = townOf(levels)
  letGo()
  await vi.waitFor(() => expect(riskMap.geometry).toBeDefined())
  riskMap.scale = 'live'
  const raisedOnly = () => [0, 1].map(cell => riskMap.texture?.isRaisedOnly(cell))
  await vi.waitFor(() => expect(raisedOnly()).toEqual([true, false]))
  levels.assessed = [3, 4]
  riskMap.hear(change({ scale: 'residual', changed: [[0, 3]] }))
  await vi.waitFor(() => expect(raisedOnly()).toEqual([false, true]))
  riskMap.showDomains(['natural'])
  await vi.waitFor(() => expect(riskMap.domains).toEqual(['natural']))
  await vi.waitFor(() => expect(raisedOnly()).toEqual([false, true]))
  riskMap.showDomains(undefined)
  riskMap.scale = 'residual'
  expect(raisedOnly()).toEqual([false, false])
})
