import { expect, test } from 'vitest'
import {
  burstDistance,
  burstEnergy,
  crowlAt,
  deathRadius,
  distanceOf,
  epaCloudMeters,
  kingeryAt,
  propertyRadius,
  swisdakAt,
  tntOf,
} from './blast.ts'

const propane = 46_333

test.each([
  [1, 1356.74, 8144.9, 1353.7, 2017.58],
  [3, 115.667, 330.71, 115.726, 164.689],
  [5, 43.184, 100.68, 43.23, 58.476],
  [10, 14.807, 31.544, 14.889, 19.971],
  [20, 6.069, 12.407, 6.102, 8.787],
  [40, 2.363, 4.769, 2.375, 4.242],
])('peak pressures at Z = %s', (z, incident, reflected, simplified, freeAir) => {
  const close = (value: number | null, wanted: number) =>
    expect(Math.abs((value ?? 0) - wanted)).toBeLessThanOrEqual(Math.max(6e-4, wanted * 5e-5))
  close(kingeryAt(z), incident)
  close(kingeryAt(z, 'reflected'), reflected)
  close(swisdakAt(z), simplified)
  close(crowlAt(z), freeAir)
})

test.each([
  [1000, 70, 38.4],
  [1000, 35, 56.6],
  [1000, 20.7, 79.3],
  [1000, 13.8, 105.8],
  [1000, 6.9, 181.3],
  [1000, 3.5, 303.6],
  [1000, 2, 451.9],
  [10_000, 20.7, 170.7],
  [10_000, 6.9, 390.7],
  [500, 70, 30.5],
  [500, 20.7, 62.9],
  [500, 6.9, 143.9],
  [500, 2, 358.7],
])('EX-C20, C21, C54: %s kg of TNT fall to %s kPa', (mass, kpa, meters) => {
  expect(distanceOf(kpa, mass)).toBeCloseTo(meters, 1)
})

test('a fit says nothing outside its range', () => {
  expect(kingeryAt(0.0673)).toBeNull()
  expect(kingeryAt(0.0674)).toBeGreaterThan(0)
  expect(kingeryAt(40)).toBeGreaterThan(0)
  expect(kingeryAt(40.01)).toBeNull()
  expect(swisdakAt(0.19)).toBeNull()
  expect(swisdakAt(198.6)).toBeNull()
  expect(distanceOf(0.14, 1000, 'kingery')).toBeNull()
})

test('EX-C22: 1 kg of TNT at 30 m by Crowl and Louvar', () => {
  expect(crowlAt(30) / 101.325).toBeCloseTo(0.0563, 4)
  expect(crowlAt(30)).toBeCloseTo(5.71, 2)
})

test('EX-C23 and EX-C55: a vapour cloud by the EPA', () => {
  expect(epaCloudMeters(50_000 * 0.45359237, propane)).toBeCloseTo(479.6, 1)
  expect(epaCloudMeters(50_000 * 0.45359237, propane) / 1609.344).toBeCloseTo(0.298, 3)
  expect(epaCloudMeters(1000, propane)).toBeCloseTo(169.43, 2)
  expect(epaCloudMeters(10_000, propane)).toBeCloseTo(365.03, 2)
  expect(epaCloudMeters(1000, 119_950)).toBeCloseTo(232.65, 2)
})

test('the energy of a burst on the ground counts double', () => {
  expect(burstEnergy(1, 1.2e8)).toBe(2.4e8)
  expect(burstEnergy(1, 1.2e8, false)).toBe(1.2e8)
  expect(tntOf(1, 1.2e5, 0.03)).toBeCloseTo(0.76923, 5)
  expect(burstDistance(100, 1e9)).toBeCloseTo(100 * Math.cbrt(101_325 / 1e9), 12)
})

test('radii of Chinese safety evaluation', () => {
  expect(deathRadius(1000)).toBeCloseTo(13.6, 2)
  expect(deathRadius(5000)).toBeCloseTo(24.67, 2)
  expect(propertyRadius(1000)).toBeCloseTo(46 / (1 + 3.175 ** 2) ** (1 / 6), 9)
})
