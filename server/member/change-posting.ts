import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid, stale } from '../errors.ts'
import { loadMember, loadPosting } from './find.ts'
import type { Member, PostingChange } from './member.ts'

/**
 * Changes or ends a posting; an ended one stays for the record.
 * @throws Refusal `missing`, `forbidden`, `invalid` (an end before the beginning), `conflict` with the newer posting
 */
export const changePosting = (context: Context, id: number, input: PostingChange): Promise<Member> =>
  change(context, async ({ sql, actor, world, record }) => {
    const { member, posting: before } = await loadPosting(sql, id)
    const { townId } = member
    allow(actor, 'grid.edit', { world, townId })
    const { role = before.role, duty = before.duty, fromOn = before.fromOn, version } = input
    const toOn = input.toOn === undefined ? before.toOn : input.toOn
    if (toOn !== null && toOn < fromOn) throw invalid('toOn', order)
    const [row] = await sql`
      update postings set role = ${role}, duty = ${duty}, from_on = ${fromOn}, to_on = ${toOn}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(before)
    const after = await loadMember(sql, member.id)
    const posting = after.postings.find(each => each.id === id)
    record({ verb: 'change', noun: 'posting', id, version: version + 1, townId, before, after: posting })
    return after
  })

const order = { zh: '结束日期早于开始日期', en: 'The last day is before the first' }
