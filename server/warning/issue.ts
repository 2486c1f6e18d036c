import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid } from '../errors.ts'
import { areaOf, mustEndAhead } from './area.ts'
import { loadWarning } from './find.ts'
import type { Warning, WarningInput } from './warning.ts'

/**
 * Puts a warning in force in the acting world.
 * @throws Refusal `forbidden`, `invalid` (no such town, a faulty area, or it would end before now)
 */
export const issue = (context: Context, input: WarningInput): Promise<Warning> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const { townId } = input
    allow(actor, 'warning.issue', { world, townId })
    const [town] = await sql`select id from regions where id = ${townId} and parent_id is null`
    if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
    mustEndAhead(input, now)
    const [row] = await sql<{ id: number }[]>`
      insert into warnings (town_id, kind, kind_en, level, title, title_en, area, issued_at, until)
      values (${townId}, ${input.kind}, ${input.kindEn}, ${input.level}, ${input.title}, ${input.titleEn},
        ${areaOf(sql, input)}, ${now}, ${input.until})
      returning id`
    const after = await loadWarning(sql, row?.id ?? 0)
    record({ verb: 'issue', noun: 'warning', id: after.id, version: after.version, townId, after })
    return after
  })
