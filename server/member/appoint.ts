import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, invalid } from '../errors.ts'
import { loadMember } from './find.ts'
import type { Member, PostingInput } from './member.ts'
import { type Days, lastDay, overlap } from './rules/days.ts'

/**
 * Gives a member a grid to keep, from a day on. One member may keep many grids, and a grid may have many members.
 * @throws Refusal `missing`, `forbidden`; `invalid` for a grid elsewhere or no longer in force, an end before the
 * beginning, a member who has left; `conflict` when the member holds that duty of the grid on some of these days
 */
export const appoint = (context: Context, memberId: number, input: PostingInput): Promise<Member> =>
  change(context, async ({ sql, actor, world, record }) => {
    const before = await loadMember(sql, memberId)
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    await refuse(sql, before, input)
    const { gridId, role, duty, fromOn, toOn } = input
    const [row] = await sql<{ id: number }[]>`
      insert into postings (town_id, member_id, grid_id, role, duty, from_on, to_on)
      values (${townId}, ${memberId}, ${gridId}, ${role}, ${duty}, ${fromOn}, ${toOn}) returning id`
    const after = await loadMember(sql, memberId)
    const posting = after.postings.find(each => each.id === row?.id)
    const id = posting?.id ?? 0
    record({
      verb: 'appoint',
      noun: 'posting',
      id,
      version: 1,
      townId,
      after: { ...posting, name: after.name },
    })
    return after
  })

async function refuse(sql: TransactionSql, member: Member, input: PostingInput): Promise<void> {
  const { gridId } = input
  refuseDays(member, input)
  const [grid] = await sql`select id from grids
    where id = ${gridId} and town_id = ${member.townId} and retired_at is null`
  if (!grid) throw invalid('gridId', words.grid)
  refuseTwice(member, input)
}

/** @throws Refusal `invalid` when the last day is before the first, or after the member has left */
export function refuseDays({ leftOn }: Member, { fromOn, toOn }: Days): void {
  if (toOn !== null && toOn < fromOn) throw invalid('toOn', words.order)
  if (leftOn !== null && lastDay({ toOn }) > leftOn) throw invalid('toOn', words.left(leftOn))
}

/** @throws Refusal `conflict` when another posting of the member is that duty of the grid on some of these days */
export function refuseTwice(
  { postings }: Member,
  { gridId, duty, fromOn, toOn, id }: Days & Pick<PostingInput, 'gridId' | 'duty'> & { id?: number },
): void {
  const same = postings.find(
    each => each.id !== id && each.gridId === gridId && each.duty === duty && overlap(each, { fromOn, toOn }),
  )
  if (same) throw conflict(words.twice(same.gridName), { theirs: same })
}

const words = {
  order: { zh: '结束日期早于开始日期', en: 'The last day is before the first' },
  grid: { zh: '这个地区没有这个网格，或它已撤销', en: 'There is no such grid in force in this town' },
  left: (day: string) => ({
    zh: `此人 ${day} 离岗，任职不能晚于这一天`,
    en: `This member leaves on ${day}; a posting cannot last longer`,
  }),
  twice: (grid: string) => ({
    zh: `此人在这段时间已担任 ${grid} 的同一职责`,
    en: `This member already holds that duty of ${grid} on some of these days`,
  }),
}
