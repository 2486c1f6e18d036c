import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { controlsWhere, tasksWhere } from './find.ts'
import type { Task } from './inspection.ts'

/**
 * Opens work for every overdue inspection of a town that has none yet, and voids what is not overdue any more
 * (the source was rejected, or its level and with it its frequency changed). What was void and is overdue again is
 * open again. Repeating it changes nothing.
 * @returns the tasks that were opened
 */
export const openTasks = (context: Context, townId: number): Promise<Task[]> =>
  change(context, async inside => {
    const { sql, actor, world, record } = inside
    allow(actor, 'danger.handle', { world, townId })
    const late = (await controlsWhere(inside, { townId, where: sql`` })).filter(row => row.daysLate > 0)
    await voidOthers(inside, { townId, due: new Map(late.map(row => [row.hazardId, row.dueAt])) })
    const opened: Task[] = []
    for (const { hazardId, dueAt } of late) {
      const [row] = await sql<{ id: number }[]>`
        insert into tasks (town_id, hazard_id, kind, due_at, state, opened_at)
        values (${townId}, ${hazardId}, 'inspection', ${dueAt}, 'open', ${inside.now})
        on conflict (world, hazard_id, kind, due_at) do update
          set state = 'open', opened_at = excluded.opened_at, ended_at = null, version = tasks.version + 1
          where tasks.state = 'void'
        returning id`
      const [after] = row ? await tasksWhere(sql, sql`where t.id = ${row.id}`) : []
      if (!after) continue
      record({ verb: 'open', noun: 'task', id: after.id, version: after.version, townId, after })
      opened.push(after)
    }
    return opened
  })

async function voidOthers(
  { sql, now, record }: Inside,
  { townId, due }: { townId: number; due: Map<number, string | null> },
): Promise<void> {
  const open = await tasksWhere(sql, sql`where t.town_id = ${townId} and t.state = 'open'`)
  for (const before of open.filter(task => due.get(task.hazardId) !== task.dueAt)) {
    const { id } = before
    const [ended] = await sql`update tasks set state = 'void', ended_at = ${now}, version = version + 1
      where id = ${id} and state = 'open' returning id`
    if (!ended) continue
    const [after] = await tasksWhere(sql, sql`where t.id = ${id}`)
    record({ verb: 'void', noun: 'task', id, version: after?.version ?? null, townId, before, after })
  }
}
