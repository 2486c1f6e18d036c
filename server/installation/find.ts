import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, type Inside, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import { countPeople } from './count-people.ts'
import type { Exposure, Filing, Installation, InstallationRecord, InventoryLine } from './installation.ts'
import { appraise } from './rules/appraise.ts'

export const InstallationQuery = z.object({
  town: wholeNumber,
  hazard: wholeNumber.optional(),
  /** `1` shows those that were taken off the register as well. */
  retired: z.enum(['0', '1']).default('0'),
})
export type InstallationQuery = z.infer<typeof InstallationQuery>

interface InstallationRow extends Omit<Installation, 'people' | 'filing' | 'appraisal' | 'retiredAt'> {
  peopleDay: number
  peopleNight: number
  countedAt: Date
  peopleStated: number | null
  peopleReason: string
  filingNumber: string | null
  filedOn: string | null
  filingYears: number | null
  expiresOn: string | null
  retiredAt: Date | null
}

async function installationsWhere(sql: TransactionSql, where: Fragment): Promise<Installation[]> {
  const rows = await sql<InstallationRow[]>`
    select i.id, i.town_id as "townId", i.hazard_id as "hazardId", h.name as "hazardName",
      h.name_en as "hazardNameEn", h.owner, i.code, i.name, i.name_en as "nameEn", i.kind,
      ST_AsGeoJSON(i.place, 7)::json as place, i.ring_from as "ringFrom", i.lines, i.left_out as "leftOut",
      i.people_day as "peopleDay", i.people_night as "peopleNight", i.counted_at as "countedAt",
      i.people_stated as "peopleStated", i.people_reason as "peopleReason", i.grade,
      i.filing_number as "filingNumber", i.filed_on::text as "filedOn", i.filing_years as "filingYears",
      (i.filed_on + make_interval(years => i.filing_years))::date::text as "expiresOn",
      i.retired_at as "retiredAt", i.retired_reason as "retiredReason", i.version
    from installations i join hazards h on h.id = i.hazard_id ${where}`
  return rows.map(installationOf)
}

function installationOf(row: InstallationRow): Installation {
  const { peopleDay, peopleNight, countedAt, peopleStated, peopleReason, ...more } = row
  const { filingNumber, filedOn, filingYears, expiresOn, retiredAt, ...plain } = more
  const people = {
    day: peopleDay,
    night: peopleNight,
    countedAt: countedAt.toISOString(),
    stated: peopleStated,
    reason: peopleReason,
  }
  const filing: Filing | null =
    filingNumber !== null && filedOn !== null && filingYears !== null && expiresOn !== null
      ? { number: filingNumber, filedOn, years: filingYears, expiresOn }
      : null
  return {
    ...plain,
    people,
    filing,
    appraisal: appraisalOf(row.lines, countOf(people)),
    retiredAt: retiredAt?.toISOString() ?? null,
  }
}

/** The number that gives alpha: what a person states, else the larger of day and night. */
export const countOf = ({ stated, day, night }: Pick<Installation['people'], 'stated' | 'day' | 'night'>) =>
  stated ?? Math.max(day, night)

/** The working of lines that were checked when they were stored. */
export function appraisalOf(lines: readonly InventoryLine[], people: number) {
  const appraised = appraise(lines, people)
  if (appraised.appraised) return appraised.result
  throw new Error(`a stored inventory no longer resolves: ${appraised.faults[0]?.message.en}`)
}

/** The units of a town, the gravest first; those off the register on demand. @throws Refusal `forbidden` */
export const findInstallations = (context: Context, query: InstallationQuery): Promise<Installation[]> =>
  readTown(context, query.town, ({ sql }) =>
    installationsWhere(
      sql,
      sql`where i.town_id = ${query.town}
        ${query.hazard === undefined ? sql`` : sql`and i.hazard_id = ${query.hazard}`}
        ${query.retired === '1' ? sql`` : sql`and i.retired_at is null`}
        order by case when i.grade = 0 then 5 else i.grade end, i.id`,
    ),
  )

/** One unit as it is now, inside a transaction. @throws Refusal `missing` */
export async function loadInstallation(sql: TransactionSql, id: number): Promise<Installation> {
  const [installation] = await installationsWhere(sql, sql`where i.id = ${id}`)
  if (!installation) throw missing({ zh: '没有这个重大危险源单元', en: 'There is no such installation' })
  return installation
}

const readOne = <T>(
  context: Context,
  id: number,
  work: (inside: Inside, found: Installation) => Promise<T>,
): Promise<T> =>
  read(context, async inside => {
    const { sql, actor, world } = inside
    const found = await loadInstallation(sql, id)
    allow(actor, 'region.read', { world, townId: found.townId })
    return work(inside, found)
  })

/** @throws Refusal `missing`, `forbidden` */
export const findInstallation = (context: Context, id: number): Promise<Installation> =>
  readOne(context, id, async (_, found) => found)

/** The ring of 500 m and the people in it as the map has them now, which may be more than were counted then. */
export const findExposure = (context: Context, id: number): Promise<Exposure> =>
  readOne(context, id, ({ sql }, found) => countPeople(sql, found))

interface RecordRow extends Omit<InstallationRecord, 'at'> {
  at: Date
}

/** Every inventory and count the unit ever had, newest first. */
export const findRecords = (context: Context, id: number): Promise<InstallationRecord[]> =>
  readOne(context, id, async ({ sql }) => {
    const rows = await sql<RecordRow[]>`
      select id, version, lines, people, trim_scale(s)::text as s, trim_scale(r)::text as r, grade, at, by_name as by
      from installation_records where installation_id = ${id} order by id desc limit 200`
    return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
  })
