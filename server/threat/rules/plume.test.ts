import { expect, test } from 'vitest'
import type { StabilityClass, Surface } from './dispersion-table.ts'
import {
  concentrationAt,
  halfWidthAt,
  kgPerCubicMeterOf,
  outlineOf,
  type Plume,
  ppmOf,
  puffCenter,
  sigmaAt,
  stretchOf,
  windAt,
  worstOf,
} from './plume.ts'

const chlorine = 70.906
const ammonia = 17.031
const sulfurDioxide = 64.066

const plume = (rate: number, wind: number, letter: StabilityClass, more: Partial<Plume> = {}): Plume => ({
  rateKgPerSecond: rate,
  windMetersPerSecond: wind,
  classes: [letter],
  surface: 'rural',
  heightMeters: 0,
  ...more,
})
const near = (value: number | undefined, wanted: number, share = 5e-4) => {
  expect(Math.abs((value ?? Number.NaN) - wanted)).toBeLessThanOrEqual(wanted * share)
}
const reach = (one: Plume, ppm: number, molarMass: number) =>
  stretchOf(one, kgPerCubicMeterOf(ppm, molarMass))?.to

const golden: [Surface, StabilityClass, ...[number, number][]][] = [
  ['rural', 'A', [21.891, 20], [209.762, 200], [1555.635, 2000]],
  ['rural', 'D', [7.96, 5.595], [76.277, 37.947], [565.685, 150]],
  ['rural', 'F', [3.98, 1.553], [38.139, 12.308], [282.843, 40]],
  ['urban', 'A', [31.379, 25.171], [270.449, 339.411], [1431.084, 7959.899]],
  ['urban', 'C', [21.573, 20], [185.934, 200], [983.87, 2000]],
  ['urban', 'D', [15.689, 13.795], [135.225, 122.788], [715.542, 700]],
  ['urban', 'E', [10.786, 7.46], [92.967, 50.596], [491.935, 200]],
  ['urban', 'F', [10.786, 7.46], [92.967, 50.596], [491.935, 200]],
]
test.each(golden)('Briggs %s %s at 100 m, 1 km and 10 km', (surface, letter, ...spreads) => {
  spreads.forEach(([y, z], i) => {
    const found = sigmaAt({ classes: [letter], surface }, 10 ** (i + 2))
    expect(found.y).toBeCloseTo(y, 3)
    expect(found.z).toBeCloseTo(z, 3)
  })
})

test('Briggs at 1.2 m', () => {
  const rural = sigmaAt({ classes: ['D'], surface: 'rural' }, 1.2)
  expect(rural.y).toBeCloseTo(0.0959942, 7)
  expect(rural.z).toBeCloseTo(0.0719353, 7)
  const urban = sigmaAt({ classes: ['A'], surface: 'urban' }, 1.2)
  expect(urban.y).toBeCloseTo(0.383908, 6)
  expect(urban.z).toBeCloseTo(0.288173, 6)
})

test('a split class takes the mean of both spreads', () => {
  const [a, b] = (['A', 'B'] as const).map(letter => sigmaAt({ classes: [letter], surface: 'rural' }, 500))
  expect(sigmaAt({ classes: ['A', 'B'], surface: 'rural' }, 500).y).toBeCloseTo(
    ((a?.y ?? 0) + (b?.y ?? 0)) / 2,
    9,
  )
})

test('EX-C10: the plume of CCPS 1999 p. 97 with the spreads of Briggs', () => {
  const one = plume(0.1, 2, 'F')
  const sigma = sigmaAt(one, 500)
  expect(sigma.y).toBeCloseTo(19.518, 3)
  expect(sigma.z).toBeCloseTo(6.957, 3)
  near(concentrationAt(one, [500]), 1.17218e-4, 1e-5)
})

test('EX-C11: the puff of CCPS 1999 p. 101', () => {
  const found = puffCenter(1, 500)
  expect(found.y).toBeCloseTo(5.0479, 4)
  expect(found.z).toBeCloseTo(2.2148, 4)
  near(found.concentration, 2.25e-3, 1e-4)
})

