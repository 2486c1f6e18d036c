import { expect, test } from 'vitest'
import {
  emissivePower,
  epaPoolDistance,
  fireballBurnDistance,
  fireballDistance,
  fireballHeat,
  fireballOf,
  flameHeight,
  poolDistance,
  poolHeat,
  poolRate,
} from './fire.ts'

const propane = 46_333
const burning = { massKg: 10_000, combustion: propane }

test.each([
  [1000, 58, 4.5],
  [10_000, 124.96, 9.69],
  [30_000, 180.22, 14.49],
  [100_000, 269.2, 17.71],
])('a fireball of %s kg', (mass, diameter, seconds) => {
  expect(Math.abs(fireballOf(mass).diameter - diameter)).toBeLessThan(0.05)
  expect(fireballOf(mass).seconds).toBeCloseTo(seconds, 2)
})

test('just below 30 t the shorter law still holds', () => {
  expect(fireballOf(29_999.999).seconds).toBeCloseTo(13.98, 2)
  expect(fireballOf(1000).centerHeight).toBeCloseTo(43.5, 6)
})

test('EX-C30: the heat of 10 t of propane', () => {
  expect(fireballHeat(burning, 200)).toBeCloseTo(38.82, 2)
  for (const [kw, meters] of [
    [37.5, 203.5],
    [12.5, 352.5],
    [4, 623.1],
    [1.6, 985.2],
  ] as const) {
    expect(fireballDistance(burning, kw)).toBeCloseTo(meters, 1)
  }
  expect(fireballBurnDistance(burning)).toBeCloseTo(327.5, 1)
})

test('EX-C31 and EX-C57: surface emissive power', () => {
  expect(emissivePower({ ...burning, radiated: 0.3 })).toBeCloseTo(292.3, 1)
  expect(emissivePower({ massKg: 1000, combustion: 46_000, radiated: 0.3 })).toBeCloseTo(290.18, 2)
})

test('a pool of 10 m', () => {
  expect(flameHeight({ diameterMeters: 10, burningRate: 0.06 })).toBeCloseTo(16.68, 2)
  expect(poolRate({ diameterMeters: 10, burningRate: 0.06 })).toBeCloseTo(4.712, 3)
})

test('EX-C32: a pool of petrol, 20 m', () => {
  const petrol = { diameterMeters: 20, burningRate: 0.055, combustion: 43_700 }
  expect(poolRate(petrol)).toBeCloseTo(17.279, 3)
  expect(flameHeight(petrol)).toBeCloseTo(25.61, 2)
  expect(poolHeat(petrol, 50)).toBeCloseTo(8.41, 2)
  for (const [kw, meters] of [
    [37.5, 23.7],
    [12.5, 41],
    [4, 72.5],
  ] as const) {
    expect(poolDistance(petrol, kw)).toBeCloseTo(meters, 1)
  }
})

test('EX-C56: a pool of petrol, 10 m', () => {
  const petrol = { diameterMeters: 10, burningRate: 0.055, combustion: 43_700 }
  expect(poolRate(petrol)).toBeCloseTo(4.3197, 4)
  expect(flameHeight(petrol)).toBeCloseTo(15.82, 2)
  for (const [kw, meters] of [
    [12.5, 20.5],
    [4, 36.3],
    [1.6, 57.3],
  ] as const) {
    expect(poolDistance(petrol, kw)).toBeCloseTo(meters, 1)
  }
})

test('the pool of the EPA grows with the root of its area', () => {
  const liquid = { combustion: 43.7e6, vaporization: 350e3, heatCapacity: 2200, boiling: 373, air: 298 }
  expect(epaPoolDistance(400, liquid)).toBeCloseTo(2 * epaPoolDistance(100, liquid), 9)
  expect(epaPoolDistance(100, liquid)).toBeCloseTo(43.7e6 * Math.sqrt(0.01 / (5000 * Math.PI * 515e3)), 6)
})
