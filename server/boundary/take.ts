import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside, within } from '../context.ts'
import { conflict, invalid, Refusal, stale } from '../errors.ts'
import { draftImport } from '../grid/draft-import.ts'
import { foundGrids, type NewGrid } from '../grid/found-grids.ts'
import { notOpen } from './amend.ts'
import type { BoundaryImport } from './boundary.ts'
import { loadBoundaryImport, loadPacked } from './find.ts'
import { unpackedCoverage } from './prepare.ts'
import { levelOf } from './rules/grid-tree.ts'
import { namedFaces } from './rules/name-faces.ts'

interface Region {
  id: number
  code: string
  name: string
}

/**
 * Makes the cleaned faces the grids of a town that has none yet, or a draft over the grids that it has.
 * @throws Refusal `missing`, `forbidden`, `invalid` (open questions, rows without region, codes twice, nothing to
 * change), `conflict` (saved since)
 */
export const take = (
  context: Context,
  id: number,
  { version, reason = '' }: { version: number; reason?: string },
): Promise<BoundaryImport> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    const before = await loadBoundaryImport(sql, id)
    const { townId } = before
    allow(actor, 'grid.edit', { world, townId })
    if (before.standing !== 'open') throw conflict(notOpen, { theirs: before })
    if (before.version !== version) throw stale(before)
    if (before.crs === null || before.unanswered > 0) throw undecided(before)
    if (before.faults[0]) throw faulty(before.faults)
    const grids = await gridsOf(inside, before)
    const [held] =
      await sql`select 1 as one from grids where town_id = ${townId} and retired_at is null limit 1`
    if (held)
      await draftImport(within(context, inside), {
        townId,
        imported: { importId: id, fileName: before.fileName },
        reason,
      })
    else await foundGrids(within(context, inside), { townId, grids })
    await sql`update boundary_imports set standing = 'taken', saved_at = ${now}, version = version + 1
      where id = ${id} and version = ${version}`
    const after = await loadBoundaryImport(sql, id)
    const told = { after: { name: before.fileName, grids: grids.length } }
    record({ verb: 'take', noun: 'boundary-import', id, version: after.version, townId, ...told })
    return after
  })

async function gridsOf({ sql }: Inside, { id, townId, fieldMap }: BoundaryImport): Promise<NewGrid[]> {
  const { cleaned } = await loadPacked(sql, id)
  const packed = unpackedCoverage(cleaned)
  const tiers = namedFaces(packed.tiers, fieldMap).map(tier => ({ ...tier, isDivided: true }))
  const lowest = namedFaces(packed.faces, fieldMap).map(face => ({ ...face, isDivided: false }))
  const faces = [...tiers, ...lowest]
  const regions = await sql<Region[]>`
    select id, code, name from regions where id = ${townId} or town_id = ${townId} order by id`
  const byText = new Map(regions.flatMap(({ id, code, name }) => [[name, id] as const, [code, id] as const]))
  const problems = problemsOf(faces, byText)
  if (problems[0]) throw new Refusal('invalid', problems[0].message, { errors: problems.slice(0, 50) })
  return faces.map(({ name, code, parent, polygon, above, level, isDivided }) => ({
    ...{ name, code, above, isDivided },
    level: levelOf(level) ?? 'first',
    regionId: parent === '' ? null : (byText.get(parent) ?? null),
    polygon,
  }))
}

function problemsOf(
  faces: readonly { row: number; code: string; parent: string }[],
  regions: ReadonlyMap<string, number>,
) {
  const seen = new Map<string, number>()
  return faces.flatMap(({ row, code, parent }) => {
    const errors: { path: string; message: { zh: string; en: string } }[] = []
    const twice = code === '' ? undefined : seen.get(code)
    if (twice !== undefined) errors.push({ path: `row ${row}: code`, message: twiceWords(row, code, twice) })
    if (twice === undefined) seen.set(code, row)
    if (parent !== '' && !regions.has(parent)) {
      errors.push({ path: `row ${row}: parent`, message: noRegion(row, parent) })
    }
    return errors
  })
}

const twiceWords = (row: number, code: string, first: number) => ({
  zh: `第 ${row} 行的编码 ${code} 与第 ${first} 行重复，请在文件中改正，或不用编码字段`,
  en: `The code ${code} of row ${row} is that of row ${first} too; correct the file or use no field for codes`,
})

const noRegion = (row: number, parent: string) => ({
  zh: `第 ${row} 行的上级“${parent}”不是本地区的村或社区名称或代码`,
  en: `The parent “${parent}” of row ${row} is neither name nor code of a village or community here`,
})

function faulty(faults: BoundaryImport['faults']): Refusal {
  const errors = faults.slice(0, 50).map(({ row, message }) => ({
    path: `row ${row}: above`,
    message: { zh: `第 ${row} 行：${message.zh}`, en: `Row ${row}: ${message.en}` },
  }))
  return new Refusal('invalid', errors[0]?.message ?? { zh: '上下级有误', en: 'Levels are wrong' }, {
    errors,
  })
}

const undecided = ({ crs, unanswered }: BoundaryImport) =>
  crs === null
    ? invalid('crs', { zh: '请先回答坐标系是什么', en: 'First say what the coordinates mean' })
    : invalid('answers', {
        zh: `还有 ${unanswered} 处缺陷没有决定`,
        en: `${unanswered} defects are still to be decided`,
      })
