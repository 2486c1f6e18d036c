import { expect, it } from 'vitest'
import { readHash, writeHash } from './hash.ts'

it('reads and writes where the map looks', () => {
  expect(readHash('#ll=121.92140,30.89310&z=13.20')).toEqual({ lngLat: [121.9214, 30.8931], zoom: 13.2 })
  expect(writeHash('', { lngLat: [121.92141234, 30.8931], zoom: 13.2 })).toBe(
    '#ll=121.92141,30.89310&z=13.20',
  )
})

it('leaves other parts of the hash', () => {
  expect(writeHash('#ll=1,2&tab=3&z=4', { lngLat: [0, 0], zoom: 1 })).toBe('#ll=0.00000,0.00000&z=1.00&tab=3')
})

it.each([
  '',
  '#stage',
  '#ll=121&z=3',
  '#ll=200,30&z=3',
  '#ll=121,30',
  '#ll=,&z=3',
  '#ll=121,30&z=99',
  '#ll=a,b&z=c',
])('takes %s for no place', hash => expect(readHash(hash)).toBeNull())
