import { expect, test } from 'vitest'
import { northOf, warningLayers } from './warning-layers.ts'

const area = {
  type: 'Polygon' as const,
  coordinates: [
    [
      [0, 0],
      [2, 0],
      [1, 3],
      [0, 0],
    ],
  ] as [number, number][][],
}

test('the area of a warning is a line with its name at the north, and nothing is filled', () => {
  const { layers, rooms } = warningLayers(
    [{ id: 1, level: 'red', label: '暴雨红色预警', area, isSelected: false }],
    'dark',
  )
  expect(layers.map(({ id }) => id)).toEqual([
    'zones/warning-casing',
    'zones/warning-edge',
    'labels/warnings',
  ])
  expect(layers.every(({ props }) => !('getFillColor' in props))).toBe(true)
  expect(northOf(area)).toEqual([1, 3])
  expect(rooms).toEqual([{ lngLat: [1, 3], shape: 'pill' }])
})
