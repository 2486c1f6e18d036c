import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import type { BoundaryImport } from './boundary.ts'
import { loadBoundaryImport } from './find.ts'

/**
 * Lays an import aside; its rows are forgotten.
 * @throws Refusal `missing`, `forbidden`, `conflict`
 */
export const discard = (
  context: Context,
  id: number,
  { version }: { version: number },
): Promise<BoundaryImport> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadBoundaryImport(sql, id)
    const { townId, fileName } = before
    allow(actor, 'grid.edit', { world, townId })
    const [row] = await sql<{ id: number }[]>`
      update boundary_imports set standing = 'discarded', source = '', cleaned = '', saved_at = ${now},
        version = version + 1
      where id = ${id} and version = ${version} and standing = 'open' returning id`
    const after = await loadBoundaryImport(sql, id)
    if (!row) throw stale(after)
    const told = { after: { name: fileName } }
    record({ verb: 'discard', noun: 'boundary-import', id, version: after.version, townId, ...told })
    return after
  })
