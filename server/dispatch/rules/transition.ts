import type { OrderState } from '../dispatch.ts'

export type OrderStep = 'acknowledge' | 'decline' | 'depart' | 'arrive' | 'release'

interface Transition {
  /** Where a commander may take the step from. */
  from: readonly OrderState[]
  /** Where the responder itself may. */
  ownFrom: readonly OrderState[]
  to: OrderState
  stamp: 'acknowledged_at' | 'departed_at' | 'arrived_at' | 'ended_at'
  needsReason: boolean
}

/** Every way an order may move; what is not here is refused. */
export const transitions: Record<OrderStep, Transition> = {
  acknowledge: {
    from: ['ordered'],
    ownFrom: ['ordered'],
    to: 'acknowledged',
    stamp: 'acknowledged_at',
    needsReason: false,
  },
  decline: {
    from: ['ordered', 'acknowledged'],
    ownFrom: ['ordered', 'acknowledged'],
    to: 'declined',
    stamp: 'ended_at',
    needsReason: true,
  },
  depart: {
    from: ['acknowledged'],
    ownFrom: ['acknowledged'],
    to: 'departed',
    stamp: 'departed_at',
    needsReason: false,
  },
  arrive: {
    from: ['departed'],
    ownFrom: ['departed'],
    to: 'arrived',
    stamp: 'arrived_at',
    needsReason: false,
  },
  release: {
    from: ['ordered', 'acknowledged', 'departed', 'arrived'],
    ownFrom: ['arrived'],
    to: 'released',
    stamp: 'ended_at',
    needsReason: false,
  },
}

export const openStates: readonly OrderState[] = ['ordered', 'acknowledged', 'departed', 'arrived']

export const stateNames: Record<OrderState, { zh: string; en: string }> = {
  ordered: { zh: '待受领', en: 'ordered' },
  acknowledged: { zh: '已受领', en: 'acknowledged' },
  departed: { zh: '途中', en: 'on the way' },
  arrived: { zh: '已到达', en: 'on scene' },
  released: { zh: '已归队', en: 'released' },
  declined: { zh: '已拒绝', en: 'declined' },
}
