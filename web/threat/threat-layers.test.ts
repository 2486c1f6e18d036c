import { expect, test } from 'vitest'
import type { ThreatRing } from '../../server/threat/threat.ts'
import { rankOf } from '../map/order.ts'
import { ringRgb, threatLayers } from './threat-layers.ts'

const ring = (key: string, beyond = false): ThreatRing => ({
  key,
  label: { zh: key, en: key },
  says: { zh: '', en: '' },
  value: 1,
  unit: 'm',
  reachMeters: 1,
  areaSquareMeters: 1,
  beyond,
  polygon: {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    ],
  },
})

test('all layers are on the ordered list', () => {
  const { layers } = threatLayers(
    {
      model: 'erg',
      lngLat: [0, 0],
      rings: [ring('protective', true), ring('isolation')],
      chosen: 'isolation',
    },
    'dark',
  )
  expect(layers.map(({ id }) => id)).toEqual(['spread/fill', 'spread/casing', 'spread/edge', 'spread/source'])
  for (const { id } of layers) expect(rankOf(id)).toBeGreaterThan(rankOf('zones'))
})

test('the innermost ring is the strongest whatever their number', () => {
  for (const count of [1, 3, 6]) {
    expect(ringRgb('plume', { index: count - 1, count })).toEqual([176, 28, 122])
    expect(ringRgb('flood', { index: count - 1, count })).toEqual([6, 66, 130])
  }
  expect(ringRgb('plume', { index: 0, count: 3 })).not.toEqual(ringRgb('plume', { index: 1, count: 3 }))
})
