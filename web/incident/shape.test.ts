import { describe, expect, it } from 'vitest'
import type { LngLat } from '../../server/region/place.ts'
import { metersBetween } from '../map/line.ts'
import { circleAround, type Draft, draftFeatures, lacking, lineOf, polygonOf } from './shape.ts'

const centre: LngLat = [121.94, 30.9]
const draft = (more: Partial<Draft>): Draft => ({
  tool: 'area',
  points: [],
  center: undefined,
  radiusMeters: 150,
  ...more,
})
const square: LngLat[] = [
  [121.94, 30.9],
  [121.941, 30.9],
  [121.941, 30.901],
  [121.94, 30.901],
]

describe('a circle round a place', () => {
  it('has every corner at the radius and ends where it begins', () => {
    const [ring = []] = circleAround(centre, 150).coordinates
    for (const corner of ring) expect(metersBetween(centre, corner)).toBeCloseTo(150, 0)
    expect(ring.at(-1)).toEqual(ring[0])
  })

  it('can be saved only with a place and a radius', () => {
    expect(polygonOf(draft({ tool: 'circle', center: centre }))?.type).toBe('Polygon')
    expect(polygonOf(draft({ tool: 'circle' }))).toBeUndefined()
    expect(lacking(draft({ tool: 'circle', center: centre, radiusMeters: 0 }))).toEqual({ kind: 'outline' })
  })
})

describe('a draft on the map', () => {
  it('says how many points are missing', () => {
    expect(lacking(draft({ tool: 'closure', points: square.slice(0, 1) }))).toEqual({
      kind: 'points',
      count: 1,
    })
    expect(lacking(draft({ points: square.slice(0, 1) }))).toEqual({ kind: 'points', count: 2 })
    expect(lacking(draft({ points: square }))).toBeUndefined()
  })

  it('refuses an outline that crosses itself', () => {
    const [a, b, c, d] = square
    const bow = [a, c, b, d].filter(point => point !== undefined)
    expect(lacking(draft({ points: bow }))).toEqual({ kind: 'outline' })
    expect(polygonOf(draft({ points: bow }))).toBeUndefined()
  })

  it('refuses a closure whose points are one and the same', () => {
    expect(lacking(draft({ tool: 'closure', points: [centre, centre] }))).toEqual({ kind: 'outline' })
    expect(lineOf(draft({ tool: 'closure', points: square }))?.coordinates).toHaveLength(4)
  })

  it('closes the area it is given', () => {
    const [ring = []] = polygonOf(draft({ points: square }))?.coordinates ?? []
    expect(ring).toHaveLength(5)
    expect(ring.at(-1)).toEqual(ring[0])
  })

  it('shows the point the pointer would add, without keeping it', () => {
    const shown = draftFeatures(draft({ tool: 'closure', points: square.slice(0, 1) }), square[1])
    expect(shown.features.map(feature => feature.properties?.role)).toEqual(['cut', 'vertex'])
    expect(draftFeatures(draft({ tool: 'circle', center: centre }), square[1]).features).toHaveLength(1)
  })
})
