import type { Inside } from '../context.ts'
import { plain } from '../context.ts'
import { loadHazard } from '../hazard/find.ts'
import { countPeople } from './count-people.ts'
import { countOf, loadInstallation } from './find.ts'
import type { Installation } from './installation.ts'

/**
 * After a change of what S and R depend on: counts the people anew, stores the result, keeps it in the records and
 * lets the source follow. Answers the unit as it is then.
 */
export async function settle(inside: Inside, id: number): Promise<Installation> {
  const { sql, now, actor } = inside
  const changed = await loadInstallation(sql, id)
  const { day, night } = await countPeople(sql, changed)
  await sql`update installations set people_day = ${day}, people_night = ${night}, counted_at = ${now} where id = ${id}`
  const counted = await loadInstallation(sql, id)
  const { s, r, grade } = counted.appraisal
  await sql`update installations set s = ${s}, r = ${r}, grade = ${grade} where id = ${id}`
  await sql`insert into installation_records (installation_id, version, lines, people, s, r, grade, at, by_name)
    values (${id}, ${counted.version}, ${sql.json(plain(counted.lines))}, ${countOf(counted.people)}, ${s}, ${r},
      ${grade}, ${now}, ${actor.name})`
  await gradeSource(inside, counted.hazardId)
  return { ...counted, grade }
}

/** The source bears the worst grade of its units; a change of it is a change of the source. */
export async function gradeSource({ sql, record }: Inside, hazardId: number): Promise<void> {
  const before = await loadHazard(sql, hazardId)
  const [changed] = await sql`
    update hazards set major_grade = w.grade, major = w.grade > 0, version = version + 1
    from (select coalesce(min(grade), 0) as grade from installations
      where hazard_id = ${hazardId} and retired_at is null and grade > 0) w
    where id = ${hazardId} and major_grade <> w.grade returning id`
  if (!changed) return
  const after = await loadHazard(sql, hazardId)
  const { version, townId } = after
  record({ verb: 'grade', noun: 'hazard', id: hazardId, version, townId, before, after })
}
