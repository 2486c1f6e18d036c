import { expect, test } from 'vitest'
import { type JournalLine, newest } from './overview-desk.svelte.ts'
import { tallyForce, tallyShelters } from './tally.ts'

test('counts confirmed forces by what they do', () => {
  const standing = 'confirmed' as const
  const tally = tallyForce([
    { kind: 'team', state: 'available', standing },
    { kind: 'team', state: 'departed', standing },
    { kind: 'team', state: 'off-duty', standing },
    { kind: 'team', state: 'available', standing: 'draft' },
    { kind: 'expert', state: 'ordered', standing },
  ])
  expect(tally).toEqual([
    { kind: 'team', available: 1, busy: 1, offDuty: 1 },
    { kind: 'expert', available: 0, busy: 1, offDuty: 0 },
    { kind: 'vehicle', available: 0, busy: 0, offDuty: 0 },
  ])
})

test('capacity is that of open shelters, of all while none is open', () => {
  const shelter = { open: false, occupied: 0, capacityDay: 100, standing: 'confirmed' as const }
  expect(tallyShelters([shelter, shelter])).toEqual({ all: 2, open: 0, capacity: 200, occupied: 0 })
  const open = { ...shelter, open: true, occupied: 40 }
  expect(tallyShelters([shelter, open, { ...open, standing: 'draft' as const }])).toEqual({
    all: 2,
    open: 1,
    capacity: 100,
    occupied: 40,
  })
})

test('the newest lines come first', () => {
  const line = (sequence: number): JournalLine => ({
    sequence,
    at: '2026-03-12T06:00:00.000Z',
    actor: '',
    verb: '',
    noun: '',
    nounId: null,
    text: { zh: '', en: '' },
    incident: { id: 1, title: '' },
  })
  expect(newest([line(1), line(9), line(4)], 2).map(each => each.sequence)).toEqual([9, 4])
})
