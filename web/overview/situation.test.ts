import { expect, test, vi } from 'vitest'
import type { Responder } from '../../server/responder/responder.ts'
import { Api } from '../api.ts'
import { Feed } from '../feed.svelte.ts'
import { Situation, withNewer } from './situation.svelte.ts'

const team = (id: number, place: number, positionAt: string | null): Responder => ({
  id,
  townId: 1,
  kind: 'team',
  name: '一号消防站',
  nameEn: '',
  skills: ['fire'],
  people: 8,
  vehicles: 2,
  parentId: null,
  heightMeters: null,
  weightTons: null,
  phone: '',
  home: [121.9, 30.88],
  standing: 'confirmed',
  origin: null,
  state: 'departed',
  lngLat: [place, 30.9],
  positionAt,
  orderId: null,
  version: 1,
})
const [early, late] = ['2026-07-01T06:00:00.000Z', '2026-07-01T06:00:05.000Z']
const placesOf = (teams: readonly Responder[]) => teams.map(each => each.lngLat[0])

test('a list that was read before a team moved does not put it back', () => {
  const shown = [team(1, 122, late), team(2, 122, early), team(3, 122, null)]
  const read = [team(1, 121, early), team(2, 121, late), team(3, 121, early), team(4, 121, null)]
  expect(placesOf(withNewer(read, shown))).toEqual([122, 121, 121, 121])
  expect(withNewer([team(1, 121, null)], shown)[0]).toMatchObject({ lngLat: [122, 30.9], positionAt: late })
})

test('an assessment and its source make the sources be read once', async () => {
  vi.useFakeTimers()
  try {
    const asked: string[] = []
    const api = new Api({
      worldId: () => 0,
      languageTag: () => 'zh-CN',
      reached: () => undefined,
      ended: () => undefined,
    })
    api.get = async <T>(path: string) => {
      asked.push(path)
      return noRows<T>()
    }
    const feed = new Feed()
    const hear = vi.spyOn(feed, 'on')
    const stop = new Situation(api).follow(7, feed)
    await vi.runAllTimersAsync()
    asked.length = 0
    const listener = hear.mock.calls[0]?.[1]
    const change = { sequence: 1, id: 3, version: 1, verb: 'assess', at: early }
    for (const noun of ['assessment', 'hazard', 'target']) {
      listener?.({ ...change, noun, incidentId: null, actor: '' } as never)
    }
    await vi.runAllTimersAsync()
    expect(asked).toEqual(['/api/targets', '/api/hazards'])
    stop()
  } finally {
    vi.useRealTimers()
  }
})
/** Every list is empty. */
const noRows = <T>() => [] as unknown as T
