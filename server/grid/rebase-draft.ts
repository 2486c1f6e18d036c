import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, forbidden, Refusal, stale } from '../errors.ts'
import type { FaceAttributes, GridDraft, RebaseInput } from './draft.ts'
import { loadDraft } from './find-drafts.ts'
import type { SeenGrids } from './grid.ts'
import { groundAround, groundOf } from './ground.ts'
import { rebased } from './merge.ts'
import { rebaseImport } from './merge-import.ts'
import { reckonRestore } from './reckon-restore.ts'
import { briefOf } from './rules/brief.ts'
import type { Rebased, RebasedStep } from './rules/rebase.ts'

/**
 * Brings one's draft onto the grids as they are now. What no longer applies goes only when its number is in `drop`:
 * nothing is left out silently.
 * @throws Refusal `missing`, `forbidden`, `conflict`; `invalid` naming each edit that neither applies nor is dropped
 */
export const rebaseDraft = (
  context: Context,
  id: number,
  { version, drop }: RebaseInput,
): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    const before = await loadDraft(sql, id)
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    if (before.personId !== actor.id) throw forbidden(notYours)
    if (before.version !== version) throw stale(before)
    if (!['draft', 'rejected', 'stalled'].includes(before.state))
      throw conflict(underReview, { theirs: before })
    const { edits, attributes, seen } = await onPresent(sql, before, drop)
    const [row] = await sql`
      update grid_drafts set edits = ${sql.json(plain(edits))}, attributes = ${sql.json(plain(attributes))},
        seen = ${sql.json(seen)}, state = 'draft', stalled = null, effective_at = null, saved_at = ${now},
        version = version + 1
      where id = ${id} and version = ${version} returning id`
    if (!row) throw stale(await loadDraft(sql, id))
    const after = await loadDraft(sql, id)
    const told = { before: briefOf(before), after: briefOf(after) }
    record({ verb: 'rebase', noun: 'grid-draft', id, version: after.version, townId, ...told })
    return after
  })

type Redrawn = Pick<GridDraft, 'edits' | 'attributes' | 'seen'>

async function onPresent(sql: TransactionSql, draft: GridDraft, drop: readonly number[]): Promise<Redrawn> {
  const { imported } = draft
  if (imported) return { edits: [], ...(await rebaseImport(sql, { ...draft, imported })) }
  const done = await rebased(sql, draft, new Set(drop))
  refuseUndropped(done.steps, drop)
  return {
    edits: done.steps.flatMap(({ rebased: edit }) => edit ?? []),
    attributes: renamed(draft.attributes, done),
    seen: await seenNow(sql, draft, done.steps),
  }
}

/** The grids that the draft is made on from now on. */
async function seenNow(
  sql: TransactionSql,
  draft: GridDraft,
  steps: readonly RebasedStep[],
): Promise<SeenGrids> {
  const { townId, edits, seen, attributes, restore } = draft
  const ground = restore
    ? [...(await reckonRestore(sql, { townId, restore })).before.values()]
    : await groundAround(sql, { townId, edits, seen })
  const faces = steps.flatMap(step => (step.rebased ? step.faces : []))
  const touched = new Set([...faces, ...seen.map(({ id }) => id), ...attributes.map(({ face }) => face)])
  const over = (
    await groundOf(
      sql,
      townId,
      seen.map(({ id }) => id),
    )
  ).filter(({ level }) => level === 'thematic')
  return [...ground.filter(({ id }) => restore || touched.has(id)), ...over].map(({ id, version }) => ({
    id,
    version,
  }))
}

function refuseUndropped(steps: readonly RebasedStep[], drop: readonly number[]): void {
  const left = steps.filter(({ index, rebased: edit }) => !edit && !drop.includes(index))
  if (left.length === 0) return
  const errors = left.map(({ index, reason }) => ({ path: `edits.${index}`, message: reason ?? undropped }))
  throw new Refusal('invalid', undropped, { errors, details: { drop: left.map(({ index }) => index) } })
}

/** Attributes of the faces that are still made, by the names they have now. */
const renamed = (attributes: FaceAttributes[], { faceOf }: Rebased): FaceAttributes[] =>
  attributes.flatMap(given => {
    const face = faceOf(given.face)
    return face === undefined ? [] : [{ ...given, face }]
  })

const notYours = { zh: '只能合并自己的草稿', en: 'Only one’s own draft can be merged' }
const underReview = {
  zh: '草稿正在审核或已发布，不能合并；请先撤回',
  en: 'The draft is under review or published; take it back before merging',
}
const undropped = {
  zh: '有操作在现有边界上已不适用；请修改，或在 drop 中写明放弃哪几项',
  en: 'Some edits no longer apply to the present boundaries; change them, or name in drop those to leave out',
}
