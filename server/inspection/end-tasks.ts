import type { Inside } from '../context.ts'
import { loadControl, tasksWhere } from './find.ts'
import type { Inspection } from './inspection.ts'

/**
 * Ends the open work of one source that an inspection covers: whatever is not due any more because of it, also where
 * it was done in time and is only told late. One older than the latest look changes nothing.
 */
export async function endTasks(
  inside: Inside,
  { hazardId, inspection }: { hazardId: number; inspection: Inspection },
): Promise<void> {
  const { sql, now, record } = inside
  const { lastAt, dueAt } = await loadControl(inside, hazardId)
  if (lastAt !== inspection.doneAt) return
  const open = await tasksWhere(sql, sql`where t.hazard_id = ${hazardId} and t.state = 'open'`)
  for (const before of open.filter(task => task.dueAt !== dueAt)) {
    const { id, townId } = before
    const [ended] =
      await sql`update tasks set state = 'done', ended_at = ${now}, inspection_id = ${inspection.id},
        version = version + 1
      where id = ${id} and state = 'open' returning id`
    if (!ended) continue
    const [after] = await tasksWhere(sql, sql`where t.id = ${id}`)
    record({ verb: 'finish', noun: 'task', id, version: after?.version ?? null, townId, before, after })
  }
}
