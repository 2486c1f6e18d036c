import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict } from '../errors.ts'
import { loadCodeRule } from './find-codes.ts'
import type { CodeRule } from './member.ts'

/**
 * Sets how codes of a town's grids are made; the grids keep theirs until somebody gives them new ones.
 * @throws Refusal `forbidden`, `conflict` when another rule was set at the same moment
 */
export const setCodeRule = (context: Context, rule: CodeRule): Promise<CodeRule> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const { townId, levelDigits, serialDigits } = rule
    allow(actor, 'grid.edit', { world, townId })
    const { edition, ...before } = await loadCodeRule(sql, townId)
    const [row] = await sql`
      insert into grid_code_rules (town_id, edition, level_digits, serial_digits, set_at, set_by)
      values (${townId}, ${edition + 1}, ${levelDigits}, ${serialDigits}, ${now}, ${actor.name})
      on conflict do nothing returning edition`
    if (!row) throw conflict(raced)
    record({ verb: 'set', noun: 'code-rule', id: townId, version: edition + 1, townId, before, after: rule })
    return rule
  })

const raced = {
  zh: '他人刚刚改了编码规则，请刷新后再改',
  en: 'Someone has just set the rule; reload and try again',
}
