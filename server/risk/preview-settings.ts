import { allow } from '../account/rules/rights.ts'
import type { Context } from '../context.ts'
import { engines } from '../engines.ts'
import { Refusal } from '../errors.ts'
import { HazardKind } from '../hazard/hazard.ts'
import { faultsOf } from './rules/settings-check.ts'
import type { RiskRows, ScalePreview, SettingsPreview } from './rules/settings-words.ts'
import type { Sums } from './sums.ts'

/**
 * What other rows would make of the cells of a town, summed beside the field: nothing is stored, nothing changes.
 * @throws Refusal `forbidden`, `invalid` naming each row at fault
 */
export async function previewSettings(
  { actor, world }: Context,
  townId: number,
  rows: RiskRows,
): Promise<SettingsPreview> {
  allow(actor, 'risk.settle', { world, townId })
  const faults = faultsOf(rows, HazardKind.options)
  if (faults[0]) throw new Refusal('invalid', faults[0].message, { errors: faults })
  const field = await engines().risk.get(townId, world.id)
  const [inherent, residual, live] = await field.sumsBy(rows)
  return {
    inherent: compared(field.levels('inherent'), inherent),
    residual: compared(field.levels('residual'), residual),
    live: compared(field.levels('live'), live),
  }
}

/** Level 1 is the gravest; a level that comes or goes is neither a rise nor a fall. */
function compared(before: Uint8Array, sums: Sums | undefined): ScalePreview {
  const levels = sums?.levels ?? before
  const counts = [...(sums?.counts ?? [0, 0, 0, 0, 0])]
  const was = [...counts]
  let risen = 0
  let fallen = 0
  for (let ordinal = 0; ordinal < levels.length; ordinal++) {
    const earlier = before[ordinal] ?? 0
    const level = levels[ordinal] ?? 0
    if (earlier === level) continue
    was[earlier] = (was[earlier] ?? 0) + 1
    was[level] = (was[level] ?? 0) - 1
    if (level < earlier && level > 0) risen += 1
    else if (level > earlier && earlier > 0) fallen += 1
  }
  return { before: was, after: counts, risen, fallen }
}
