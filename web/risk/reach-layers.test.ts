import { expect, test } from 'vitest'
import { inOrder } from '../map/order.ts'
import { reachLayers } from './reach-layers.ts'

test('a point reaches round itself, an area is drawn as it is, and both are in the order', () => {
  const round = reachLayers({ lngLat: [121, 31], area: null, reachMeters: 300 }, 'dark')
  expect(inOrder(round.layers).map(layer => [layer.id, layer.props.data])).toMatchObject([
    ['reach/area', []],
    ['reach/round', [{ reachMeters: 300 }]],
  ])
  const ring: [number, number][] = [
    [121, 31],
    [121.1, 31],
    [121, 31.1],
    [121, 31],
  ]
  const area = reachLayers(
    { lngLat: [121, 31], area: { type: 'Polygon', coordinates: [ring] }, reachMeters: 300 },
    'light',
  )
  expect(area.layers.map(layer => layer.props.data)).toMatchObject([[{ rings: [ring] }], []])
})
