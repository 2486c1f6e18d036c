import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { refusalOf, type TableText } from '../sheet/table.ts'
import { readSources, reportOf } from './check-hazards.ts'
import { Hazard, HazardsRead } from './hazard.ts'
import { insertHazards } from './insert.ts'

export const HazardsStored = HazardsRead.extend({
  hazards: z.array(Hazard.pick({ id: true, code: true, name: true })),
})
export type HazardsStored = z.infer<typeof HazardsStored>

/**
 * Registers all sources of a table, unassessed as single ones are. Any refused row refuses the table, unless the good
 * rows are to be kept.
 * @throws Refusal `forbidden`, `missing` (town), `invalid` naming each refused row and column
 */
export const importHazards = (context: Context, input: TableText): Promise<HazardsStored> =>
  change(context, async ({ sql, actor, world, record }) => {
    const { townId } = input
    allow(actor, 'hazard.edit', { world, townId })
    // Of two imports of one file the second finds what the first has stored.
    await sql`select id from regions where id = ${townId} and parent_id is null for no key update`
    const read = await readSources(sql, townId, input.csv)
    if (read.faults.length > 0 && !input.keepGood) throw refusalOf(read)
    const stored = await insertHazards(
      sql,
      townId,
      read.sources.map(source => source.input),
    )
    for (const after of stored)
      record({ verb: 'register', noun: 'hazard', id: after.id, version: after.version, townId, after })
    return { ...reportOf(read), hazards: stored.map(({ id, code, name }) => ({ id, code, name })) }
  })
