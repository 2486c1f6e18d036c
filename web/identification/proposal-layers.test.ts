import { expect, test, vi } from 'vitest'
import type { Proposal } from '../../server/identification/identification.ts'
import { inOrder } from '../map/order.ts'
import { proposalLayers } from './proposal-layers.ts'

vi.mock('../map/disc-atlas.ts', () => ({
  drawAtlas: () => ({ image: {}, mapping: {} }),
  discName: (tone: string, character: string) => `${tone}/${character}`,
}))

const proposal = (id: number): Proposal => ({
  id,
  townId: 1,
  rule: 'hospital',
  key: `target:${id}`,
  act: 'add',
  hazardId: null,
  name: `医院 ${id}`,
  nameEn: `Hospital ${id}`,
  domain: 'public-health',
  kind: 'hospital-infection',
  lngLat: [121, 30],
  reachMeters: 100,
  reasons: [],
  facts: {},
  factsHash: '',
  state: 'open',
  news: 'fresh',
  decidedAt: null,
  decidedBy: '',
  reason: '',
  rejectedBefore: null,
  version: 1,
})

test('proposals lie on the layer of drafts; only the selected one shows its reach', () => {
  const look = { theme: 'light', zoom: 15, language: 'en' } as const
  const staged = proposalLayers({ rows: [proposal(1), proposal(2)], selectedId: 2 }, look)
  const ids = inOrder(staged.layers).map(({ id }) => id)
  expect(ids[0]).toBe('reach/proposal')
  expect(ids).toContain('drafts')
  expect(staged.names?.map(({ text }) => text)).toEqual(['Hospital 1', 'Hospital 2'])
  expect(staged.rooms?.map(({ shape }) => shape)).toEqual(['disc', 'ring'])
})
