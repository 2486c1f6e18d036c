import type { TransactionSql } from 'postgres'
import { plain } from '../context.ts'
import { dayOf } from '../member/today.ts'
import { batches } from './found-town.ts'
import { demoMembers, isVacant } from './members.ts'
import type { DemoPeople, PeopledGrid } from './people.ts'

/** Grids as they are written down: one whose lead has left names nobody. */
export const withVacancies = (people: DemoPeople): DemoPeople => ({
  ...people,
  grids: people.grids.map((grid, place) => (isVacant(grid, place) ? { ...grid, lead: '', phone: '' } : grid)),
})

/** Writes who keeps the grids of the made-up town. */
export async function foundMembers(
  sql: TransactionSql,
  { townId, grids, now }: { townId: number; grids: readonly PeopledGrid[]; now: Date },
): Promise<void> {
  for (const part of batches(demoMembers(grids, dayOf(now)))) {
    const rows = part.map(({ postings: _postings, ...member }) => member)
    const ids = await sql<{ id: number; name: string }[]>`
      insert into members (town_id, name, phone, unit, left_on)
      select ${townId}, m.name, m.phone, m.unit, m."leftOn"
      from jsonb_to_recordset(${sql.json(plain(rows))}) as m (name text, phone text, unit text, "leftOn" date)
      returning id, name`
    const idOf = new Map(ids.map(({ id, name }) => [name, id]))
    const postings = part.flatMap(({ name, postings: held }) =>
      held.map(posting => ({ ...posting, memberId: idOf.get(name) })),
    )
    await sql`insert into postings (town_id, member_id, grid_id, role, duty, from_on, to_on)
      select ${townId}, p."memberId", g.id, p.role, p.duty, p."fromOn", p."toOn"
      from jsonb_to_recordset(${sql.json(plain(postings))})
        as p ("memberId" int, "gridCode" text, role text, duty text, "fromOn" date, "toOn" date)
      join grids g on g.town_id = ${townId} and g.code = p."gridCode"`
  }
}
