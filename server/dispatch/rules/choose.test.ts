import { expect, test } from 'vitest'
import type { LngLat } from '../../region/place.ts'
import type { Travel } from '../../road/road.ts'
import type { Need } from '../dispatch.ts'
import { type Choosable, choose } from './choose.ts'

const to: LngLat = [121.9, 30.88]
const fire: Need = { kind: 'team', skill: 'fire', count: 1 }
const near = (degrees: number, more: Partial<Choosable> = {}): Choosable => ({
  kind: 'team',
  skills: ['fire'],
  lngLat: [to[0] + degrees, to[1]],
  available: true,
  state: 'available',
  ...more,
})
const road = (seconds: number): Travel => ({ seconds, meters: seconds * 10, found: 'road' })
const cutOff: Travel = { seconds: 60, meters: 600, found: 'straight-line', reason: 'no-way-through' }
const offNetwork: Travel = { seconds: 60, meters: 600, found: 'straight-line', reason: 'off-network' }

test('the one across the river is near by air and late by road', () => {
  const force = [near(0.001), near(0.01)]
  const { chosen, soonerSeconds } = choose({ needs: [fire], force, travels: [road(900), road(240)], to })
  expect(chosen).toEqual([[1]])
  expect(soonerSeconds).toBe(660)
})

test('nothing is said to be sooner where the nearest is sent anyway or a way is only estimated', () => {
  const force = [near(0.001), near(0.01)]
  expect(choose({ needs: [fire], force, travels: [road(100), road(240)], to }).soonerSeconds).toBeNull()
  expect(choose({ needs: [fire], force, travels: [road(900), offNetwork], to }).soonerSeconds).toBeNull()
  expect(choose({ needs: [fire], force: [], travels: [], to }).soonerSeconds).toBeNull()
})

test('who is out, off duty or cut off is not chosen; an estimate off the network is better than nobody', () => {
  const force = [near(0.001, { available: false, state: 'departed' }), near(0.002), near(0.003)]
  const { chosen, fitting } = choose({ needs: [fire], force, travels: [road(10), cutOff, offNetwork], to })
  expect(chosen).toEqual([[2]])
  expect(fitting).toEqual([[0, 1, 2]])
})

test('kind and skill must both fit', () => {
  const force = [near(0.001, { kind: 'vehicle' }), near(0.002, { skills: ['medical'] })]
  expect(choose({ needs: [fire], force, travels: [road(10), road(10)], to }).fitting).toEqual([[]])
})
