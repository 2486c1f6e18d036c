import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { areaOf, mustEndAhead } from './area.ts'
import { loadWarning } from './find.ts'
import type { Warning, WarningAmendment } from './warning.ts'

/**
 * Changes a warning in force: its level, words, area or end. What it was stays in the journal.
 * @throws Refusal `missing`, `forbidden`, `invalid` (a faulty area, or it would end before now), `conflict` (seen
 *   version is old, or it has ended)
 */
export const amend = (context: Context, id: number, input: WarningAmendment): Promise<Warning> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadWarning(sql, id)
    const { townId } = before
    allow(actor, 'warning.issue', { world, townId })
    if (Date.parse(before.until) <= now.getTime()) throw conflict(ended, { theirs: before })
    mustEndAhead(input, now)
    const [changed] = await sql`update warnings set kind = ${input.kind}, kind_en = ${input.kindEn},
        level = ${input.level}, title = ${input.title}, title_en = ${input.titleEn}, area = ${areaOf(sql, input)},
        until = ${input.until}, version = version + 1
      where id = ${id} and version = ${input.version} returning id`
    const after = await loadWarning(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'amend', noun: 'warning', id, version: after.version, townId, before, after })
    return after
  })

const ended = {
  zh: '这条预警已经结束，请另发一条',
  en: 'This warning has ended already; issue another one',
}
