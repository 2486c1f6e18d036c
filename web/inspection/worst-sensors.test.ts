import { expect, test } from 'vitest'
import { worstSensors } from './worst-sensors.ts'

const sensor = (id: number, grade: 'none' | 'first' | 'second', hazardNameEn = '') => ({
  id,
  grade,
  hazardNameEn,
  name: `探头 ${id}`,
  nameEn: `Probe ${id}`,
  code: `S-${id}`,
  hazardName: '',
  quantity: '液位',
})
const ids = (sensors: { id: number }[]) => sensors.map(({ id }) => id)

test('what is furthest over its limits comes first, then the lower number', () => {
  const sensors = [sensor(4, 'none'), sensor(3, 'first'), sensor(2, 'second'), sensor(1, 'first')]
  expect(ids(worstSensors(sensors, ''))).toEqual([2, 1, 3, 4])
})

test('a sensor is found by its own words and by those of its source in either language', () => {
  const sensors = [sensor(1, 'none', 'Ammonia store'), sensor(2, 'none')]
  expect(ids(worstSensors(sensors, ' ammonia '))).toEqual([1])
  expect(ids(worstSensors(sensors, 's-2'))).toEqual([2])
  expect(ids(worstSensors(sensors, '液位'))).toEqual([1, 2])
})
