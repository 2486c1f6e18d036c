import { allow } from '../account/rules/rights.ts'
import { type Context, change, within } from '../context.ts'
import { drawZone } from '../dispatch/draw-zone.ts'
import { invalid, stale } from '../errors.ts'
import type { Polygon } from '../region/place.ts'
import { loadThreat } from './find.ts'
import { threatEntry } from './record.ts'
import type { Threat, ThreatRing, TurnInput } from './threat.ts'

/** A flood may lie in many pieces; the largest are drawn, which are all that matter for roads. */
const mostPieces = 20

/**
 * Makes danger zones of one outline, which routes avoid from then on: all in one transaction.
 * @throws Refusal `missing`, `forbidden`, `invalid` (no such outline), `conflict` (withdrawn, stale, or already one)
 */
export function turnIntoZone(context: Context, id: number, { version, ring }: TurnInput): Promise<Threat> {
  return change(context, async inside => {
    const { sql, world, actor, record } = inside
    const before = await loadThreat(sql, id)
    allow(actor, 'incident.command', { world, townId: before.townId })
    const chosen = before.result.rings.find(each => each.key === ring)
    if (!chosen) throw invalid('ring', { zh: '没有这个等级的范围', en: 'There is no such outline' })
    const [row] = await sql`update threats set version = version + 1
      where id = ${id} and version = ${version} and withdrawn_at is null and zone_ids = '[]'::jsonb returning id`
    if (!row) throw stale(await loadThreat(sql, id))
    const zoneIds: number[] = []
    for (const polygon of piecesOf(chosen)) {
      const { townId, incidentId } = before
      const reason = `${before.name}：${chosen.label.zh}`.slice(0, 200)
      const input = { townId, incidentId, kind: 'danger' as const, polygon, reason }
      zoneIds.push((await drawZone(within(context, inside), input)).id)
    }
    await sql`update threats set zone_ids = ${sql.json(zoneIds)} where id = ${id}`
    const after = await loadThreat(sql, id)
    record(threatEntry('turn-into-zone', before, after))
    return after
  })
}

const piecesOf = ({ polygon }: ThreatRing): Polygon[] =>
  polygon.coordinates.slice(0, mostPieces).map(coordinates => ({ type: 'Polygon', coordinates }))
