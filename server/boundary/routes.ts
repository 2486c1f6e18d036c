import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, TownQuery, takes, wholeNumber } from '../request.ts'
import { amend } from './amend.ts'
import {
  BoundaryImport,
  BoundaryImportInput,
  BoundaryImportSummary,
  BoundaryPreview,
  BoundaryProgress,
  BoundarySource,
  Crs,
  TextEncoding,
} from './boundary.ts'
import { discard } from './discard.ts'
import { findBoundaryImport, findBoundaryImports, findBoundaryPreview, findBoundarySource } from './find.ts'
import { FileQuery, findFile } from './find-file.ts'
import { progressBoard } from './progress.ts'
import { take } from './take.ts'
import { upload } from './upload.ts'

const id = takes('param', IdParam)
const Seen = z.strictObject({
  version: z.int().positive(),
  /** Why the grids change, where a draft comes of it. */
  reason: z.string().trim().max(500).default(''),
})
const SeenQuery = z.object({ version: wholeNumber })
const SourceQuery = z.object({ crs: Crs.optional() })
/** A name made up by the sender, long enough that nobody guesses it. */
const ProgressKey = z.string().min(16).max(80)
/** Headers cannot carry Chinese, so the file's name comes in the address. */
const UploadQuery = TownQuery.extend({
  name: z.string().max(400).default(''),
  encoding: TextEncoding.optional(),
  /** Under which `/boundary-progress` tells how far the file is. */
  progress: ProgressKey.optional(),
})
const ProgressQuery = z.object({ key: ProgressKey })

/** The address under which a file comes in; its body is streamed and has a limit of its own. */
export const uploadPath = '/api/boundary-imports'

export const boundaryRoutes = ({ dataDirectory }: { dataDirectory: string }) =>
  new Hono<Served>()
    .get(
      '/boundary-imports',
      takes('query', TownQuery),
      gives(z.array(BoundaryImportSummary), '边界导入 / Open imports of boundaries, mine first'),
      async c => c.json(await findBoundaryImports(c.var.context, c.req.valid('query'))),
    )
    .post(
      '/boundary-imports',
      takes('query', UploadQuery),
      gives(BoundaryImport, '上传边界文件（请求正文即文件） / Upload a file of boundaries as the body', 201),
      async c => {
        const { town, name, encoding, progress } = c.req.valid('query')
        const { body, signal } = c.req.raw
        const given = { townId: town, fileName: name, encoding, body, signal, progress, dataDirectory }
        return c.json(await upload(c.var.context, given), 201)
      },
    )
    .get('/boundary-imports/:id', id, gives(BoundaryImport, '一份导入 / One import'), async c =>
      c.json(await findBoundaryImport(c.var.context, c.req.valid('param').id)),
    )
    .get(
      '/boundary-imports/:id/preview',
      id,
      gives(BoundaryPreview, '整理后的边界 / The coverage as it would come about'),
      async c => c.json(await findBoundaryPreview(c.var.context, c.req.valid('param').id)),
    )
    .get(
      '/boundary-imports/:id/source',
      id,
      takes('query', SourceQuery),
      gives(BoundarySource, '文件原样的边界 / The rows as drawn, by a coordinate system'),
      async c =>
        c.json(await findBoundarySource(c.var.context, c.req.valid('param').id, c.req.valid('query').crs)),
    )
    .put(
      '/boundary-imports/:id',
      id,
      takes('json', BoundaryImportInput),
      gives(BoundaryImport, '决定坐标系、字段与缺陷 / Decide on coordinates, fields and defects'),
      async c => c.json(await amend(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/boundary-imports/:id/take',
      id,
      takes('json', Seen),
      gives(BoundaryImport, '采用为网格 / Make the grids of a town that has none'),
      async c => c.json(await take(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete(
      '/boundary-imports/:id',
      id,
      takes('query', SeenQuery),
      gives(BoundaryImport, '丢弃导入 / Lay an import aside'),
      async c => c.json(await discard(c.var.context, c.req.valid('param').id, c.req.valid('query'))),
    )
    .get(
      '/boundary-progress',
      takes('query', ProgressQuery),
      gives(BoundaryProgress, '正在读取的文件读到哪里 / How far a file is that is being read'),
      c => c.json(progressBoard.of(c.req.valid('query').key)),
    )
    .get(
      '/boundaries',
      takes('query', FileQuery),
      gives(null, '网格边界文件 / The grids of a town as a file'),
      async c => {
        const { bytes, name, type } = await findFile(c.var.context, c.req.valid('query'))
        return c.body(bytes, 200, {
          'content-type': type,
          'content-disposition': `attachment; filename="${name}"`,
        })
      },
    )
