import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import { refuseDays, refuseTwice } from './appoint.ts'
import { loadMember, loadPosting } from './find.ts'
import type { Member, PostingChange } from './member.ts'

/**
 * Changes or ends a posting; an ended one stays for the record.
 * @throws Refusal `missing`, `forbidden`, `invalid` (an end before the beginning, or after the member has left),
 *   `conflict` with the newer posting, or with another that is the same duty of the grid on some of these days
 */
export const changePosting = (context: Context, id: number, input: PostingChange): Promise<Member> =>
  change(context, async ({ sql, actor, world, record }) => {
    const { member, posting: before } = await loadPosting(sql, id)
    const { townId } = member
    allow(actor, 'grid.edit', { world, townId })
    const { role = before.role, duty = before.duty, fromOn = before.fromOn, version } = input
    const toOn = input.toOn === undefined ? before.toOn : input.toOn
    if (before.version !== version) throw stale(before)
    const { gridId } = before
    if (fromOn !== before.fromOn || toOn !== before.toOn) refuseDays(member, { fromOn, toOn })
    refuseTwice(member, { id, gridId, duty, fromOn, toOn })
    const [row] = await sql`
      update postings set role = ${role}, duty = ${duty}, from_on = ${fromOn}, to_on = ${toOn}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(before)
    const after = await loadMember(sql, member.id)
    const posting = after.postings.find(each => each.id === id)
    record({ verb: 'change', noun: 'posting', id, version: version + 1, townId, before, after: posting })
    return after
  })
