import { expect, test, vi } from 'vitest'
import type { Control } from '../../server/inspection/inspection.ts'
import type { Sensor } from '../../server/sensor/sensor.ts'
import { inOrder } from '../map/order.ts'
import { inspectionLayers } from './inspection-layers.ts'

vi.mock('../map/disc-atlas.ts', () => ({
  drawAtlas: () => ({ image: {}, mapping: {} }),
  discName: (tone: string, character: string) => `${tone}/${character}`,
}))

const sensor = (id: number, more: Partial<Sensor>): Sensor => ({
  id,
  townId: 1,
  hazardId: 1,
  hazardName: '',
  hazardNameEn: '',
  code: `S${id}`,
  name: `探头 ${id}`,
  nameEn: `Probe ${id}`,
  quantity: '氨',
  unit: 'ppm',
  lngLat: [121, 30],
  thresholds: [],
  grade: 'none',
  overSince: null,
  lastValue: 3,
  lastAt: null,
  version: 1,
  ...more,
})
const late: Control = {
  hazardId: 7,
  townId: 1,
  name: '',
  nameEn: '',
  domain: 'natural',
  lngLat: [121, 30],
  level: 1,
  controller: 'county',
  inspectDays: 30,
  responsible: '',
  unit: '',
  phone: '',
  lastAt: null,
  dueAt: null,
  daysLate: 3,
  openDangers: 0,
  version: 0,
}

test('what is over alone is named, with its value; what has no place is not drawn; overdue sources are ringed', () => {
  const staged = inspectionLayers(
    {
      sensors: [sensor(1, {}), sensor(2, { grade: 'first', lastValue: 30 }), sensor(3, { lngLat: null })],
      overdue: [late],
    },
    { theme: 'dark', zoom: 15, language: 'en' },
  )
  expect(staged.rooms).toHaveLength(2)
  expect(staged.names?.map(({ text }) => text)).toEqual(['Probe 2 30 ppm'])
  expect(inOrder(staged.layers).map(({ id }) => id.split('/')[0])).toContain('highlight')
})
