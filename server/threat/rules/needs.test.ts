import { expect, test } from 'vitest'
import { needsOf, needsSource } from './needs.ts'

const quantities = (people: number) =>
  Object.fromEntries(needsOf(people).map(({ key, quantity }) => [key, quantity]))

test('what people need at least', () => {
  expect(quantities(200)).toEqual({ water: 3000, food: 200, shelter: 700, toilets: 10, blankets: 200 })
  expect(quantities(201)).toMatchObject({ toilets: 11, shelter: 704 })
  expect(quantities(0)).toEqual({ water: 0, food: 0, shelter: 0, toilets: 0, blankets: 0 })
  expect(needsSource.verified).toBe(false)
})
