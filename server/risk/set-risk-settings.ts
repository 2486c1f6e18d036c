import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { missing, Refusal, stale } from '../errors.ts'
import { HazardKind } from '../hazard/hazard.ts'
import { loadSettings } from './find-settings.ts'
import { faultsOf } from './rules/settings-check.ts'
import type { RiskSettings, RiskSettingsInput } from './rules/settings-words.ts'

/**
 * Sets how a region turns sources into colours, as a new version; the earlier ones stay. The field follows the journal.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming each row at fault, `conflict` (seen version is old)
 */
export const setRiskSettings = (
  context: Context,
  townId: number,
  input: RiskSettingsInput,
): Promise<RiskSettings> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    allow(actor, 'risk.settle', { world, townId })
    const [town] = await sql`select id from regions where id = ${townId} and parent_id is null`
    if (!town) throw missing({ zh: '没有这个镇街或区县', en: 'There is no such town' })
    const faults = faultsOf(input, HazardKind.options)
    if (faults[0]) throw new Refusal('invalid', faults[0].message, { errors: faults })
    const before = await loadSettings(sql, townId)
    if (before.version !== input.version) throw stale(before)
    const json = (rows: unknown) => sql.json(plain(rows))
    const [changed] = await sql`
      insert into risk_settings (town_id, version, upgrades, exposure, decay, note, set_at, set_by)
      values (${townId}, ${input.version + 1}, ${json(input.upgrades)}, ${json(input.exposure)}, ${json(input.decay)},
        ${input.note}, ${now}, ${actor.name})
      on conflict do nothing returning version`
    const after = await loadSettings(sql, townId)
    if (!changed) throw stale(after)
    record({ verb: 'set', noun: 'risk-setting', id: townId, version: after.version, townId, before, after })
    return after
  })
