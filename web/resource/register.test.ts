import { expect, test } from 'vitest'
import type { Responder } from '../../server/responder/responder.ts'
import type { Supply } from '../../server/supply/supply.ts'
import { resource as words } from '../language/zh/resource.ts'
import { entriesOf, fits, freeOf, tabOfNoun } from './register.ts'

const responder = (id: number, more: Partial<Responder> = {}): Responder => ({
  id,
  townId: 1,
  kind: 'team',
  name: `队 ${id}`,
  nameEn: `Team ${id}`,
  skills: ['fire'],
  people: 1,
  vehicles: 1,
  parentId: null,
  heightMeters: null,
  weightTons: null,
  phone: '199-1',
  home: [121, 31],
  standing: 'confirmed',
  origin: null,
  state: 'available',
  lngLat: [121, 31],
  positionAt: null,
  orderId: null,
  version: 1,
  ...more,
})
const store: Supply = {
  id: 1,
  townId: 1,
  name: '总库',
  nameEn: 'Main store',
  lngLat: [121, 31],
  contact: '',
  standing: 'confirmed',
  origin: null,
  stock: [{ item: '沙袋', itemEn: 'Sandbags', unit: '个', quantity: 9, reserved: 4 }],
  version: 1,
}
const lists = {
  responders: [
    responder(1, { standing: 'rejected' }),
    responder(2),
    responder(3, { standing: 'draft' }),
    responder(4, { kind: 'expert', skills: ['chemical'] }),
  ],
  shelters: [],
  supplies: [store],
  targets: [],
}
const filter = { query: '', onlyDrafts: false, onlyFree: false }

test('each tab has its own rows, drafts first and rejected last', () => {
  expect(entriesOf(lists, 'team').map(({ row }) => row.id)).toEqual([3, 2, 1])
  expect(entriesOf(lists, 'expert').map(({ row }) => row.id)).toEqual([4])
  expect(entriesOf(lists, 'shelters')).toEqual([])
})

test('search looks into skills, items and both languages', () => {
  const [sand] = entriesOf(lists, 'supplies')
  const [expert] = entriesOf(lists, 'expert')
  if (!sand || !expert) throw new Error('the fixture has both')
  expect(fits(sand, { ...filter, query: '沙袋 总库' }, words)).toBe(true)
  expect(fits(sand, { ...filter, query: 'sandbags pump' }, words)).toBe(false)
  expect(fits(expert, { ...filter, query: '化工' }, words)).toBe(true)
  expect(fits(expert, { ...filter, onlyDrafts: true }, words)).toBe(false)
})

test('only available ones, free stock, and the tab of what was clicked', () => {
  const busy = { register: 'responders', row: responder(9, { state: 'departed' }) } as const
  expect(fits(busy, { ...filter, onlyFree: true }, words)).toBe(false)
  expect(freeOf({ quantity: 9, reserved: 4 })).toBe(5)
  expect(tabOfNoun('responder', 'vehicle')).toBe('vehicle')
  expect(tabOfNoun('shelter', undefined)).toBe('shelters')
  expect(tabOfNoun('incident', undefined)).toBeUndefined()
})
