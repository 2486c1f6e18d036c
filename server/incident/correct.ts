import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { loadIncident } from './find.ts'
import type { Incident, IncidentPatch } from './incident.ts'
import { incidentEntry } from './record.ts'
import { gradeOf, isGradedByHand } from './rules/grade.ts'

/**
 * Corrects what is known about an incident and grades it anew.
 * @throws Refusal `missing`, `forbidden`, `conflict` (closed, or stale with `theirs`)
 */
export function correct(
  context: Context,
  id: number,
  { version, ...patch }: IncidentPatch,
): Promise<Incident> {
  return change(context, async ({ sql, world, actor, record }) => {
    const before = await loadIncident(sql, id)
    allow(actor, 'incident.report', { world, townId: before.townId })
    if (before.version !== version) throw stale(before)
    if (before.state === 'closed')
      throw conflict({ zh: '事件已办结，不能再更改', en: 'The incident is closed' })
    const next = { ...before, ...given(patch) }
    // What a commander graded by hand stands while the type, which no table grades, is the same.
    const stands = isGradedByHand(next.type) && next.type === before.type
    const { grade, reasons } = stands ? { grade: before.grade, reasons: before.gradeReasons } : gradeOf(next)
    const [saved] = await sql`update incidents set type = ${next.type}, title = ${next.title},
        description = ${next.description}, address = ${next.address}, channel = ${next.channel},
        point = ST_SetSRID(ST_MakePoint(${next.lngLat[0]}, ${next.lngLat[1]}), 4326),
        casualties = ${sql.json(plain(next.casualties))}, affected = ${next.affected},
        loss_ten_thousand_yuan = ${next.lossTenThousandYuan}, burnt_hectares = ${next.burntHectares},
        grade = ${grade}, grade_reasons = ${sql.json(plain(reasons))}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    const after = await loadIncident(sql, id)
    if (!saved) throw stale(after)
    record(incidentEntry('correct', before, after))
    return after
  })
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Only what was sent: an absent field must not overwrite with undefined. */
function given<T extends object>(patch: T): Partial<Given<T>> {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Partial<Given<T>> // the same fields less the absent ones
}
