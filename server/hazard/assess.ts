import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, invalid, stale } from '../errors.ts'
import { loadMethod } from '../risk/find.ts'
import { assess as reckon } from '../risk/rules/method.ts'
import { assessmentsOf, loadHazard } from './find.ts'
import type { AssessmentInput, Hazard } from './hazard.ts'

/**
 * Adds an assessment of a source on one scale; the newest counts, the earlier ones stay.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming the factor, `conflict` (seen version is old, rejected source)
 */
export const assess = (context: Context, id: number, input: AssessmentInput): Promise<Hazard> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadHazard(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    if (before.standing === 'rejected') throw conflict(rejected, { theirs: before })
    const result = reckon(await loadMethod(sql, input.methodId), input.inputs)
    if (!result.assessed) throw invalid(`inputs.${result.factor}`, result.message)
    const [changed] = await sql`update hazards set version = version + 1
      where id = ${id} and version = ${input.version} returning id`
    if (!changed) throw stale(await loadHazard(sql, id))
    const [row] = await sql<{ id: number }[]>`
      insert into assessments (hazard_id, scale, method_id, inputs, score, level, working, note, assessed_at, assessed_by)
      values (${id}, ${input.scale}, ${input.methodId}, ${sql.json(result.inputs)}, ${result.score}, ${result.level},
        ${result.working}, ${input.note}, ${now}, ${actor.name})
      returning id`
    const after = await loadHazard(sql, id)
    const assessment = (await assessmentsOf(sql, id)).find(each => each.id === row?.id)
    record({ verb: 'assess', noun: 'assessment', id: row?.id ?? null, townId, after: assessment })
    record({ verb: 'assess', noun: 'hazard', id, version: after.version, townId, before, after })
    return after
  })

const rejected = { zh: '这个风险源已被否决，不能评估', en: 'This source was rejected and cannot be assessed' }
