import { expect, test } from 'vitest'
import { bleveOf } from './bleve.ts'
import {
  containersOf,
  coveredSquareMeters,
  distanceText,
  type ErgQuestion,
  isolationOf,
  windBandOf,
} from './erg.ts'
import { ergFarthestMeters, ergSource, ergTable1, ergTable3 } from './erg-table.ts'

const ask = (more: Partial<ErgQuestion>) =>
  isolationOf({ un: 1017, spill: 'large', night: false, windKmh: 8, container: null, fire: false, ...more })

test('EX-C50: sulfur dioxide from a rail car by day in a low wind ends the table', () => {
  const found = ask({ un: 1079, container: 'rail' })
  expect(found).toMatchObject({
    isolationMeters: 1000,
    protectiveMeters: 11_000,
    orMore: true,
    table: 'table-3',
  })
  expect(found && distanceText(found)).toBe('11+ km')
})

test('EX-C51: a number that stands for two names takes the larger distance', () => {
  const found = ask({ un: 1016, night: true })
  expect(found).toMatchObject({ isolationMeters: 200, protectiveMeters: 4300, table: 'table-1' })
})

test('EX-C01: the square and the circle together', () => {
  const found = { isolationMeters: 60, protectiveMeters: 300, orMore: false, table: 'table-1' as const }
  expect(coveredSquareMeters(found)).toBeCloseTo(95_654.87, 2)
})

test.each([
  [9.99, 0],
  [10, 1],
  [20, 1],
  [20.01, 2],
] as const)('wind of %s km/h is in band %s', (kmh, band) => expect(windBandOf(kmh)).toBe(band))

test('chlorine goes to table 3 by container, wind and night', () => {
  expect(ask({ container: 'truck', night: true, windKmh: 15 })).toMatchObject({
    isolationMeters: 600,
    protectiveMeters: 4700,
  })
  // Without a container the largest of all counts.
  expect(ask({})).toMatchObject({ isolationMeters: 1000, protectiveMeters: 9600 })
  expect(ask({ spill: 'small', night: true })).toMatchObject({ isolationMeters: 60, protectiveMeters: 1400 })
  expect(containersOf(1005)).toEqual(['rail', 'truck', 'nurse-tank', 'small-cylinders'])
  expect(ask({ un: 1005, container: 'ton-cylinder' })).toBeNull()
})

test('an orange guide tells a circle, wider in fire', () => {
  expect(ask({ un: 1203, spill: 'small' })).toEqual({
    isolationMeters: 50,
    protectiveMeters: null,
    orMore: false,
    table: 'orange-guide',
  })
  expect(ask({ un: 1203, fire: true })).toMatchObject({ isolationMeters: 800 })
  expect(ask({ un: 4242 })).toBeNull()
})

test('the tables are whole: every substance without large distances has its containers', () => {
  expect(ergTable1).toHaveLength(35)
  expect(ergTable3).toHaveLength(22)
  const common = ergTable1.filter(row => row.large === null).map(row => row.un)
  expect(common).toEqual([1005, 1017, 1040, 1050, 1052, 1079])
  for (const un of common) expect(containersOf(un).length).toBeGreaterThan(2)
  for (const row of ergTable3) {
    expect(Math.max(...row.day, ...row.night)).toBeLessThanOrEqual(ergFarthestMeters)
    // More wind mixes more: distances never grow with it.
    for (const [low, moderate, high] of [row.day, row.night]) {
      expect(low).toBeGreaterThanOrEqual(moderate)
      expect(moderate).toBeGreaterThanOrEqual(high)
    }
  }
  expect(ergSource.verified).toBe(false)
})

test.each([
  [40, 10.3, 90, 154, 308],
  [160, 16.3, 90, 244, 489],
  [800, 27.8, 111, 418, 835],
  [3200, 44.2, 177, 663, 1326],
  [8800, 61.9, 248, 929, 1858],
  [16_800, 76.8, 307, 1153, 2200],
])('a vessel of %s kg of LPG', (mass, radius, response, evacuation, preferred) => {
  const found = bleveOf(mass)
  expect(found.fireballRadius).toBeCloseTo(radius, 0)
  expect(Math.abs(found.fireballRadius - radius)).toBeLessThan(0.06)
  expect(Math.abs(found.response - response)).toBeLessThan(1)
  expect(Math.abs(found.evacuation - evacuation)).toBeLessThan(1)
  expect(Math.abs(found.preferred - preferred)).toBeLessThan(1)
})
