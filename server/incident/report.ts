import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { invalid } from '../errors.ts'
import { loadIncident } from './find.ts'
import type { Incident, IncidentInput } from './incident.ts'
import { gradeOf } from './rules/grade.ts'
import { numberAfter, yearOf } from './rules/number.ts'

/**
 * Reports an incident: graded by its type's table, numbered within world, town and year.
 * @throws Refusal `forbidden`; `invalid` where the town does not exist
 */
export function report(context: Context, input: IncidentInput): Promise<Incident> {
  return change(context, async ({ sql, now, world, actor, record }) => {
    allow(actor, 'incident.report', { world, townId: input.townId })
    // Reports of one town queue here, so that two of them never draw the same number.
    const [town] =
      await sql`select id from regions where id = ${input.townId} and parent_id is null for no key update`
    if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
    const year = yearOf(now)
    const [last] = await sql`select number from incidents
      where town_id = ${input.townId} and number ~ ${`^${year}-[0-9]{4,9}$`}
      order by length(number) desc, number desc limit 1`
    const { grade, reasons } = gradeOf(input)
    const [row] =
      await sql`insert into incidents (town_id, number, type, title, description, point, address, channel,
        casualties, affected, loss_ten_thousand_yuan, burnt_hectares, grade, grade_reasons, state, reported_at, reported_by)
      values (${input.townId}, ${numberAfter(year, last?.number)}, ${input.type}, ${input.title}, ${input.description},
        ST_SetSRID(ST_MakePoint(${input.lngLat[0]}, ${input.lngLat[1]}), 4326), ${input.address}, ${input.channel},
        ${sql.json(plain(input.casualties))}, ${input.affected}, ${input.lossTenThousandYuan}, ${input.burntHectares},
        ${grade}, ${sql.json(plain(reasons))}, 'reported', ${now}, ${actor.name})
      returning id`
    const after = await loadIncident(sql, row?.id)
    record({
      verb: 'report',
      noun: 'incident',
      id: after.id,
      version: after.version,
      townId: after.townId,
      incidentId: after.id,
      after,
    })
    return after
  })
}
