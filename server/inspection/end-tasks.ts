import type { Inside } from '../context.ts'
import { tasksWhere } from './find.ts'
import type { Inspection } from './inspection.ts'

/** Ends the open work of one source that an inspection covers: whatever was due by the time it was done. */
export async function endTasks(
  { sql, now, record }: Inside,
  { hazardId, inspection }: { hazardId: number; inspection: Inspection },
): Promise<void> {
  const open = await tasksWhere(
    sql,
    sql`where t.hazard_id = ${hazardId} and t.state = 'open' and t.due_at <= ${inspection.doneAt}`,
  )
  for (const before of open) {
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
