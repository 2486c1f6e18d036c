import { expect, test } from 'vitest'
import { stabilityOf, type Weather } from './stability.ts'

const of = (wind: number, more: Partial<Weather> = {}) =>
  stabilityOf({ windMetersPerSecond: wind, night: false, sun: 'moderate', sky: 'clear', ...more }).join('')

test.each([
  [1.99, 'A', 'AB', 'B', 'F', 'F'],
  [2, 'AB', 'B', 'C', 'E', 'F'],
  [2.99, 'AB', 'B', 'C', 'E', 'F'],
  [3, 'B', 'BC', 'C', 'D', 'E'],
  [5, 'C', 'CD', 'D', 'D', 'D'],
  [6, 'C', 'CD', 'D', 'D', 'D'],
  [6.01, 'C', 'D', 'D', 'D', 'D'],
])('wind of %s m/s', (wind, strong, moderate, slight, cloudy, clear) => {
  expect(of(wind, { sun: 'strong' })).toBe(strong)
  expect(of(wind, { sun: 'moderate' })).toBe(moderate)
  expect(of(wind, { sun: 'slight' })).toBe(slight)
  expect(of(wind, { night: true, sky: 'cloudy' })).toBe(cloudy)
  expect(of(wind, { night: true, sky: 'clear' })).toBe(clear)
})

test('an overcast sky is D whatever the hour', () => {
  expect(of(1, { sky: 'overcast', sun: 'strong' })).toBe('D')
  expect(of(1, { sky: 'overcast', night: true })).toBe('D')
})
