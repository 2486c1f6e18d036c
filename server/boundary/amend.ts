import { allow } from '../account/rules/rights.ts'
import { type Context, change, read } from '../context.ts'
import { conflict, invalid, stale } from '../errors.ts'
import { aside } from './aside.ts'
import type { Answers, BoundaryImport, BoundaryImportInput } from './boundary.ts'
import { loadBoundaryImport, loadPacked, surroundingsOf } from './find.ts'
import { placingOf } from './rules/crs.ts'
import { agreedTo, stateOf } from './state.ts'

/**
 * Says what coordinates mean, which fields say what, how to clean and what to do about defects; the file is placed and
 * cleaned again. Answers are added to those before.
 * @throws Refusal `missing`, `forbidden`, `invalid`, `conflict` (saved by somebody else since, or no longer open)
 */
export async function amend(
  context: Context,
  id: number,
  input: BoundaryImportInput,
): Promise<BoundaryImport> {
  const held = await read(context, async inside => {
    const before = await loadBoundaryImport(inside.sql, id)
    allow(inside.actor, 'grid.edit', { world: inside.world, townId: before.townId })
    const { source } = await loadPacked(inside.sql, id)
    return { before, source, around: await surroundingsOf(inside, before.townId) }
  })
  const { before, source, around } = held
  if (before.version !== input.version) throw stale(before)
  check(before, input)
  // What is only agreed to is what was reckoned already.
  const prepared = isAgreement(before, input)
    ? null
    : await aside.prepare({
        from: { source },
        crs: input.crs ?? before.crs,
        fields: input.fields ?? before.fieldMap,
        options: input.options ?? before.options,
        answers: answersOf(before, input),
        around,
      })
  return change(context, async ({ sql, actor, world, now, record }) => {
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    const state = prepared ? stateOf(prepared, input, before) : agreedTo(before, input)
    const cleaned = prepared && Buffer.from(prepared.cleaned)
    const [row] = await sql<{ id: number }[]>`
      update boundary_imports set state = ${sql.json(state)}, cleaned = coalesce(${cleaned}, cleaned),
        saved_at = ${now}, version = version + 1
      where id = ${id} and version = ${input.version} and standing = 'open' returning id`
    const after = await loadBoundaryImport(sql, id)
    if (!row) throw stale(after)
    const { version, crs, unanswered } = after
    const told = { after: { name: after.fileName, crs, unanswered } }
    record({ verb: 'save', noun: 'boundary-import', id, version, townId, ...told })
    return after
  })
}

/** Whether nothing is said but that defects are mended as they are proposed, which changes no boundary. */
function isAgreement({ defects }: BoundaryImport, { version: _, accept, ...said }: BoundaryImportInput) {
  const { answers = {}, ...more } = said
  const proposals = new Map(defects.map(({ id, proposal, answer }) => [id, answer ?? proposal]))
  const isAsProposed = Object.entries(answers).every(([id, mend]) => proposals.get(id) === mend)
  return (
    Object.keys(more).length === 0 && isAsProposed && (accept !== undefined || said.answers !== undefined)
  )
}

function check(before: BoundaryImport, { crs, fields }: BoundaryImportInput): void {
  if (before.standing !== 'open') throw conflict(notOpen, { theirs: before })
  if (crs !== undefined && !placingOf(crs)) {
    throw invalid('crs', {
      zh: `不能换算坐标系 ${crs}；请选列出的一种`,
      en: `The coordinate system ${crs} cannot be placed; choose one of those listed`,
    })
  }
  for (const [key, field] of Object.entries(fields ?? {})) {
    if (field === null || before.fields.includes(field)) continue
    throw invalid(`fields.${key}`, {
      zh: `文件里没有字段“${field}”`,
      en: `The file has no field “${field}”`,
    })
  }
}

const answersOf = ({ defects }: BoundaryImport, { answers = {} }: BoundaryImportInput): Answers => {
  const given = defects.flatMap(({ id, answer }): [string, string][] =>
    answer === null ? [] : [[id, answer]],
  )
  return Object.fromEntries([...given, ...Object.entries(answers)])
}

export const notOpen = {
  zh: '这份导入已经采用或丢弃，不能再改',
  en: 'This import was taken or discarded and cannot be changed any more',
}
