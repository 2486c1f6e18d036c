import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Person } from '../account/account.ts'
import { findWorld } from '../account/find.ts'
import type { Context } from '../context.ts'
import { endWarnings } from '../warning/end.ts'
import { openTasks } from './open-tasks.ts'

/** Who acts when time alone makes something happen. */
const keeper: Person = {
  id: 0,
  name: '系统',
  title: 'Sisetu',
  login: 'keeper',
  roles: ['administrator'],
  townIds: null,
  responderId: null,
}

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
