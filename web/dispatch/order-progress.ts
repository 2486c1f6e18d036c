import type { Order } from '../../server/dispatch/dispatch.ts'

export const orderSteps = ['ordered', 'acknowledged', 'departed', 'arrived'] as const
export type OrderStep = (typeof orderSteps)[number]

/** The verb that takes an order to its next step, when a team reports by radio. */
const verbs: Partial<Record<Order['state'], 'acknowledge' | 'depart' | 'arrive'>> = {
  ordered: 'acknowledge',
  acknowledged: 'depart',
  departed: 'arrive',
}
export const nextVerb = ({ state }: Order) => verbs[state]

export const isOpen = ({ state }: Order) => orderSteps.some(step => step === state)

/** How many of the four steps are behind it; 0 once it has ended. */
export const stepsDone = ({ state }: Order) => orderSteps.findIndex(step => step === state) + 1

/** When it should be on scene: counted from setting out, before that from the order itself. */
export function dueAt({ state, etaSeconds, orderedAt, departedAt }: Order): string | undefined {
  if (state !== 'ordered' && state !== 'acknowledged' && state !== 'departed') return undefined
  return new Date(Date.parse(departedAt ?? orderedAt) + etaSeconds * 1000).toISOString()
}

/** Those on the way first, by when they arrive, then those on scene. */
export function inForce(orders: readonly Order[]): Order[] {
  const time = (order: Order) => dueAt(order) ?? `z${order.arrivedAt}`
  return orders.filter(isOpen).sort((one, other) => (time(one) < time(other) ? -1 : 1))
}
