import { expect, test } from 'vitest'
import { type Pair, placingOf } from './crs.ts'

const placing = (crs: 'GCJ-02' | 'BD-09') => {
  const found = placingOf(crs)
  if (!found) throw new Error(`${crs} is not known`)
  return found
}

/** Degrees apart, on the axis where it is more. */
const apart = ([lng, lat]: Pair, [otherLng, otherLat]: Pair) =>
  Math.max(Math.abs(lng - otherLng), Math.abs(lat - otherLat))

// A lattice step is 1e-7 degrees; the way back is iterated down to a step or two.
const there = 1e-8
const back = 2e-7

test.each<[string, Pair, Pair, Pair]>([
  ['EX-X01 Beijing', [116.404, 39.915], [116.4102445, 39.91640428], [116.41662724, 39.92269955]],
  ['EX-X02 Shanghai', [121.5272106, 31.1774276], [121.53154186, 31.17530398], [121.53801569, 31.18132861]],
  ['EX-X03 Dongying', [118.6747, 37.434], [118.68036698, 37.43467794], [118.68674945, 37.44103226]],
  ['EX-X04 Chengdu', [104.0668, 30.5728], [104.06930548, 30.57034614], [104.07578296, 30.57635186]],
  ['EX-X05 Ürümqi', [87.6168, 43.8256], [87.61964995, 43.82680539], [87.62609977, 43.83294979]],
  ['EX-X06 Kashgar', [75.9897, 39.4704], [75.99265466, 39.47062673], [75.9991627, 39.4765908]],
])('%s goes to both shifted systems and comes back', (_, wgs, gcj, baidu) => {
  for (const [crs, shifted] of [['GCJ-02', gcj] as const, ['BD-09', baidu] as const]) {
    expect(apart(placing(crs).fromDegrees(wgs), shifted)).toBeLessThan(there)
    expect(apart(placing(crs).toDegrees(shifted), wgs)).toBeLessThan(back)
  }
})

test('EX-X07: outside of China nothing is shifted', () => {
  expect(placing('GCJ-02').fromDegrees([2.35, 48.85])).toEqual([2.35, 48.85])
  expect(placing('GCJ-02').toDegrees([2.35, 48.85])).toEqual([2.35, 48.85])
})

test('the way back is iterated, not taken in one step that is centimetres off', () => {
  const [lng, lat] = placing('GCJ-02').toDegrees([116.404, 39.915])
  expect(apart([lng, lat], [116.39775575, 39.91359624])).toBeLessThan(back)
  expect(apart([lng, lat], [116.3977555, 39.91359572])).toBeGreaterThan(back)
})
