import type { Candidate, Need, NeedAnswer, Order, Recommendation } from '../../server/dispatch/dispatch.ts'
import type { Responder } from '../../server/responder/responder.ts'

/** Builders with only what a case is about; everything else is plausible. */
export const aCandidate = (responderId: number, more: Partial<Candidate> = {}): Candidate => ({
  responderId,
  name: `队伍 ${responderId}`,
  nameEn: `Team ${responderId}`,
  kind: 'team',
  skills: ['fire'],
  people: 8,
  vehicles: 1,
  lngLat: [121.9, 30.9],
  state: 'available',
  available: true,
  unavailable: null,
  etaSeconds: responderId * 60,
  distanceMeters: 1000,
  found: 'road',
  reason: null,
  detourSeconds: 0,
  chosen: false,
  route: {
    type: 'LineString',
    coordinates: [
      [121.9, 30.9],
      [121.91, 30.9],
    ],
  },
  ...more,
})

export const anAnswer = (
  need: Need,
  candidates: Candidate[],
  more: Partial<NeedAnswer> = {},
): NeedAnswer => ({
  need,
  candidates,
  chosen: candidates.filter(({ chosen }) => chosen).map(({ responderId }) => responderId),
  short: 0,
  shortReason: null,
  stores: [],
  ...more,
})

export const aRecommendation = (needs: NeedAnswer[], more: Partial<Recommendation> = {}): Recommendation => ({
  incidentId: 1,
  at: '2026-03-12T06:07:00.000Z',
  engine: 'valhalla',
  needs,
  avoided: { closures: 1, zones: 1 },
  soonerSeconds: null,
  elapsed: { totalMs: 12, valhallaMs: 8, fieldMs: 4 },
  ...more,
})

export const anOrder = (responderId: number, more: Partial<Order> = {}): Order => ({
  id: 100 + responderId,
  incidentId: 1,
  townId: 1,
  responderId,
  responderName: `队伍 ${responderId}`,
  responderKind: 'team',
  nodeId: 'call-first',
  state: 'ordered',
  instruction: '',
  etaSeconds: 300,
  distanceMeters: 3000,
  found: 'road',
  engine: 'valhalla',
  route: {
    type: 'LineString',
    coordinates: [
      [121.9, 30.9],
      [121.91, 30.9],
    ],
  },
  steps: [],
  orderedAt: '2026-03-12T06:00:00.000Z',
  orderedBy: '周岚',
  acknowledgedAt: null,
  departedAt: null,
  arrivedAt: null,
  endedAt: null,
  reason: '',
  version: 1,
  ...more,
})

export const aResponder = (id: number, more: Partial<Responder> = {}): Responder => ({
  id,
  townId: 1,
  kind: 'team',
  name: `队伍 ${id}`,
  nameEn: '',
  skills: ['fire'],
  people: 8,
  vehicles: 1,
  parentId: null,
  heightMeters: null,
  weightTons: null,
  phone: '',
  home: [121.9, 30.9],
  standing: 'confirmed',
  origin: null,
  state: 'available',
  lngLat: [121.9, 30.9],
  positionAt: null,
  orderId: null,
  version: 1,
  ...more,
})
