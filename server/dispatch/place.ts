import type { Inside } from '../context.ts'
import { invalid } from '../errors.ts'
import { loadIncident } from '../incident/find.ts'

/**
 * An obstacle belongs to a town that exists and, where it names an incident, to one of that town in this world.
 * @throws Refusal `invalid`, `missing`
 */
export async function refuseWrongPlace(
  { sql }: Inside,
  { townId, incidentId }: { townId: number; incidentId: number | null },
): Promise<void> {
  const [town] = await sql`select id from regions where id = ${townId} and parent_id is null`
  if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
  if (incidentId === null) return
  const incident = await loadIncident(sql, incidentId)
  if (incident.townId !== townId) {
    throw invalid('incidentId', { zh: '事件不在这个镇街', en: 'The incident is in another town' })
  }
}
