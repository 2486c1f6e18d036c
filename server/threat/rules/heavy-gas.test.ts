import { expect, test } from 'vitest'
import { cloudVolume, heavyFractionAt, heavyScales } from './heavy-gas.ts'

// EX-C16, CCPS p. 122: a spill of liquefied natural gas, 0.23 m³/s of 425.6 kg/m³.
const spill = {
  flow: (0.23 * 425.6) / 1.76,
  windMetersPerSecond: 10.9,
  density: 1.76,
  airDensity: (101_325 * 0.02896) / (8.314 * 298),
  kelvin: 111.15,
  airKelvin: 298,
}

test('EX-C16: the liquefied natural gas spill of CCPS p. 122', () => {
  expect(heavyScales(spill).isHeavy).toBe(true)
  expect(heavyFractionAt(spill, 367)).toBeCloseTo(0.050718, 5)
  expect(heavyFractionAt(spill, 1200)).toBeCloseTo(0.0049214, 5)
  expect(heavyFractionAt(spill, 45.2)).toBeCloseTo(0.67202, 4)
})

test('EX-C17: the cloud out of the distance to half the lower limit', () => {
  expect(Math.abs(cloudVolume(165.85) - 136_857)).toBeLessThan(15)
})

test('it thins out all the way', () => {
  let before = 1
  for (const x of [50, 100, 200, 400, 800, 1600, 3200]) {
    const now = heavyFractionAt(spill, x)
    expect(now).toBeLessThan(before)
    before = now
  }
})
