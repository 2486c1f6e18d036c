import { expect, it } from 'vitest'
import { carKmh, truckKmh } from './speed.ts'
import { Use } from './table.ts'
import { wayRules } from './way.ts'

function kmh(
  tags: Record<string, string>,
  place: { density?: number; use?: number; forward?: boolean } = {},
) {
  const rules = wayRules(tags)
  if (!rules) throw new Error('not a road')
  const at = {
    rules,
    use: place.use ?? rules.use,
    density: place.density ?? 3,
    forward: place.forward ?? true,
  }
  return { car: carKmh(at), truck: truckKmh(at) }
}

it('follows the class, slower in the city', () => {
  expect(kmh({ highway: 'primary' }).car).toBe(75)
  expect(kmh({ highway: 'primary' }, { density: 12 }).car).toBe(57)
  expect(kmh({ highway: 'service', service: 'driveway' }).car).toBe(10)
})
it('follows a sign before the class, each way its own, trucks theirs', () => {
  expect(kmh({ highway: 'primary', maxspeed: '40' }, { density: 12 }).car).toBe(40)
  const tags = { highway: 'primary', 'maxspeed:forward': '60', 'maxspeed:backward': '30' }
  expect(kmh(tags).car).toBe(60)
  expect(kmh(tags, { forward: false }).car).toBe(30)
  expect(kmh({ highway: 'motorway', 'maxspeed:hgv': '80' }).truck).toBe(80)
})
it('slows down on ramps, roundabouts and rough ground', () => {
  expect(kmh({ highway: 'trunk_link' }).car).toBe(77)
  expect(kmh({ highway: 'primary_link' }, { use: Use.turnChannel }).car).toBe(94)
  expect(kmh({ highway: 'tertiary', junction: 'roundabout' }).car).toBe(25)
  expect(kmh({ highway: 'unclassified', surface: 'gravel' }).car).toBe(20)
  expect(kmh({ highway: 'unclassified', maxspeed: '50', surface: 'gravel' }).car).toBe(40)
})
