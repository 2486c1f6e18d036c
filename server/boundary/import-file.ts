import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { invalid, missing } from '../errors.ts'
import { amend } from './amend.ts'
import { type BoundaryImport, Crs } from './boundary.ts'
import { take } from './take.ts'
import { upload } from './upload.ts'

export const BoundaryOrder = z.strictObject({
  path: z.string().min(1).max(4000),
  town: z.string().min(1).max(40),
  crs: Crs.optional(),
  /** Takes every proposal, also those that are to be asked. */
  acceptAll: z.boolean().default(false),
})
export type BoundaryOrder = z.infer<typeof BoundaryOrder>

/**
 * Brings a file of boundaries in for the command line: what is asked must be given with the order, or the import stays
 * open and the refusal says what to decide.
 * @throws Refusal `missing`, `forbidden`, `invalid`, `conflict` when the town has grids
 */
export async function importFile(
  context: Context,
  { path, town, crs, acceptAll }: BoundaryOrder,
  { dataDirectory }: { dataDirectory: string },
): Promise<BoundaryImport> {
  const file = await stat(path).catch(() => null)
  if (!file?.isFile()) {
    throw invalid('path', { zh: `读不到文件 ${path}`, en: `Cannot read the file ${path}` })
  }
  const townId = await read(context, async ({ sql, actor, world }) => {
    const [row] = await sql<{ id: number }[]>`
      select id from regions where code = ${town} and parent_id is null and ready`
    if (!row)
      throw missing({ zh: `没有代码为 ${town} 的地区`, en: `There is no region with the code ${town}` })
    allow(actor, 'grid.edit', { world, townId: row.id })
    return row.id
  })
  const body = webStream(createReadStream(path))
  const uploaded = await upload(context, { townId, fileName: basename(path), body, dataDirectory })
  if (!crs && uploaded.question) throw askCrs(uploaded)
  const told = { accept: acceptAll ? ('all' as const) : ('proposed' as const), ...(crs ? { crs } : {}) }
  const { id, version, unanswered, defects } = await amend(context, uploaded.id, {
    version: uploaded.version,
    ...told,
  })
  if (unanswered > 0) throw undecided(unanswered, defects.length)
  return take(context, id, { version })
}

/** One and the same stream of the platform, which its two sets of types describe apart. */
const webStream = (file: Readable) => Readable.toWeb(file) as ReadableStream<Uint8Array>

function askCrs({ question }: BoundaryImport) {
  const list = (question?.candidates ?? []).map(({ crs, name, medianMeters }) =>
    medianMeters === null ? `${crs} (${name.zh})` : `${crs} (${name.zh}, ±${medianMeters} m)`,
  )
  return invalid('crs', {
    zh: `文件没有说明坐标系，或与现有边界系统性偏移；请用 --crs 指定其一：${list.join('、')}`,
    en: `The file does not say what its coordinates are, or lies beside the present boundaries; give one by --crs: ${list.join(', ')}`,
  })
}

const undecided = (unanswered: number, all: number) =>
  invalid('answers', {
    zh: `${all} 处缺陷中有 ${unanswered} 处需要决定：在网格工作区打开这份导入，或加 --accept-all 按建议处理`,
    en: `${unanswered} of ${all} defects must be decided: open the import in the grid workspace, or take every proposal by --accept-all`,
  })
