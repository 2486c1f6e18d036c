import { allow, may } from '../account/rules/rights.ts'
import { type Context, change, type Inside, within } from '../context.ts'
import { conflict, forbidden, invalid, stale } from '../errors.ts'
import { tick } from '../plan/tick.ts'
import type { Order, OrderStepInput } from './dispatch.ts'
import { loadOrder } from './find.ts'
import { orderEntry } from './record.ts'
import { type OrderStep, stateNames, transitions } from './rules/transition.ts'

/**
 * Moves an order one step. A responder answers its own orders (and its vehicles'), a commander any.
 * @throws Refusal `missing`, `forbidden`, `invalid` (no reason), `conflict` (not from this state; stale)
 */
export function answer(
  context: Context,
  id: number,
  { step, version, reason }: OrderStepInput & { step: OrderStep },
): Promise<Order> {
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    const transition = transitions[step]
    const before = await loadOrder(sql, id)
    allow(actor, 'order.answer', { world, townId: before.townId })
    const from = (await isCommanderOrOwn(inside, before)) === 'own' ? transition.ownFrom : transition.from
    if (transition.needsReason && reason.trim() === '') {
      throw invalid('reason', { zh: '请说明无法执行的原因', en: 'Say why the order cannot be carried out' })
    }
    if (before.version !== version) throw stale(before)
    if (!from.includes(before.state)) throw notFrom(before)
    // Two arrivals for one node queue here, so that the later one sees the earlier and ticks the node.
    if (step === 'arrive') {
      await sql`select id from runs where incident_id = ${before.incidentId} order by id for no key update`
    }
    const [saved] = await sql`update orders set state = ${transition.to}, ${sql(transition.stamp)} = ${now},
        reason = ${reason || before.reason}, version = version + 1
      where id = ${id} and version = ${version} and state = any(${[...from]}) returning id`
    const after = await loadOrder(sql, id)
    if (!saved) throw stale(after)
    record(orderEntry(step, before, after))
    if (step === 'arrive') await tickNode(within(context, inside), after)
    return after
  })
}

async function isCommanderOrOwn({ sql, actor, world }: Inside, order: Order): Promise<'commander' | 'own'> {
  if (may(actor, 'incident.command', { world, townId: order.townId })) return 'commander'
  const [own] =
    actor.responderId === null
      ? []
      : await sql`select id from responders where id = ${order.responderId}
          and ${actor.responderId} in (id, parent_id)`
  if (!own)
    throw forbidden({ zh: '只能答复下达给本队的命令', en: 'You may answer only orders to your own team' })
  return 'own'
}

const notFrom = ({ state }: Order) =>
  conflict({
    zh: `命令当前为「${stateNames[state].zh}」，不能进行这一步`,
    en: `The order is ${stateNames[state].en}; this step does not follow`,
  })

// A resource node is done when everyone ordered for it and not lost on the way is there.
async function tickNode(context: Context, { incidentId, nodeId }: Order): Promise<void> {
  const sql = context.inside?.sql
  if (nodeId === null || !sql) return
  const orders = await sql<{ arrived: boolean }[]>`select arrived_at is not null as arrived from orders
    where incident_id = ${incidentId} and node_id = ${nodeId} and state <> 'declined'
      and (state <> 'released' or arrived_at is not null)`
  if (orders.every(order => order.arrived)) await tick(context, { incidentId, nodeId, state: 'done' })
}
