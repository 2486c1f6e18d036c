import { expect, test } from 'vitest'
import type { Responder } from '../../server/responder/responder.ts'
import { withNewer } from './situation.svelte.ts'

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
