import { expect, test } from 'vitest'
import type { SearchHit } from '../region.ts'
import { withoutDoubles } from './doubles.ts'

const hit = (noun: SearchHit['noun'], name: string, more: Partial<SearchHit> = {}): SearchHit => ({
  noun,
  id: null,
  name,
  nameEn: '',
  kind: 'ground',
  lngLat: [121.9, 30.9],
  bounds: null,
  rank: 0,
  ...more,
})
const told = (hits: SearchHit[]) => withoutDoubles(hits).map(({ noun, kind }) => `${noun}/${kind}`)

test('a place gives way to what a register or the region tree calls the same there', () => {
  const station = hit('place', '镜湖站', { kind: 'station', lngLat: [121.901, 30.9] })
  expect(told([station, hit('target', '镜湖站', { kind: 'station' })])).toEqual(['target/station'])
  const town = hit('region', '镜湖新城镇', { kind: 'town', bounds: [121.8, 30.8, 122, 31] })
  const sign = hit('place', '镜湖新城镇', { kind: 'town', lngLat: [121.85, 30.85] })
  expect(told([town, sign])).toEqual(['region/town'])
  expect(told([town, { ...sign, lngLat: [123, 30] }])).toEqual(['region/town', 'place/town'])
})

test('one place mapped twice is one, two far from each other are two', () => {
  const lake = hit('place', '镜湖', { kind: 'water' })
  expect(told([lake, hit('place', '镜湖', { kind: 'locality', lngLat: [121.904, 30.9] })])).toEqual([
    'place/water',
  ])
  expect(told([lake, { ...lake, lngLat: [121.93, 30.9] }])).toEqual(['place/water'])
  const school = hit('place', '中心小学', { kind: 'school' })
  expect(told([school, { ...school, lngLat: [121.93, 30.9] }])).toEqual(['place/school', 'place/school'])
})

test('a street stays beside the bridge of its name, and one register beside another', () => {
  expect(told([hit('place', '大桥', { kind: 'street' }), hit('place', '大桥')])).toEqual([
    'place/street',
    'place/ground',
  ])
  expect(told([hit('target', '体育场'), hit('shelter', '体育场')])).toEqual([
    'target/ground',
    'shelter/ground',
  ])
})
