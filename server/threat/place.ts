import type { Inside } from '../context.ts'
import { invalid } from '../errors.ts'
import { loadIncident } from '../incident/find.ts'
import type { Bbox } from '../region/place.ts'

interface Where {
  townId: number
  hazardId: number | null
  incidentId: number | null
}

/**
 * The bounds of the town, once source and incident are known to be of it.
 * @throws Refusal `invalid`, `missing`
 */
export async function boundsOf({ sql }: Inside, { townId, hazardId, incidentId }: Where): Promise<Bbox> {
  const [town] = await sql<{ west: number; south: number; east: number; north: number }[]>`
    select west, south, east, north from regions where id = ${townId} and parent_id is null`
  if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
  if (hazardId !== null) {
    const [hazard] = await sql`select 1 as one from hazards where id = ${hazardId} and town_id = ${townId}`
    if (!hazard) throw invalid('hazardId', { zh: '风险源不在这个镇街', en: 'The source is not of this town' })
  }
  if (incidentId !== null) {
    const incident = await loadIncident(sql, incidentId)
    if (incident.townId !== townId) {
      throw invalid('incidentId', { zh: '事件不在这个镇街', en: 'The incident is in another town' })
    }
  }
  return [town.west, town.south, town.east, town.north]
}
