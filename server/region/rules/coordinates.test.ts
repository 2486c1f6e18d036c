import { expect, test } from 'vitest'
import { coordinatesIn } from './coordinates.ts'

test.each([
  ['117.21, 28.29', [117.21, 28.29]],
  ['117.21，28.29', [117.21, 28.29]],
  ['28.29 117.21', [117.21, 28.29]],
  ['28.29N 117.21E', [117.21, 28.29]],
  ['7.42 43.73', [7.42, 43.73]],
  ['43.73北 7.42东', [7.42, 43.73]],
  ['33.9S 151.2E', [151.2, -33.9]],
])('%s is a position', (text, lngLat) => expect(coordinatesIn(text)).toEqual(lngLat))

test.each(['湖滨路', '12 号', '190, 20', '120, 95', '117.21', ''])('%s is not a position', text =>
  expect(coordinatesIn(text)).toBeNull(),
)
