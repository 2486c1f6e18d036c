import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { gridsWhere, noGrid } from './find.ts'
import type { GridChange } from './grid.ts'

interface ChangeRow extends Omit<GridChange, 'at'> {
  at: Date
}

/**
 * How a grid's boundary came to be what it is, the newest change first, at most thirty.
 * @throws Refusal `missing`, `forbidden`
 */
export const findChanges = (context: Context, id: number): Promise<GridChange[]> =>
  read(context, async ({ sql, actor, world }) => {
    const [grid] = await gridsWhere(sql, sql`where r.id = ${id}`)
    if (!grid) throw missing(noGrid)
    allow(actor, 'region.read', { world, townId: grid.townId })
    const rows = await sql<ChangeRow[]>`
      select version, at, actor, coalesce(after->>'reason', '') as reason,
        coalesce((before->>'areaSquareMeters')::float8, 0) as "beforeSquareMeters",
        (after->>'areaSquareMeters')::float8 as "afterSquareMeters"
      from journal where town_id = ${grid.townId} and noun = 'grid' and noun_id = ${id} and verb in ('redraw', 'create', 'retire', 'revive')
      order by sequence desc limit 30`
    return rows.map(row => ({ ...row, at: row.at.toISOString() }))
  })
