import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { invalid } from '../errors.ts'
import type { FaceAttributes, GridDraft, Importing } from './draft.ts'
import { filedCoverage, townGround } from './filed-coverage.ts'
import { loadDraft } from './find-drafts.ts'
import { type ImportPlan, planImport, seenOf } from './plan-import.ts'
import { briefOf } from './rules/brief.ts'

const mostFaces = 2000

/**
 * Drafts a clean file of boundaries over the grids of a town; it is proposed and reviewed like any other draft.
 * @throws Refusal `forbidden`, `invalid` when nothing would change or the file is too large for one draft
 */
export const draftImport = (
  context: Context,
  { townId, imported, reason = '' }: { townId: number; imported: Importing; reason?: string },
): Promise<GridDraft> =>
  change(context, async ({ sql, actor, world, now, record }) => {
    allow(actor, 'grid.edit', { world, townId })
    const filed = await filedCoverage(sql, townId, imported)
    if (filed.faces.length > mostFaces) throw invalid('file', tooMany(filed.faces.length))
    const plan = await planImport(await townGround(sql, townId), { townId, filed })
    const attributes = await attributesOf(sql, townId, plan)
    const seen = seenOf(plan, attributes)
    if (seen.length === 0 && plan.made.length === 0) throw invalid('file', same)
    const name = imported.fileName.slice(0, 80) || '导入'
    const [row] = await sql<{ id: number }[]>`
      insert into grid_drafts (town_id, person_id, name, edits, seen, attributes, imported, reason, saved_at)
      values (${townId}, ${actor.id}, ${name}, '[]', ${sql.json(seen)}, ${sql.json(plain(attributes))},
        ${sql.json({ ...imported })}, ${reason}, ${now})
      returning id`
    const after = await loadDraft(sql, row?.id ?? 0)
    record({ verb: 'import', noun: 'grid-draft', id: after.id, version: 1, townId, after: briefOf(after) })
    return after
  })

/**
 * What the file says of faces where it differs from what they are called. A code that was ever used in the town is
 * not taken from the file: such a face gets the next free one, or keeps its own.
 */
export async function attributesOf(
  sql: TransactionSql,
  townId: number,
  { present, tiers, after, tiersAfter, filed }: ImportPlan,
): Promise<FaceAttributes[]> {
  const used = await codesUsed(sql, townId)
  const was = new Map([...present, ...tiers].map(grid => [grid.id, grid]))
  const divided = new Set(tiersAfter.map(({ id }) => id))
  return [...tiersAfter, ...after].flatMap((grid): FaceAttributes[] => {
    const source = filed.get(grid.id)
    const old = was.get(grid.id)
    if (!source) return []
    const { code, regionId } = source
    const isNamed = source.isNamed || !old
    const given: FaceAttributes = { face: grid.id }
    if (isNamed && source.name !== old?.name) given.name = source.name
    if (code !== '' && code.length <= 40 && !used.has(code)) given.code = code
    // A lower grid is in the village of the grid above, and that one stays in its own.
    const isFree = grid.parentId === null && !divided.has(grid.id)
    if (isFree && regionId !== undefined && regionId !== grid.regionId) given.regionId = regionId
    if (given.code !== undefined) used.add(given.code)
    return Object.keys(given).length > 1 ? [given] : []
  })
}

async function codesUsed(sql: TransactionSql, townId: number): Promise<Set<string>> {
  const rows = await sql<{ code: string }[]>`
    select code from grids where town_id = ${townId} union select code from grid_versions where town_id = ${townId}`
  return new Set(rows.map(({ code }) => code))
}

const tooMany = (count: number) => ({
  zh: `文件有 ${count} 个网格，一份草稿最多 ${mostFaces} 个；请按区域拆分后分别导入`,
  en: `The file has ${count} grids and one draft holds ${mostFaces}; import it area by area`,
})
const same = {
  zh: '文件与现有网格相同，没有可起草的改动',
  en: 'The file is as the grids are; there is nothing to draft',
}
