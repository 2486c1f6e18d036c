import { allow } from '../account/rules/rights.ts'
import { type Context, change, within } from '../context.ts'
import { conflict, stale } from '../errors.ts'
import { correct } from '../hazard/correct.ts'
import { loadHazard } from '../hazard/find.ts'
import { assessmentsOf } from '../hazard/find-assessments.ts'
import { reject } from '../hazard/reject.ts'
import { marked } from './confirm.ts'
import { loadProposal } from './find.ts'
import type { Proposal, Undoing } from './identification.ts'

/**
 * Takes a decision back: the proposal is open again, a source it became is rejected, a mark it set is removed.
 * @throws Refusal `missing`, `forbidden`, `conflict` (seen version is old, nothing was decided, or people already work
 * with the source)
 */
export const undo = (context: Context, id: number, { version }: Undoing): Promise<Proposal> =>
  change(context, async inside => {
    const { sql, actor, world, record } = inside
    const before = await loadProposal(sql, id)
    const { townId } = before
    allow(actor, 'register.confirm', { world, townId })
    if (before.version !== version) throw stale(before)
    if (before.state !== 'confirmed' && before.state !== 'rejected')
      throw conflict(undecided, { theirs: before })
    if (before.state === 'confirmed') await takeBack(within(context, inside), before)
    const hazardId = before.act === 'mark-major' ? before.hazardId : null
    const [changed] =
      await sql`update proposals set state = 'open', hazard_id = ${hazardId}, decided_at = null,
        decided_by = '', reason = '', version = version + 1
      where id = ${id} and version = ${version} returning id`
    const after = await loadProposal(sql, id)
    if (!changed) throw stale(after)
    record({ verb: 'undo', noun: 'proposal', id, version: after.version, townId, before, after })
    return after
  })

async function takeBack(context: Context, { act, hazardId }: Proposal): Promise<void> {
  const { inside } = context
  if (hazardId === null || !inside) return
  const hazard = await loadHazard(inside.sql, hazardId)
  if (act === 'mark-major') {
    await correct(context, hazardId, marked(hazard, false))
    return
  }
  if (hazard.standing === 'rejected') return
  const assessments = await assessmentsOf(inside.sql, hazardId)
  if (hazard.version > 1 || assessments.length > 0) throw conflict(inUse, { theirs: hazard })
  await reject(context, hazardId, { version: hazard.version })
}

const undecided = { zh: '这条建议还没有结论', en: 'This proposal was not decided yet' }
const inUse = {
  zh: '由它建立的风险源已被评估或更正，不能撤销',
  en: 'The source it became was assessed or corrected already; this cannot be undone',
}
