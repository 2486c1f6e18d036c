import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { loadMember } from './find.ts'
import type { Member, MemberInput } from './member.ts'
import { told } from './told.ts'

/**
 * Takes a person into the grid service of a town.
 * @throws Refusal `forbidden`
 */
export const enlist = (context: Context, { townId, name, phone, unit }: MemberInput): Promise<Member> =>
  change(context, async ({ sql, actor, world, record }) => {
    allow(actor, 'grid.edit', { world, townId })
    const [row] = await sql<{ id: number }[]>`
      insert into members (town_id, name, phone, unit) values (${townId}, ${name}, ${phone}, ${unit}) returning id`
    const after = await loadMember(sql, row?.id ?? 0)
    record({ verb: 'enlist', noun: 'member', id: after.id, version: 1, townId, after: told(after) })
    return after
  })
