import { expect, test } from 'vitest'
import type { LngLat } from '../../region/place.ts'
import { questionOf } from './suspicion.ts'

const asked = (positions: [number, number][], center: LngLat) =>
  questionOf({ said: null, positions, present: [], center })

test('degrees outside of China, for a town outside of China, leave nothing to ask', () => {
  expect(asked([[8.54, 47.37]], [8.5, 47.3])).toBeNull()
})

test('what lies in China, or far from a town in China, is asked about', () => {
  const town: LngLat = [121.5, 31.2]
  for (const positions of [[[121.4, 31.1]], [[8.54, 47.37]]] as [number, number][][]) {
    expect(asked(positions, town)?.candidates.map(({ crs }) => crs)).toContain('GCJ-02')
  }
})
