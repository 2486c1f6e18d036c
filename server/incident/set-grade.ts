import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { loadIncident } from './find.ts'
import type { GradeInput, Incident } from './incident.ts'
import { incidentEntry } from './record.ts'
import { gradedByHand, isGradedByHand } from './rules/grade.ts'

/**
 * Grades an incident by hand, with a reason, where no table grades its type.
 * @throws Refusal `missing`, `forbidden`, `conflict` (a table grades it; closed; stale with `theirs`)
 */
export function setGrade(context: Context, id: number, input: GradeInput): Promise<Incident> {
  return change(context, async ({ sql, world, actor, record }) => {
    const before = await loadIncident(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    if (before.version !== input.version) throw stale(before)
    if (before.state === 'closed')
      throw conflict({ zh: '事件已办结，不能再定级', en: 'The incident is closed' })
    if (!isGradedByHand(before.type))
      throw conflict({
        zh: '此类事件按分级标准定级；请更正伤亡或损失',
        en: 'A table grades this type; correct the casualties or the loss instead',
      })
    const reasons = [gradedByHand(actor.name, input.reason)]
    const [saved] = await sql`update incidents set grade = ${input.grade},
        grade_reasons = ${sql.json(plain(reasons))}, version = version + 1
      where id = ${id} and version = ${input.version} and state <> 'closed' returning id`
    const after = await loadIncident(sql, id)
    if (!saved) throw stale(after)
    record({ ...incidentEntry('set-grade', before, after), after: { ...after, reason: input.reason } })
    return after
  })
}
