import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { stale } from '../errors.ts'
import { loadControl } from './find.ts'
import type { Control, ControlInput } from './inspection.ts'

/**
 * Names who is responsible for a source. Version 0 stands for nobody yet.
 * @throws Refusal `missing`, `forbidden`, `conflict` (seen version is old)
 */
export const assign = (context: Context, hazardId: number, input: ControlInput): Promise<Control> =>
  change(context, async inside => {
    const { sql, actor, world, record } = inside
    const before = await loadControl(inside, hazardId)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    const { responsible, unit, phone, version } = input
    const [changed] =
      version === 0
        ? await sql`insert into controls (hazard_id, responsible, unit, phone)
            values (${hazardId}, ${responsible}, ${unit}, ${phone}) on conflict do nothing returning hazard_id`
        : await sql`update controls set responsible = ${responsible}, unit = ${unit}, phone = ${phone},
            version = version + 1
            where hazard_id = ${hazardId} and version = ${version} returning hazard_id`
    const after = await loadControl(inside, hazardId)
    if (!changed) throw stale(after)
    // The journal is read by more people than may read a telephone number.
    const told = ({ phone: _phone, ...rest }: Control) => rest
    record({
      verb: 'assign',
      noun: 'control',
      id: hazardId,
      version: after.version,
      townId,
      before: told(before),
      after: told(after),
    })
    return after
  })
