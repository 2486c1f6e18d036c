import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { Refusal } from '../errors.ts'
import { type StandingAssessment, standingWhere } from './find-method-uses.ts'
import { loadMethod } from './find-methods.ts'
import type { RiskMethod } from './risk.ts'
import { assess } from './rules/method.ts'
import { checkMethod } from './rules/method-check.ts'
import { faultyTables, type MethodDraft, type MethodPreview, revised } from './rules/revision.ts'

const mostRows = 200

/**
 * What a draft of the next revision would make of the assessments that stand in a town, whichever revision of the same
 * criteria set they were made by. Nothing is stored: the assessments themselves stay as they were signed.
 * @throws Refusal `missing`, `forbidden`, `invalid` naming each table at fault
 */
export const previewMethod = (
  context: Context,
  id: number,
  { townId, ...input }: MethodDraft,
): Promise<MethodPreview> =>
  read(context, async ({ sql, actor, world }) => {
    allow(actor, 'risk.settle', { world, townId })
    const before = await loadMethod(sql, id)
    const next = revised(before, input)
    const errors = checkMethod(next)
    if (errors.length > 0) throw new Refusal('invalid', faultyTables, { errors })
    const where = sql`where a.method_id in
      (select id from risk_methods where method = ${before.method} and edition = ${before.edition})
      order by a.level, a.score desc, a.id`
    const preview: MethodPreview = {
      ...{ assessments: 0, same: 0, changedCount: 0, refusedCount: 0, changed: [], refused: [] },
    }
    for await (const page of standingWhere(sql, { townId, where })) compare(preview, next, page)
    return preview
  })

/** Adds some assessments to a preview. */
function compare(preview: MethodPreview, next: RiskMethod, standing: readonly StandingAssessment[]): void {
  preview.assessments += standing.length
  for (const { hazardId, name, nameEn, scale, score, level, inputs } of standing) {
    const result = assess(next, inputs)
    const source = { hazardId, name, nameEn, scale }
    if (!result.assessed) {
      preview.refusedCount += 1
      if (preview.refused.length < mostRows) preview.refused.push({ ...source, message: result.message })
    } else if (result.level === level) preview.same += 1
    else {
      preview.changedCount += 1
      if (preview.changed.length < mostRows)
        preview.changed.push({ ...source, score, level, scoreAfter: result.score, levelAfter: result.level })
    }
  }
}
