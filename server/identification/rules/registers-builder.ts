import type { LngLat } from '../../region/place.ts'
import { Ground } from './ground.ts'
import type { HeldCell, HeldHazard, HeldIncident, HeldTarget, Registers } from './registers.ts'

const middle: LngLat = [121.9, 30.88]
export const now = new Date('2026-03-12T06:00:00Z')
const ground = new Ground(middle)
const perLng = ground.xy([middle[0] + 1, middle[1]])[0]
const perLat = ground.xy([middle[0], middle[1] + 1])[1]

/** A place so many metres east and north of the middle of the test registers. */
export const place = (x: number, y: number): LngLat => [middle[0] + x / perLng, middle[1] + y / perLat]

export const noRegisters: Registers = {
  now,
  ground,
  hazards: [],
  targets: [],
  cells: [],
  incidents: [],
  sensors: [],
  map: null,
  slopeAt: null,
}

export const aHazard = (id: number, more: Partial<HeldHazard> = {}): HeldHazard => ({
  id,
  name: `${id} 号风险源`,
  nameEn: '',
  kind: 'tank-farm',
  lngLat: place(0, 0),
  reachMeters: 100,
  major: false,
  inventory: [],
  standing: 'confirmed',
  ...more,
})

export const anIncident = (id: number, more: Partial<HeldIncident> = {}): HeldIncident => ({
  id,
  type: 'traffic',
  title: `${id} 号事故`,
  at: '2025-06-01T00:00:00.000Z',
  lngLat: place(0, 0),
  ...more,
})

export const aTarget = (id: number, more: Partial<HeldTarget> = {}): HeldTarget => ({
  id,
  name: `${id} 号目标`,
  nameEn: '',
  kind: 'station',
  lngLat: place(0, 0),
  people: 0,
  tag: '',
  ...more,
})

/** Cells of 100 m in rows, each with so many people at night. */
export const cellBlock = (
  [x, y]: [number, number],
  { columns, rows, people, from = 0 }: { columns: number; rows: number; people: number; from?: number },
): HeldCell[] =>
  Array.from({ length: columns * rows }, (_, i) => ({
    ordinal: from + i,
    lngLat: place(x + 100 * (i % columns), y + 100 * Math.floor(i / columns)),
    peopleDay: people,
    peopleNight: people,
  }))
