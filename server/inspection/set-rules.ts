import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { invalid, stale } from '../errors.ts'
import { loadRules } from './find-rules.ts'
import type { ControlRules, ControlRulesInput } from './inspection.ts'

/**
 * Gives a town its own edition of 分类管控; the earlier editions stay.
 * @throws Refusal `forbidden`, `invalid` (a level twice, no such town), `conflict` (seen edition is old)
 */
export const setRules = (context: Context, input: ControlRulesInput): Promise<ControlRules> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const { townId, rules } = input
    allow(actor, 'hazard.edit', { world, townId })
    if (new Set(rules.map(({ level }) => level)).size < 4) throw invalid('rules', twice)
    const [town] =
      await sql`select id from regions where id = ${townId} and parent_id is null for no key update`
    if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
    const before = await loadRules(sql, townId)
    if (before.edition !== input.edition) throw stale(before)
    await sql`insert into control_rules (town_id, edition, level, controller, inspect_days, responsible, clause,
        verified, set_at, set_by)
      select ${townId}, ${before.edition + 1}, r.level, r.controller, r."inspectDays", r.responsible, r.clause,
        false, ${now}, ${actor.name}
      from jsonb_to_recordset(${sql.json(plain(rules))}) as r (level int, controller text, "inspectDays" int,
        responsible text, clause text)`
    const after = await loadRules(sql, townId)
    record({ verb: 'set', noun: 'control-rules', id: townId, version: after.edition, townId, before, after })
    return after
  })

const twice = { zh: '四个等级应各有一行', en: 'Each of the four levels needs one row' }
