import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change } from '../context.ts'
import { conflict, invalid, Refusal, stale } from '../errors.ts'
import { loadMethod } from '../risk/find-methods.ts'
import { isGraver } from '../risk/rules/comparison.ts'
import { type Reckoned, assess as reckon } from '../risk/rules/method.ts'
import { loadHazard } from './find.ts'
import { assessmentsOf } from './find-assessments.ts'
import type { Assessment, AssessmentInput, Hazard } from './hazard.ts'

type Scale = Assessment['scale']

interface Judged extends Reckoned {
  scale: Scale
  methodId: number
}

/**
 * Adds an assessment of a source on one scale, or on both in one act; the newest counts, the earlier ones stay.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming each factor at fault or the missing `reason`,
 *   `conflict` (seen version is old, rejected source)
 */
export const assess = (context: Context, id: number, input: AssessmentInput): Promise<Hazard> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadHazard(sql, id)
    const { townId } = before
    allow(actor, 'hazard.edit', { world, townId })
    if (before.standing === 'rejected') throw conflict(rejected, { theirs: before })
    const judged = await judge(sql, input)
    mustSayWhy(judged, { past: await assessmentsOf(sql, id), reason: input.reason ?? '' })
    const [changed] = await sql`update hazards set version = version + 1
      where id = ${id} and version = ${input.version} returning id`
    if (!changed) throw stale(await loadHazard(sql, id))
    const ids: number[] = []
    for (const one of judged)
      ids.push(await insert(sql, { ...input, hazardId: id, one, now, by: actor.name }))
    const after = await loadHazard(sql, id)
    for (const row of (await assessmentsOf(sql, id)).reverse())
      if (ids.includes(row.id)) record({ verb: 'assess', noun: 'assessment', id: row.id, townId, after: row })
    record({ verb: 'assess', noun: 'hazard', id, version: after.version, townId, before, after })
    return after
  })

/** Reckons what was entered, the inherent scale first. */
async function judge(
  sql: TransactionSql,
  { scale, counterpart, ...entered }: AssessmentInput,
): Promise<Judged[]> {
  const other: Scale = scale === 'inherent' ? 'residual' : 'inherent'
  const all = [
    { ...entered, scale, at: '' },
    ...(counterpart ? [{ ...counterpart, scale: other, at: 'counterpart.' }] : []),
  ]
  const judged: Judged[] = []
  for (const { scale: on, methodId, inputs, at } of all) {
    const method = await loadMethod(sql, methodId)
    if (!method.inForce) throw invalid(`${at}methodId`, replaced)
    const result = reckon(method, inputs)
    if (!result.assessed) {
      const errors = result.faults.map(({ factor, message }) => ({ path: `${at}inputs.${factor}`, message }))
      throw new Refusal('invalid', result.message, { errors })
    }
    judged.push({ ...result, scale: on, methodId })
  }
  return judged.sort((a, b) => a.scale.localeCompare(b.scale))
}

/** Control measures lessen a risk; where what remains is graver all the same, somebody says why. */
function mustSayWhy(
  judged: readonly Judged[],
  { past, reason }: { past: readonly Assessment[]; reason: string },
) {
  const on = (scale: Scale) =>
    judged.find(each => each.scale === scale) ?? past.find(each => each.scale === scale)
  const inherent = on('inherent')
  const residual = on('residual')
  if (inherent && residual && reason === '' && isGraver(residual, inherent)) throw invalid('reason', saysWhy)
}

interface Written extends Pick<AssessmentInput, 'note' | 'reason' | 'evidence'> {
  hazardId: number
  one: Judged
  now: Date
  by: string
}

async function insert(
  sql: TransactionSql,
  { hazardId, one, note, reason = '', evidence = '', now, by }: Written,
) {
  const [row] = await sql<{ id: number }[]>`
    insert into assessments (hazard_id, scale, method_id, inputs, score, level, severity, working, note, reason, evidence,
      assessed_at, assessed_by)
    values (${hazardId}, ${one.scale}, ${one.methodId}, ${sql.json(one.inputs)}, ${one.score}, ${one.level},
      ${one.severity}, ${one.working}, ${note}, ${reason}, ${evidence}, ${now}, ${by})
    returning id`
  return row?.id ?? 0
}

const rejected = { zh: '这个风险源已被否决，不能评估', en: 'This source was rejected and cannot be assessed' }
const replaced = {
  zh: '这一版方法表已被新版取代，请用现行版评估',
  en: 'This revision of the method was replaced; assess by the one in force',
}
const saysWhy = {
  zh: '现实风险高于固有风险，请说明原因',
  en: 'The residual risk is graver than the inherent one; say why',
}
