import type { Order, Recommendation } from '../../server/dispatch/dispatch.ts'
import type { RouteItem } from '../map/route-layers.ts'
import type { Picked } from './selection.ts'

/** A way on the map that knows whose it is. */
export interface DispatchRoute extends RouteItem {
  responderId: number
}

interface Shown {
  recommendation: Recommendation | undefined
  picked: Picked
  orders: readonly Order[]
  label: (seconds: number) => string
  /** Whose way stands out. */
  responderId?: number | undefined
}

/** Ways of orders under way, of who is picked, and dotted of who is not. */
export function dispatchRoutes({
  recommendation,
  picked,
  orders,
  label,
  responderId,
}: Shown): DispatchRoute[] {
  const ordered = orders.filter(({ state }) => ['ordered', 'acknowledged', 'departed'].includes(state))
  const drawn = new Set(ordered.map(order => order.responderId))
  const routes = ordered.flatMap((order): DispatchRoute[] =>
    order.route
      ? [
          {
            id: `order-${order.id}`,
            responderId: order.responderId,
            line: order.route.coordinates,
            state: 'chosen',
            label: label(order.etaSeconds),
            isSelected: order.responderId === responderId,
          },
        ]
      : [],
  )
  for (const [place, { candidates }] of (recommendation?.needs ?? []).entries()) {
    for (const candidate of candidates) {
      if (!candidate.route || drawn.has(candidate.responderId)) continue
      const isPicked = picked.some(ids => ids.includes(candidate.responderId))
      if (isPicked && !picked[place]?.includes(candidate.responderId)) continue
      drawn.add(candidate.responderId)
      routes.push({
        id: `candidate-${candidate.responderId}`,
        responderId: candidate.responderId,
        line: candidate.route.coordinates,
        state: isPicked ? 'chosen' : 'rejected',
        isSelected: candidate.responderId === responderId,
        ...(isPicked ? { label: label(candidate.etaSeconds) } : {}),
      })
    }
  }
  return routes
}
