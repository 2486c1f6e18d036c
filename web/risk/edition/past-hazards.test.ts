import { expect, test } from 'vitest'
import type { Hazard } from '../../../server/hazard/hazard.ts'
import { pastHazards, sideBySide } from './past-hazards.ts'

const hazard = (id: number, residualLevel: Hazard['residualLevel'], standing: Hazard['standing']) => ({
  id,
  residualLevel,
  standing,
  lngLat: [114, 22] as Hazard['lngLat'],
})
const source = (hazardId: number, level: Hazard['residualLevel'], lng = 114) => ({
  hazardId,
  level,
  lngLat: [lng, 22] as Hazard['lngLat'],
})

test('each source has the place and the level of then; later ones are left out, rejected ones were there', () => {
  const now = [hazard(1, 1, 'confirmed'), hazard(2, 3, 'rejected'), hazard(3, 2, 'confirmed')]
  const then = pastHazards(now, [source(1, 4, 113), source(2, 0)])
  expect(then).toEqual([
    { id: 1, residualLevel: 4, standing: 'confirmed', lngLat: [113, 22] },
    { id: 2, residualLevel: 0, standing: 'confirmed', lngLat: [114, 22] },
  ])
})

test('of two maps side by side each source is that of its own side', () => {
  const now = [hazard(1, 1, 'confirmed'), hazard(2, 1, 'confirmed'), hazard(3, 1, 'confirmed')]
  const left = [source(1, 4, 113), source(2, 4, 115)]
  const right = [source(1, 2, 113), source(2, 2, 115), source(3, 2, 113)]
  const shown = sideBySide(now, { left, right, from: 114 })
  expect(shown.map(({ id, residualLevel }) => [id, residualLevel])).toEqual([
    [1, 4],
    [2, 2],
  ])
})
