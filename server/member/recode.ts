import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid, stale } from '../errors.ts'
import { gridsWhere } from '../grid/find.ts'
import type { Grid } from '../grid/grid.ts'
import { codesEverUsed } from './find-codes.ts'
import type { CodeChanges } from './member.ts'

/**
 * Gives grids new codes, all or none, one journal row each. A code that any grid ever had is not given again.
 * @throws Refusal `forbidden`; `invalid` naming the change at fault; `conflict` when a grid is newer
 */
export const recode = (context: Context, { townId, changes }: CodeChanges): Promise<Grid[]> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    allow(actor, 'grid.edit', { world, townId })
    const ids = changes.map(each => each.id)
    const before = await gridsWhere(
      sql,
      sql`where r.town_id = ${townId} and r.retired_at is null and r.id in ${sql(ids)}`,
    )
    const taken = await codesEverUsed(sql, townId)
    for (const [i, { id, code }] of changes.entries()) {
      if (!before.some(grid => grid.id === id)) throw invalid(`changes.${i}.id`, words.grid)
      if (taken.has(code)) throw invalid(`changes.${i}.code`, words.taken(code))
      taken.add(code)
    }
    const done = await sql<{ id: number }[]>`
      update grids r set code = c.code, version = r.version + 1, valid_from = ${now}
      from jsonb_to_recordset(${sql.json(changes)}) as c (id int, version int, code text)
      where r.id = c.id and r.version = c.version returning r.id`
    const late = before.find(grid => !done.some(({ id }) => id === grid.id))
    if (late) throw stale(late)
    const after = await gridsWhere(sql, sql`where r.id in ${sql(ids)} order by r.id`)
    for (const grid of after) {
      const { id, version } = grid
      record({
        verb: 'recode',
        noun: 'grid',
        id,
        version,
        townId,
        before: before.find(each => each.id === id),
        after: grid,
      })
    }
    return after
  })

const words = {
  grid: { zh: '这个地区没有这个网格，或它已撤销', en: 'There is no such grid in force in this town' },
  taken: (code: string) => ({
    zh: `编码 ${code} 已被使用过，不能再用；请换一个`,
    en: `The code ${code} has been used before and is not given again; choose another`,
  }),
}
