import { allow } from '../account/rules/rights.ts'
import { type Context, change, within } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { correct } from '../hazard/correct.ts'
import { loadHazard } from '../hazard/find.ts'
import type { Hazard } from '../hazard/hazard.ts'
import { register } from '../hazard/register.ts'
import { loadProposal } from './find.ts'
import type { Confirming, Proposal } from './identification.ts'

/**
 * Makes a hazard source of a proposal, or marks the source it is about, in one transaction.
 * @throws Refusal `missing`, `forbidden`, `conflict` (seen version is old, or it is not open)
 */
export const confirm = (context: Context, id: number, input: Confirming): Promise<Proposal> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    const before = await loadProposal(sql, id)
    const { townId } = before
    allow(actor, 'register.confirm', { world, townId })
    if (before.version !== input.version) throw stale(before)
    if (before.state !== 'open') throw conflict(notOpen, { theirs: before })
    const hazard = await become(within(context, inside), before, input)
    const [changed] =
      await sql`update proposals set state = 'confirmed', hazard_id = ${hazard.id}, decided_at = ${now},
        decided_by = ${actor.name}, version = version + 1
      where id = ${id} and version = ${input.version} returning id`
    const after = await loadProposal(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'confirm', noun: 'proposal', id, version: after.version, townId, before, after })
    return after
  })

async function become(context: Context, proposal: Proposal, input: Confirming): Promise<Hazard> {
  const { inside } = context
  if (proposal.act === 'mark-major' && proposal.hazardId !== null && inside) {
    const hazard = await loadHazard(inside.sql, proposal.hazardId)
    return correct(context, hazard.id, marked(hazard, true))
  }
  const { townId, nameEn, domain, kind, lngLat } = proposal
  return register(context, {
    townId,
    name: input.name ?? proposal.name.slice(0, 120),
    nameEn: nameEn.slice(0, 160),
    domain,
    kind,
    lngLat,
    area: null,
    reachMeters: input.reachMeters ?? proposal.reachMeters,
    major: false,
    inventory: [],
    owner: '',
    contact: '',
  })
}

/** A source as a correction that changes nothing but the mark. */
export const marked = (hazard: Hazard, major: boolean) => {
  const { name, nameEn, domain, kind, lngLat, area, reachMeters, inventory, owner, contact, version } = hazard
  return { name, nameEn, domain, kind, lngLat, area, reachMeters, inventory, owner, contact, version, major }
}

export const notOpen = { zh: '这条建议已有结论', en: 'This proposal was decided already' }
