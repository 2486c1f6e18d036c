import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside, plain, read, within } from '../context.ts'
import { conflict, invalid, missing } from '../errors.ts'
import { loadIncident } from '../incident/find.ts'
import type { Incident } from '../incident/incident.ts'
import { respond } from '../incident/respond.ts'
import { tick } from '../plan/tick.ts'
import type { LngLat } from '../region/place.ts'
import type { Route } from '../road/road.ts'
import type { Order, OrderInput } from './dispatch.ts'
import { loadOpenOrder, loadOrders } from './find.ts'
import { type Force, loadForce } from './find-force.ts'
import { loadAvoid } from './find-obstacles.ts'
import { orderEntry } from './record.ts'
import { clockText } from './rules/clock-text.ts'
import { vehicleOf } from './rules/vehicle.ts'
import { waysOf } from './ways.ts'

/**
 * Orders responders out to an incident: all of them or, when one cannot go, none.
 * @throws Refusal `missing`, `forbidden`, `invalid`, `conflict` (who was taken, by whom, when, for which incident)
 */
export async function order(context: Context, incidentId: number, input: OrderInput): Promise<Order[]> {
  const ids = [...new Set(input.responderIds)].sort((one, other) => one - other)
  // Ways are reckoned before the transaction, which must not wait for the routing engines.
  const routes = await reckon(context, incidentId, ids)
  return change(context, async inside => {
    const { world, actor, record } = inside
    const incident = await loadIncident(inside.sql, incidentId)
    allow(actor, 'incident.command', { world, townId: incident.townId })
    await respond(within(context, inside), incidentId)
    refuseUnfit(await loadForce(inside.sql, incident.townId, ids), ids)
    const made: number[] = []
    for (const responderId of ids) {
      const route = routes.get(responderId)
      if (route) made.push(await take(inside, { incident, responderId, route, input }))
    }
    const orders = await loadOrders(inside.sql, made)
    for (const each of orders) record(orderEntry('order', null, each))
    if (input.nodeId)
      await tick(within(context, inside), { incidentId, nodeId: input.nodeId, state: 'running' })
    return orders
  })
}

async function reckon(context: Context, incidentId: number, ids: number[]): Promise<Map<number, Route>> {
  const picture = await read(context, async ({ sql, actor, world }) => {
    const incident = await loadIncident(sql, incidentId)
    allow(actor, 'incident.command', { world, townId: incident.townId })
    const force = await loadForce(sql, incident.townId, ids)
    return { incident, force, avoid: await loadAvoid(sql, incident.townId) }
  })
  const { incident, force, avoid } = picture
  const ways = await waysOf(incident.townId)
  const to: LngLat = incident.lngLat
  const routes = force.map(async one => {
    const route = await ways.route({ lngLat: one.lngLat, vehicle: vehicleOf(one) }, { to, avoid })
    return [one.responderId, route] as const
  })
  return new Map(await Promise.all(routes))
}

function refuseUnfit(force: Force[], ids: number[]): void {
  if (force.length < ids.length) {
    throw missing({
      zh: '有的力量不在本镇街或尚未核实',
      en: 'A responder is not of this town or not confirmed',
    })
  }
  const off = force.find(one => one.state === 'off-duty')
  if (off) {
    throw invalid('responderIds', {
      zh: `「${off.name}」未在岗`,
      en: `${off.nameEn || off.name} is off duty`,
    })
  }
}

interface Taking {
  incident: Incident
  responderId: number
  route: Route
  input: OrderInput
}

// The unique index on open orders decides who wins; the loser learns from the row that beat it.
async function take({ sql, now, actor }: Inside, taking: Taking): Promise<number> {
  const { incident, responderId, route, input } = taking
  for (let attempt = 0; attempt < 3; attempt++) {
    const [row] = await sql<
      { id: number }[]
    >`insert into orders (town_id, incident_id, responder_id, node_id, state,
        instruction, eta_seconds, distance_meters, found, engine, route, steps, ordered_at, ordered_by)
      values (${incident.townId}, ${incident.id}, ${responderId}, ${input.nodeId}, 'ordered', ${input.instruction},
        ${route.seconds}, ${route.meters}, ${route.found}, ${route.engine}, ${sql.json(plain(route.line))},
        ${sql.json(plain(route.steps))}, ${now}, ${actor.name})
      on conflict do nothing returning id`
    if (row) return row.id
    const open = await loadOpenOrder(sql, responderId)
    if (open) throw taken(open)
  }
  throw conflict({
    zh: '该力量正在被他人调度，请重试',
    en: 'This responder is being ordered right now; try again',
  })
}

function taken({ order: theirs, incidentNumber }: { order: Order; incidentNumber: string }) {
  const { responderName, orderedBy, orderedAt } = theirs
  const at = clockText(orderedAt)
  return conflict(
    {
      zh: `「${responderName}」已由 ${orderedBy} 于 ${at} 派往事件 ${incidentNumber}，本次命令未下达`,
      en: `${responderName} was ordered to incident ${incidentNumber} by ${orderedBy} at ${at}; nothing was ordered`,
    },
    {
      responderId: theirs.responderId,
      orderedBy,
      orderedAt,
      incidentId: theirs.incidentId,
      incidentNumber,
      theirs,
    },
  )
}
