import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside, within } from '../context.ts'
import { report } from '../danger/report.ts'
import { conflict, invalid } from '../errors.ts'
import { loadHazard } from '../hazard/find.ts'
import { endTasks } from './end-tasks.ts'
import { inspectionsWhere } from './find.ts'
import type { Inspection, InspectionInput } from './inspection.ts'

/**
 * Records an inspection of a source with the dangers it found, and ends the work that was open for it.
 * @throws Refusal `missing`, `forbidden`, `invalid` (a time ahead), `conflict` (the source is not confirmed)
 */
export const inspect = (context: Context, input: InspectionInput): Promise<Inspection> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    const hazard = await loadHazard(sql, input.hazardId)
    const { townId } = hazard
    allow(actor, 'danger.report', { world, townId })
    if (hazard.standing !== 'confirmed') throw conflict(unconfirmed, { theirs: hazard })
    const doneAt = input.doneAt ? new Date(input.doneAt) : now
    if (doneAt > now)
      throw invalid('doneAt', { zh: '检查时间不能在将来', en: 'An inspection cannot be ahead' })
    const id = await insert(inside, { townId, doneAt, input })
    for (const found of input.dangers) {
      await report(within(context, inside), { ...found, hazardId: hazard.id, inspectionId: id })
    }
    const [after] = await inspectionsWhere(sql, sql`where i.id = ${id}`)
    if (!after) throw new Error('the inspection did not come back')
    record({ verb: 'inspect', noun: 'inspection', id, version: after.version, townId, after })
    await endTasks(inside, { hazardId: hazard.id, inspection: after })
    return after
  })

async function insert(
  { sql, actor }: Inside,
  { townId, doneAt, input }: { townId: number; doneAt: Date; input: InspectionInput },
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into inspections (town_id, hazard_id, result, note, done_at, done_by)
    values (${townId}, ${input.hazardId}, ${input.dangers.length > 0 ? 'dangers' : 'clean'}, ${input.note}, ${doneAt},
      ${actor.name})
    returning id`
  return row?.id ?? 0
}

const unconfirmed = {
  zh: '这个风险源尚未核实，请先核实再检查',
  en: 'This source is not confirmed; confirm it before it is inspected',
}
