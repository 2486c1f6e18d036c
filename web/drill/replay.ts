import type { Closure, Order, Zone } from '../../server/dispatch/dispatch.ts'
import type { ReplayRow } from '../../server/drill/drill.ts'
import type { Incident } from '../../server/incident/incident.ts'
import type { LngLat } from '../../server/region/place.ts'
import type { Responder } from '../../server/responder/responder.ts'
import type { Lists } from '../overview/situation.svelte.ts'

/** What moved in a drill up to one moment; the registers come from the lists of now. */
interface Moving {
  incidents: Map<number, Incident>
  orders: Map<number, Order>
  closures: Map<number, Closure>
  zones: Map<number, Zone>
  places: Map<number, { lngLat: LngLat; at: string }>
}

/** Each noun of a row merged over what earlier rows said of it: later rows of an order leave its route out. */
const keepers: Record<string, (moving: Moving, id: number, after: object) => void> = {
  incident: ({ incidents }, id, after) => merge(incidents, id, after),
  order: ({ orders }, id, after) => merge(orders, id, after),
  closure: ({ closures }, id, after) => merge(closures, id, after),
  zone: ({ zones }, id, after) => merge(zones, id, after),
  position: ({ places }, _, after) => {
    const { responderId, lngLat, at } = after as { responderId: number; lngLat: LngLat; at: string }
    if (responderId && lngLat) places.set(responderId, { lngLat, at })
  },
}

// The journal keeps whole nouns; a later row of one may leave out what does not change.
const merge = <T>(known: Map<number, T>, id: number, after: object) =>
  known.set(id, { ...known.get(id), ...after } as T)

/** The lists as they stood at `until` (ms of the drill's time), from rows in commit order. */
export function listsAt(base: Lists, rows: readonly ReplayRow[], until: number): Lists {
  const moving: Moving = {
    incidents: new Map(),
    orders: new Map(),
    closures: new Map(),
    zones: new Map(),
    places: new Map(),
  }
  for (const row of rows) {
    if (Date.parse(row.at) > until) break
    if (row.nounId !== null && typeof row.after === 'object' && row.after !== null) {
      keepers[row.noun]?.(moving, row.nounId, row.after)
    }
  }
  const orders = [...moving.orders.values()]
  return {
    ...base,
    incidents: [...moving.incidents.values()],
    closures: [...moving.closures.values()],
    zones: [...moving.zones.values()],
    orders,
    responders: base.responders.map(each => respondersAt(each, moving, orders)),
  }
}

function respondersAt(responder: Responder, { places }: Moving, orders: readonly Order[]): Responder {
  const place = places.get(responder.id)
  const order = orders.find(each => each.responderId === responder.id && isOpen(each))
  const state = order && isOpen(order) ? order.state : 'available'
  return {
    ...responder,
    state,
    lngLat: place?.lngLat ?? responder.home,
    positionAt: place?.at ?? null,
    orderId: order?.id ?? null,
  }
}

const openStates = ['ordered', 'acknowledged', 'departed', 'arrived'] as const
type OpenState = (typeof openStates)[number]
const isOpen = (order: Order): order is Order & { state: OpenState } =>
  openStates.some(state => state === order.state)

/** First and last moment of a replay in ms; null while nothing has happened. */
export function spanOf(rows: readonly ReplayRow[]): { from: number; to: number } | null {
  const times = rows.map(row => Date.parse(row.at))
  return times.length > 0 ? { from: Math.min(...times), to: Math.max(...times) } : null
}
