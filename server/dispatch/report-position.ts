import { allow, may } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { forbidden } from '../errors.ts'
import { loadIncident } from '../incident/find.ts'
import { loadResponder } from '../responder/find.ts'
import { metersBetween } from '../road/field/graph.ts'
import type { PositionAnswer, PositionInput } from './dispatch.ts'
import { loadOpenOrder } from './find.ts'

const arrivalMeters = 80

/**
 * Records where a responder is. Near the incident it is on its way to, the answer proposes its arrival; only a
 * person confirms it.
 * @throws Refusal `missing`, `forbidden` (a responder reports only itself)
 */
export function reportPosition(context: Context, input: PositionInput): Promise<PositionAnswer> {
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    const responder = await loadResponder(sql, input.responderId)
    allow(actor, 'order.answer', { world, townId: responder.townId })
    const isOwn = actor.responderId !== null && [responder.id, responder.parentId].includes(actor.responderId)
    if (!isOwn && !may(actor, 'incident.command', { world, townId: responder.townId })) {
      throw forbidden({ zh: '只能上报本队的位置', en: 'You may report only where your own team is' })
    }
    const point = sql`ST_SetSRID(ST_MakePoint(${input.lngLat[0]}, ${input.lngLat[1]}), 4326)`
    const [state] = await sql<{ version: number }[]>`
      insert into responder_states (responder_id, point, position_at) values (${responder.id}, ${point}, ${now})
      on conflict (world, responder_id) do update set point = excluded.point, position_at = excluded.position_at,
        version = responder_states.version + 1
      returning version`
    await sql`insert into positions (responder_id, at, device_at, point, speed_kmh, heading_degrees)
      values (${responder.id}, ${now}, ${input.at ?? null}, ${point}, ${input.speedKmh ?? null},
        ${input.headingDegrees ?? null})`
    const arrival = await findArrival(inside, input)
    const after = {
      responderId: responder.id,
      townId: responder.townId,
      lngLat: input.lngLat,
      at: now.toISOString(),
      speedKmh: input.speedKmh ?? null,
      headingDegrees: input.headingDegrees ?? null,
    }
    record({
      verb: 'report-position',
      noun: 'position',
      id: responder.id,
      version: state?.version ?? null,
      townId: responder.townId,
      after: { ...after, responderName: responder.name },
    })
    return { ...after, arrival }
  })
}

async function findArrival(
  { sql }: Inside,
  { responderId, lngLat }: PositionInput,
): Promise<PositionAnswer['arrival']> {
  const open = await loadOpenOrder(sql, responderId)
  if (open?.order.state !== 'departed') return null
  const incident = await loadIncident(sql, open.order.incidentId)
  const distanceMeters = metersBetween(lngLat, incident.lngLat)
  if (distanceMeters > arrivalMeters) return null
  return { orderId: open.order.id, version: open.order.version, incidentId: incident.id, distanceMeters }
}
