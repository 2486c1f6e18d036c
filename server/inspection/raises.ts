import type { ISql } from 'postgres'
import type { Both } from '../region/place.ts'

/** One cause that raises a source on the live scale, until it is cleared. */
export interface Raise {
  hazardId: number
  cause: 'danger' | 'warning' | 'reading'
  /** The danger, warning or sensor. */
  nounId: number
  thousandths: number
  /** 「隐患 12「围堰开裂」未销号：+1 级」 */
  text: Both
  /** What would take the raise away: 「销号隐患 12」 */
  remedy: Both
}

interface RaiseRow {
  hazardId: number
  cause: Raise['cause']
  nounId: number
  thousandths: number
  name: string
  nameEn: string
  grade: string
}

/**
 * Everything that raises the sources of a town in a world at `now`: open hidden dangers, warnings in force that
 * concern the kind and the place of the source, sensors over their threshold. Read from the tables, so it may be asked at any time.
 * @param hazardId only this source; null for all of the town
 */
export async function raisesOf(
  sql: ISql,
  { townId, world, hazardId, now }: { townId: number; world: number; hazardId: number | null; now: Date },
): Promise<Raise[]> {
  const one = (column: string) => (hazardId === null ? sql`` : sql`and ${sql(column)} = ${hazardId}`)
  const rows = await sql<RaiseRow[]>`
    with terms as (select * from live_terms where edition = (select max(edition) from live_terms))
    select d.hazard_id as "hazardId", 'danger' as cause, d.id as "nounId", t.raise_thousandths as thousandths,
      d.title as name, d.title as "nameEn", d.grade
    from dangers d join terms t on t.cause = 'danger' and t.grade = d.grade
    where d.world = ${world} and d.town_id = ${townId} and d.state <> 'closed' ${one('d.hazard_id')}
    union all
    select h.id, 'warning', w.id, t.raise_thousandths, w.title, coalesce(nullif(w.title_en, ''), w.title), w.level
    from warnings w
    join terms t on t.cause = 'warning' and t.grade = w.level and (t.warning_kind is null or t.warning_kind = w.kind)
    join hazards h on h.town_id = w.town_id and h.standing <> 'rejected'
      and (t.hazard_kinds is null or h.kind = any (t.hazard_kinds))
      and (w.area is null or ST_Intersects(w.area, coalesce(h.area, h.point)))
    where w.world = ${world} and w.town_id = ${townId} and w.ended_at is null and w.issued_at <= ${now} and w.until > ${now}
      ${one('h.id')}
    union all
    select s.hazard_id, 'reading', s.id, t.raise_thousandths, s.name, coalesce(nullif(s.name_en, ''), s.name), s.grade
    from sensors s join terms t on t.cause = 'reading' and t.grade = s.grade
    where s.world = ${world} and s.town_id = ${townId} and s.hazard_id is not null ${one('s.hazard_id')}
    order by 1, 2, 3`
  return rows.map(row => ({
    hazardId: row.hazardId,
    cause: row.cause,
    nounId: row.nounId,
    thousandths: row.thousandths,
    ...told(row),
  }))
}

function told({ cause, nounId, name, nameEn, thousandths }: RaiseRow): Pick<Raise, 'text' | 'remedy'> {
  const steps = String(thousandths / 1000)
  const [zh, en] = {
    danger: [`隐患 ${nounId}「${name}」未销号`, `Hidden danger ${nounId} “${nameEn}” is not closed`],
    warning: [`${name}生效`, `${nameEn} is in force`],
    reading: [`${name}读数超限`, `${nameEn} is over its threshold`],
  }[cause]
  const [remedyZh, remedyEn] = {
    danger: [`销号隐患 ${nounId}`, `close hidden danger ${nounId}`],
    warning: [`解除${name}`, `lift the warning “${nameEn}”`],
    reading: [`${name}读数回落`, `bring ${nameEn} back below its threshold`],
  }[cause]
  const levels = thousandths === 1000 ? 'level' : 'levels'
  return {
    text: { zh: `${zh}：+${steps} 级`, en: `${en}: +${steps} ${levels}` },
    remedy: { zh: remedyZh ?? '', en: remedyEn ?? '' },
  }
}
