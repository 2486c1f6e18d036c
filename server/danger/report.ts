import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, invalid } from '../errors.ts'
import { loadHazard } from '../hazard/find.ts'
import type { Danger, DangerInput } from './danger.ts'
import { loadDanger } from './find.ts'

/**
 * Registers a hidden danger at a hazard source; from now on it raises the source on the live scale.
 * @throws Refusal `missing` (source), `forbidden`, `invalid` (a date that is past), `conflict` (rejected source)
 */
export const report = (
  context: Context,
  input: DangerInput & { inspectionId?: number | undefined },
): Promise<Danger> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const hazard = await loadHazard(sql, input.hazardId)
    const { townId } = hazard
    allow(actor, 'danger.report', { world, townId })
    if (hazard.standing === 'rejected') throw conflict(rejected, { theirs: hazard })
    notPast(input.dueAt, now)
    const [row] = await sql<{ id: number }[]>`
      insert into dangers (town_id, hazard_id, inspection_id, title, detail, grade, state, due_at, reported_at, reported_by)
      values (${townId}, ${hazard.id}, ${input.inspectionId ?? null}, ${input.title}, ${input.detail}, ${input.grade},
        'reported', ${input.dueAt}, ${now}, ${actor.name})
      returning id`
    const id = row?.id ?? 0
    await sql`insert into danger_steps (danger_id, ordinal, verb, state, at, by_name)
      values (${id}, 1, 'report', 'reported', ${now}, ${actor.name})`
    const after = await loadDanger(sql, id)
    record({ verb: 'report', noun: 'danger', id, version: after.version, townId, after })
    return after
  })

/** @throws Refusal `invalid` when the date is not ahead */
export function notPast(dueAt: string | null | undefined, now: Date): void {
  if (!dueAt || Date.parse(dueAt) > now.getTime()) return
  throw invalid('dueAt', { zh: '整改期限应在现在之后', en: 'The due date must be ahead' })
}

const rejected = {
  zh: '这个风险源已被否决，不能登记隐患',
  en: 'This source was rejected; no danger can be tied to it',
}
