import type { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { invalid, stale } from '../errors.ts'
import { loadHazard } from '../hazard/find.ts'
import { Version } from '../region/place.ts'
import { loadInstallation } from './find.ts'
import { type Installation, InstallationInput } from './installation.ts'
import { checkedPlace } from './register.ts'
import { refuseRetired } from './set-inventory.ts'
import { gradeSource, settle } from './settle.ts'

export const InstallationCorrection = InstallationInput.extend({ version: Version })
export type InstallationCorrection = z.infer<typeof InstallationCorrection>

/**
 * Replaces what is known of a unit but its inventory; the people round it are counted again.
 * @throws Refusal `missing`, `forbidden`, `invalid` (outline, a source of another town), `conflict` (old version, retired)
 */
export const correct = (context: Context, id: number, input: InstallationCorrection): Promise<Installation> =>
  change(context, async inside => {
    const { sql, actor, world, record } = inside
    const before = await loadInstallation(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    refuseRetired(before)
    if ((await loadHazard(sql, input.hazardId)).townId !== townId) throw invalid('hazardId', elsewhere)
    const place = checkedPlace(input.place)
    const [changed] = await sql`
      update installations set hazard_id = ${input.hazardId}, name = ${input.name}, name_en = ${input.nameEn},
        kind = ${input.kind}, place = ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(place)}), 4326),
        ring_from = ${input.ringFrom}, version = version + 1
      where id = ${id} and version = ${input.version} and retired_at is null returning id`
    if (!changed) throw stale(await loadInstallation(sql, id))
    const after = await settle(inside, id)
    if (before.hazardId !== after.hazardId) await gradeSource(inside, before.hazardId)
    record({ verb: 'correct', noun: 'installation', id, version: after.version, townId, before, after })
    return after
  })

const elsewhere = { zh: '风险源属于另一个地区', en: 'The source belongs to another town' }
