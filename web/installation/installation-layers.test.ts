import { expect, test } from 'vitest'
import type { LngLat } from '../../server/region/place.ts'
import { rankOf } from '../map/order.ts'
import { boxOf, exposureLayers, partsOf, unitLayers } from './installation-layers.ts'

const ring: LngLat[] = [
  [121.9, 30.9],
  [121.92, 30.9],
  [121.92, 30.93],
  [121.9, 30.9],
]

test('a ring of one or several parts is drawn part by part and looked at whole', () => {
  expect(partsOf({ type: 'Polygon', coordinates: [ring] })).toEqual([[ring]])
  expect(partsOf({ type: 'MultiPolygon', coordinates: [[ring], [ring]] })).toHaveLength(2)
  expect(partsOf(undefined)).toEqual([])
  expect(boxOf([[ring]])).toEqual([121.9, 30.9, 121.92, 30.93])
  expect(boxOf([])).toBeUndefined()
})

test('every layer has its place in the order of the map', () => {
  const place = { type: 'Point' as const, coordinates: ring[0] ?? [0, 0] }
  const { layers } = exposureLayers({ place, ring: { type: 'Polygon', coordinates: [ring] }, theme: 'dark' })
  const all = [...layers, ...unitLayers([{ id: 1, place }], 'light').layers]
  expect(all.map(({ id }) => rankOf(id) >= 0)).toEqual([true, true, true, true])
  expect(layers.map(({ props }) => (Array.isArray(props.data) ? props.data.length : 0))).toEqual([1, 0, 1])
})
