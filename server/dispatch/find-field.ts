import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { forbidden } from '../errors.ts'
import { loadIncident } from '../incident/find.ts'
import { loadResponder } from '../responder/find.ts'
import type { Field } from './dispatch.ts'
import { loadOpenOrder } from './find.ts'
import { loadClosures, loadZones } from './find-obstacles.ts'

/**
 * What the actor's own responder needs in the field.
 * @throws Refusal `forbidden` when the actor's account belongs to no responder
 */
export function findField(context: Context): Promise<Field> {
  return read(context, async ({ sql, actor, world }) => {
    if (actor.responderId === null) {
      throw forbidden({ zh: '您的账号没有绑定应急力量', en: 'Your account belongs to no responder' })
    }
    const responder = await loadResponder(sql, actor.responderId)
    allow(actor, 'region.read', { world, townId: responder.townId })
    const open = await loadOpenOrder(sql, responder.id)
    const [closures, zones] = [
      await loadClosures(sql, responder.townId),
      await loadZones(sql, responder.townId),
    ]
    const incident = open ? await loadIncident(sql, open.order.incidentId) : null
    return { responder, order: open?.order ?? null, incident, closures, zones }
  })
}
