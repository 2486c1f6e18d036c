import type { Row, TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow, may } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { missing } from '../errors.ts'
import type { Fragment } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Order } from './dispatch.ts'

export const OrderQuery = z.object({
  incident: wholeNumber.optional(),
  responder: wholeNumber.optional(),
  town: wholeNumber.optional(),
  state: z.enum(['open', 'all']).default('all'),
})
export type OrderQuery = z.infer<typeof OrderQuery>

const iso = (at: Date | null) => at?.toISOString() ?? null

const orderOf = (row: Row): Order => ({
  id: row.id,
  incidentId: row.incident_id,
  townId: row.town_id,
  responderId: row.responder_id,
  responderName: row.responder_name,
  responderKind: row.responder_kind,
  nodeId: row.node_id,
  state: row.state,
  instruction: row.instruction,
  etaSeconds: row.eta_seconds,
  distanceMeters: row.distance_meters,
  found: row.found,
  engine: row.engine,
  route: row.route,
  steps: row.steps,
  orderedAt: row.ordered_at.toISOString(),
  orderedBy: row.ordered_by,
  acknowledgedAt: iso(row.acknowledged_at),
  departedAt: iso(row.departed_at),
  arrivedAt: iso(row.arrived_at),
  endedAt: iso(row.ended_at),
  reason: row.reason,
  version: row.version,
})

async function ordersWhere(sql: TransactionSql, where: Fragment): Promise<Order[]> {
  const rows = await sql`select o.*, r.name as responder_name, r.kind as responder_kind
    from orders o join responders r on r.id = o.responder_id ${where}`
  return rows.map(orderOf)
}

/** Inside a transaction. @throws Refusal `missing` */
export async function loadOrder(sql: TransactionSql, id: number): Promise<Order> {
  const [order] = await ordersWhere(sql, sql`where o.id = ${id}`)
  if (!order) throw missing({ zh: '没有这条调度命令', en: 'There is no such order in this world' })
  return order
}

export const loadOrders = (sql: TransactionSql, ids: number[]): Promise<Order[]> =>
  ordersWhere(sql, sql`where o.id = any(${ids}) order by o.id`)

/** The order a responder is on now, with the number of its incident. */
export async function loadOpenOrder(
  sql: TransactionSql,
  responderId: number,
): Promise<{ order: Order; incidentNumber: string } | null> {
  const [order] = await ordersWhere(
    sql,
    sql`where o.responder_id = ${responderId} and o.state in ('ordered', 'acknowledged', 'departed', 'arrived')`,
  )
  if (!order) return null
  const [incident] = await sql<
    { number: string }[]
  >`select number from incidents where id = ${order.incidentId}`
  return { order, incidentNumber: incident?.number ?? '' }
}

/** Orders of an incident, a responder or a town, open ones first, then the newest; at most 500. */
export function findOrders(context: Context, query: OrderQuery): Promise<Order[]> {
  return read(context, async inside => {
    const { sql } = inside
    const rows = await ordersWhere(
      sql,
      sql`where true
        ${query.incident === undefined ? sql`` : sql`and o.incident_id = ${query.incident}`}
        ${query.responder === undefined ? sql`` : sql`and o.responder_id = ${query.responder}`}
        ${query.town === undefined ? sql`` : sql`and o.town_id = ${query.town}`}
        ${query.state === 'open' ? sql`and o.state in ('ordered', 'acknowledged', 'departed', 'arrived')` : sql``}
        order by (o.state in ('released', 'declined')), o.id desc limit 500`,
    )
    return rows.filter(order => mayRead(inside, order))
  })
}

const mayRead = ({ actor, world }: Inside, { townId }: Order) => may(actor, 'region.read', { world, townId })

export const findOrder = (context: Context, id: number): Promise<Order> =>
  read(context, async ({ sql, actor, world }) => {
    const order = await loadOrder(sql, id)
    allow(actor, 'region.read', { world, townId: order.townId })
    return order
  })
