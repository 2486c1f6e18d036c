import { type Context, read } from '../context.ts'
import { follow } from '../journal/find.ts'
import { toldOf } from '../journal/text.ts'
import { readIncident } from './find.ts'
import type { TimelineEntry } from './incident.ts'

/** What the journal says about one incident, oldest first, in sentences. */
export function findTimeline(
  context: Context,
  id: number,
  range: { after: number; limit: number },
): Promise<TimelineEntry[]> {
  return read(context, async inside => {
    const { sql, world } = inside
    await readIncident(inside, id)
    const rows = await follow(sql, { ...range, world: world.id, incidentId: id })
    return rows.map(toldOf)
  })
}
