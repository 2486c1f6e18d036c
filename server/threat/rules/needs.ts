import type { Both } from '../../region/place.ts'
import { both, type Sourced } from './sourced.ts'

export const needsSource: Sourced = {
  standard: 'Sphere',
  edition: '2018',
  clause: both('最低标准', 'minimum standards'),
  verified: false,
}

/** What one evacuated person needs at least; water and food for one day. */
export const needRows = [
  { key: 'water', perPerson: 15, unit: both('L/天', 'L a day') },
  { key: 'food', perPerson: 1, unit: both('份/天（2100 kcal）', 'rations a day (2100 kcal)') },
  { key: 'shelter', perPerson: 3.5, unit: both('m² 室内', 'm² under a roof') },
  { key: 'toilets', perPerson: 1 / 20, unit: both('个厕位', 'toilets') },
  { key: 'blankets', perPerson: 1, unit: both('条毯子', 'blankets') },
] as const satisfies readonly { key: string; perPerson: number; unit: Both }[]

/** Least quantities for so many people, in whole units. Sphere 2018 */
export const needsOf = (people: number) =>
  needRows.map(({ key, perPerson, unit }) => ({
    key,
    perPerson,
    quantity: Math.max(0, Math.ceil(people * perPerson - 1e-9)),
    unit,
  }))
