import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { warningsWhere } from './find.ts'

/** Notes the warnings of a town that have run out, so that what they raised comes down. Repeating it changes nothing. */
export const endWarnings = (context: Context, townId: number): Promise<void> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    allow(actor, 'warning.issue', { world, townId })
    const over = await sql<{ id: number }[]>`update warnings set ended_at = until, version = version + 1
      where town_id = ${townId} and until <= ${now} and ended_at is null returning id`
    for (const { id } of over) {
      const [after] = await warningsWhere(sql, sql`where id = ${id}`)
      record({ verb: 'end', noun: 'warning', id, version: after?.version ?? null, townId, after })
    }
  })
