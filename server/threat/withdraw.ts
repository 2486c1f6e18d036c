import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside, within } from '../context.ts'
import type { Zone } from '../dispatch/dispatch.ts'
import { loadZone } from '../dispatch/find-obstacles.ts'
import { liftZone } from '../dispatch/lift-zone.ts'
import { conflict, stale } from '../errors.ts'
import { loadThreat } from './find.ts'
import { threatEntry } from './record.ts'
import type { Threat, WithdrawInput } from './threat.ts'

/**
 * Withdraws a consequence zone together with the danger zones that were made of it, all in one transaction.
 * @throws Refusal `missing`, `forbidden` (who may not lift danger zones), `conflict` (already withdrawn, or stale, with
 *   `theirs`; `reason: 'edited'` naming the zones that somebody changed since, until it is said what becomes of them)
 */
export function withdraw(
  context: Context,
  id: number,
  { version, edited: answer = 'ask' }: Pick<WithdrawInput, 'version'> & Partial<WithdrawInput>,
): Promise<Threat> {
  return change(context, async inside => {
    const { sql, now, world, actor, record } = inside
    const before = await loadThreat(sql, id)
    allow(actor, 'threat.draw', { world, townId: before.townId })
    if (before.version !== version || before.withdrawnAt) throw stale(before)
    const zones = await standingZones(inside, before)
    const edited = zones.filter(zone => zone.version > 1)
    if (edited.length > 0 && answer === 'ask') throw conflict(wereEdited(edited), detailsOf(edited))
    for (const { id: zoneId, version: drawn } of zones) {
      if (drawn > 1 && answer === 'keep') continue
      await liftZone(within(context, inside), zoneId, { version: drawn })
    }
    const [row] = await sql`update threats set withdrawn_at = ${now}, version = version + 1
      where id = ${id} and version = ${version} and withdrawn_at is null returning id`
    const after = await loadThreat(sql, id)
    if (!row) throw stale(after)
    record(threatEntry('withdraw', before, after))
    return after
  })
}

/** The danger zones that were made of a consequence zone and that nobody lifted. */
async function standingZones({ sql }: Inside, { zoneIds }: Threat): Promise<Zone[]> {
  const zones: Zone[] = []
  for (const id of zoneIds) zones.push(await loadZone(sql, id))
  return zones.filter(({ liftedAt }) => liftedAt === null)
}

const detailsOf = (edited: readonly Zone[]) => ({
  reason: 'edited',
  zones: edited.map(({ id, reason, version }) => ({ id, reason, version })),
})

function wereEdited(edited: readonly Zone[]) {
  const names = edited.map(({ id, reason }) => (reason === '' ? `#${id}` : `“${reason}”`))
  return {
    zh: `由它划出的危险区后来被人修改过：${names.join('、')}；请选择一并撤销或保留`,
    en: `Danger zones made of it were changed since: ${names.join(', ')}; say whether they are lifted or kept`,
  }
}