test('EX-C12: chlorine', () => {
  const one = plume(1, 5, 'D')
  expect(concentrationAt(one, [1000]) * 1e6).toBeCloseTo(21.994, 3)
  expect(ppmOf(concentrationAt(one, [1000]), chlorine)).toBeCloseTo(7.589, 3)
  expect(ppmOf(concentrationAt(one, [1000, 50]), chlorine)).toBeCloseTo(6.122, 3)
  for (const [ppm, meters] of [
    [20, 565],
    [2, 2318],
    [0.5, 6074],
  ] as const) {
    expect(Math.abs((reach(one, ppm, chlorine) ?? 0) - meters)).toBeLessThan(1)
  }
  const level = kgPerCubicMeterOf(2, chlorine)
  expect(2 * halfWidthAt(one, 1000, level)).toBeCloseTo(249.1, 1)
})

test('EX-C13: ammonia over a town', () => {
  const one = plume(5, 3, 'D', { surface: 'urban' })
  for (const [ppm, meters] of [
    [1100, 181],
    [160, 500],
    [30, 1281],
  ] as const) {
    expect(Math.abs((reach(one, ppm, ammonia) ?? 0) - meters)).toBeLessThan(1)
  }
  expect(ppmOf(concentrationAt(one, [1000]), ammonia)).toBeCloseTo(45.9, 2)
})

test('EX-C14: sulfur dioxide', () => {
  const one = plume(2, 4, 'C')
  for (const [ppm, meters] of [
    [30, 497],
    [0.75, 3786],
    [0.2, 8896],
  ] as const) {
    expect(Math.abs((reach(one, ppm, sulfurDioxide) ?? 0) - meters)).toBeLessThan(1)
  }
})

test('EX-C15 and EX-C53: an elevated release', () => {
  const low = plume(0.1, 4, 'D', { heightMeters: 20 })
  near(worstOf(low).concentration, 9.3636e-6, 1e-4)
  expect(Math.abs(worstOf(low).x - 269)).toBeLessThanOrEqual(1)
  near(concentrationAt(low, [1000]), 2.3927e-6, 1e-4)
  const high = plume(0.1, 4, 'D', { heightMeters: 50 })
  near(worstOf(high).concentration, 1.21088e-6, 1e-4)
  expect(Math.abs(worstOf(high).x - 814)).toBeLessThanOrEqual(1)
  near(concentrationAt(high, [1000]), 1.15405e-6, 1e-4)
})

test('EX-C52: ammonia in stable air', () => {
  const one = plume(2, 2, 'E')
  expect(ppmOf(concentrationAt(one, [1000]), ammonia)).toBeCloseTo(346.356, 3)
  expect(ppmOf(concentrationAt(one, [1000, 50]), ammonia)).toBeCloseTo(236.399, 3)
  for (const [ppm, meters] of [
    [1100, 523.6],
    [160, 1588.6],
    [30, 5150],
  ] as const) {
    expect(Math.abs((reach(one, ppm, ammonia) ?? 0) - meters)).toBeLessThan(1)
  }
})

test('ammonia and chlorine by mass and by volume', () => {
  near(ppmOf(1e-6, chlorine), 1 / 2.903, 2e-3)
  near(kgPerCubicMeterOf(1, chlorine) * 1e6, 2.903, 2e-3)
})

test('wind grows with height', () => {
  const where = { classes: ['D'] as const, surface: 'rural' as const }
  expect(windAt(4, { ...where, heightMeters: 5 })).toBe(4)
  expect(windAt(4, { ...where, heightMeters: 100 })).toBeCloseTo(4 * 10 ** 0.15, 9)
})

test('an elevated plume touches the ground only further out, and a strong one goes beyond the formula', () => {
  const one = plume(0.1, 4, 'D', { heightMeters: 20 })
  const stretch = stretchOf(one, 5e-6)
  expect(stretch?.from).toBeGreaterThan(100)
  expect(concentrationAt(one, [stretch?.from ?? 0])).toBeCloseTo(5e-6, 9)
  expect(stretchOf(one, 1e-5)).toBeNull()
  expect(stretchOf(plume(100, 2, 'F'), 1e-6)).toMatchObject({ from: 0, to: 10_000, beyond: true })
})

test('on the outline the concentration is the level', () => {
  const one = plume(1, 5, 'D')
  const level = kgPerCubicMeterOf(2, chlorine)
  const outline = outlineOf(one, level) ?? []
  expect(outline[0]).toEqual(outline.at(-1))
  for (const [x, y] of outline) {
    if (Math.abs(y) > 1) near(concentrationAt(one, [x, y]), level, 1e-6)
  }
})
