import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { findWorld } from '../account/find.ts'
import { keeper } from '../account/keeper.ts'
import type { Context } from '../context.ts'
import { endWarnings } from '../warning/end.ts'
import { openTasks } from './open-tasks.ts'

/** What time alone changes in every town: inspections fall due, warnings run out. Repeating it changes nothing. */
export async function keepInspections(sql: Sql): Promise<void> {
  const world = await findWorld(sql, 0)
  const context: Context = { sql, actor: keeper, world, language: 'zh', request: `keeper-${randomUUID()}` }
  const towns = await sql<
    { id: number }[]
  >`select id from regions where parent_id is null and ready order by id`
  for (const { id } of towns) {
    await openTasks(context, id)
    await endWarnings(context, id)
  }
}
