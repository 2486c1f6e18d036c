import type { TransactionSql } from 'postgres'
import { may } from '../account/rules/rights.ts'
import type { Context, Inside } from '../context.ts'
import { missing } from '../errors.ts'
import { masked } from '../inspection/rules/mask.ts'
import { type Fragment, readTown } from '../list.ts'
import type { GridCover, Member, Posting } from './member.ts'
import { coverOf, type Held } from './rules/cover.ts'

/** Members with all their postings, the ended ones included, in the order of their names. */
export async function membersWhere(sql: TransactionSql, where: Fragment): Promise<Member[]> {
  const rows = await sql<Member[]>`
    select m.id, m.town_id as "townId", m.name, m.phone, m.unit, to_char(m.left_on, 'YYYY-MM-DD') as "leftOn",
      m.version, coalesce(p.list, '[]') as postings
    from members m left join lateral (
      select json_agg(json_build_object('id', p.id, 'memberId', p.member_id, 'gridId', p.grid_id, 'gridCode', g.code,
        'gridName', g.name, 'role', p.role, 'duty', p.duty, 'fromOn', to_char(p.from_on, 'YYYY-MM-DD'),
        'toOn', to_char(p.to_on, 'YYYY-MM-DD'), 'version', p.version) order by p.from_on desc, p.id) as list
      from postings p join grids g on g.id = p.grid_id where p.member_id = m.id
    ) p on true ${where}`
  return [...rows]
}

/** @throws Refusal `missing` */
export async function loadMember(sql: TransactionSql, id: number): Promise<Member> {
  const [member] = await membersWhere(sql, sql`where m.id = ${id}`)
  if (!member) throw missing({ zh: '没有这个网格人员', en: 'There is no such member' })
  return member
}

/** @throws Refusal `missing` */
export async function loadPosting(
  sql: TransactionSql,
  id: number,
): Promise<{ member: Member; posting: Posting }> {
  const [row] = await sql<{ member: number }[]>`select member_id as member from postings where id = ${id}`
  const member = row && (await loadMember(sql, row.member))
  const posting = member?.postings.find(each => each.id === id)
  if (!member || !posting) throw missing({ zh: '没有这个任职', en: 'There is no such posting' })
  return { member, posting }
}

/** The member as this reader may see it: without the right to contacts, the phone has its middle hidden. */
export const shown = ({ actor, world }: Pick<Inside, 'actor' | 'world'>, member: Member): Member =>
  may(actor, 'contact.read', { world, townId: member.townId })
    ? member
    : { ...member, phone: masked(member.phone) }

/** The people of a town's grids, who left included, in the order of their names. */
export const findMembers = (context: Context, { town }: { town: number }): Promise<Member[]> =>
  readTown(context, town, async inside => {
    const { sql } = inside
    const members = await membersWhere(sql, sql`where m.town_id = ${town} order by m.name, m.id`)
    return members.map(member => shown(inside, member))
  })

type CoveredRow = Parameters<typeof coverOf>[0][number]

/** For every grid in force who leads it and who stands in on a day, and what it lacks. */
export const findCover = (
  context: Context,
  { town, on }: { town: number; on: string },
): Promise<GridCover[]> =>
  readTown(context, town, async ({ sql }) => {
    const grids = await sql<CoveredRow[]>`
      select r.id as "gridId", r.code, r.name, g.name as "regionName", g.name_en as "regionNameEn",
        r.level, r.parent_id as "parentId"
      from grids r join regions g on g.id = r.region_id
      where r.town_id = ${town} and r.retired_at is null order by r.code`
    const held = await sql<Held[]>`
      select p.grid_id as "gridId", p.duty, to_char(p.from_on, 'YYYY-MM-DD') as "fromOn",
        to_char(p.to_on, 'YYYY-MM-DD') as "toOn", m.name as "memberName"
      from postings p join members m on m.id = p.member_id where p.town_id = ${town} order by p.from_on, p.id`
    return coverOf(grids, held, on)
  })
