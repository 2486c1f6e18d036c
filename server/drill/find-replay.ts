import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { follow } from '../journal/find.ts'
import { toldOf } from '../journal/text.ts'
import type { ReplayRow } from './drill.ts'
import { loadDrill } from './find.ts'

/** What happened in a drill's world after a sequence, in commit order. */
export function findReplay(
  context: Context,
  id: number,
  range: { after: number; limit: number },
): Promise<ReplayRow[]> {
  return read(context, async ({ sql, actor, world }) => {
    const drill = await loadDrill(sql, id)
    allow(actor, 'region.read', { world, townId: drill.townId })
    const rows = await follow(sql, { ...range, world: drill.worldId })
    return rows.map(row => ({ ...toldOf(row), after: row.after }))
  })
}
