import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside } from '../context.ts'
import { stale } from '../errors.ts'
import { loadMember } from './find.ts'
import type { Member, MemberChange } from './member.ts'
import { dayAfter } from './rules/cover.ts'
import { lastDay } from './rules/days.ts'
import { told } from './told.ts'

/**
 * Corrects what is known of a member, or ends the service: then every posting that would last longer ends that day.
 * @throws Refusal `missing`, `forbidden`, `conflict` with the newer member
 */
export const correct = (context: Context, id: number, input: MemberChange): Promise<Member> =>
  change(context, async inside => {
    const { sql, actor, world, record } = inside
    const before = await loadMember(sql, id)
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    const { name = before.name, phone = before.phone, unit = before.unit, version } = input
    const leftOn = input.leftOn === undefined ? before.leftOn : input.leftOn
    const [row] = await sql`
      update members set name = ${name}, phone = ${phone}, unit = ${unit}, left_on = ${leftOn}, version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(before)
    if (leftOn !== null && leftOn !== before.leftOn) await endPostings(inside, { member: before, leftOn })
    const after = await loadMember(sql, id)
    const verb = leftOn !== null && leftOn !== before.leftOn ? 'leave' : 'correct'
    record({
      verb,
      noun: 'member',
      id,
      version: after.version,
      townId,
      before: told(before),
      after: told(after),
    })
    return after
  })

/** One journal row for each posting that ends; one that would only begin later never begins. */
async function endPostings(
  { sql, record }: Inside,
  { member, leftOn }: { member: Member; leftOn: string },
): Promise<void> {
  for (const posting of member.postings) {
    if (lastDay(posting) <= leftOn) continue
    const toOn = posting.fromOn > leftOn ? dayAfter(posting.fromOn, -1) : leftOn
    if (toOn === posting.toOn) continue
    await sql`update postings set to_on = ${toOn}, version = version + 1 where id = ${posting.id}`
    const { id, version } = posting
    record({
      ...{ verb: 'end', noun: 'posting', id, version: version + 1, townId: member.townId },
      before: posting,
      after: { ...posting, toOn, version: version + 1 },
    })
  }
}
