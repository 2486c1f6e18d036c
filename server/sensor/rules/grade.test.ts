import { expect, test } from 'vitest'
import type { SensorGrade, Threshold } from '../sensor.ts'
import { faultOf, gradeAfter } from './grade.ts'

const gas: Threshold[] = [
  { grade: 'first', direction: 'above', over: 25, back: 20 },
  { grade: 'second', direction: 'above', over: 50, back: 45 },
]
const pressure: Threshold[] = [{ grade: 'first', direction: 'below', over: 0.2, back: 0.25 }]

function run(thresholds: Threshold[], values: number[]): SensorGrade[] {
  let grade: SensorGrade = 'none'
  return values.map(value => {
    grade = gradeAfter(thresholds, { before: grade, value })
    return grade
  })
}

test('a value at the threshold is over; it is back only below the lower one', () => {
  expect(run(gas, [24.9, 25, 24.9, 20, 19.99, 24.9])).toEqual([
    'none',
    'first',
    'first',
    'first',
    'none',
    'none',
  ])
})

test('from the second grade a sensor steps back to the first before it is normal', () => {
  expect(run(gas, [60, 46, 45, 44, 21, 19])).toEqual(['second', 'second', 'second', 'first', 'first', 'none'])
})

test('a threshold below works the other way round', () => {
  expect(run(pressure, [0.21, 0.2, 0.24, 0.25, 0.26])).toEqual(['none', 'first', 'first', 'first', 'none'])
})

test('thresholds that contradict each other are named', () => {
  expect(faultOf(gas)).toBeNull()
  expect(faultOf(pressure)).toBeNull()
  const [first, second] = gas
  if (!first || !second) throw new Error('two thresholds are above')
  expect(faultOf([first, first])?.en).toMatch(/one threshold/)
  expect(faultOf([{ ...first, back: 26 }])?.en).toMatch(/safe side/)
  expect(faultOf([first, { ...second, over: 24, back: 24 }])?.en).toMatch(/graver/)
  expect(faultOf([first, { ...second, direction: 'below', back: 60 }])?.en).toMatch(/same way/)
})
