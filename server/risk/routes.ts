import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { Hono, type Context as HonoContext } from 'hono'
import { z } from 'zod'
import { missing } from '../errors.ts'
import { BboxQuery, gives, IdParam, type Served, TownQuery, takes, wholeNumber } from '../request.ts'
import { findCell, findCellAt, findCellByOrdinal, findField, findMap, findSummary } from './find.ts'
import { findMethodAssessments, findMethodUses } from './find-method-uses.ts'
import { findMethods } from './find-methods.ts'
import { findRaises } from './find-raises.ts'
import { findSettings, findSettingsHistory } from './find-settings.ts'
import { type Packed, packedAssessed, packedCells, packedChunk, packedLevels } from './packed.ts'
import { previewMethod } from './preview-method.ts'
import { previewSettings } from './preview-settings.ts'
import { revise } from './revise.ts'
import { Domain, RiskCell, RiskMethod, RiskScale, RiskSummary, SourceRaise } from './risk.ts'
import { MethodAssessment, MethodDraft, MethodPreview, MethodRevision, MethodUse } from './rules/revision.ts'
import { RiskRows, RiskSettings, RiskSettingsInput, SettingsPreview } from './rules/settings-words.ts'
import { setRiskSettings } from './set-risk-settings.ts'

const ScaleQuery = z.object({ scale: RiskScale.default('inherent'), domain: Domain.optional() })
const SummaryQuery = TownQuery.extend({ ...ScaleQuery.shape, bbox: BboxQuery.optional() })
/** `chunk` asks for the outlines of one chunk of a county; `v` is the hash of what was read before. */
const CellsQuery = TownQuery.extend({ v: z.string().max(40).optional(), chunk: wholeNumber.optional() })
const OrdinalQuery = TownQuery.extend({ ...ScaleQuery.shape, ordinal: wholeNumber })
const degrees = z
  .string()
  .regex(/^-?\d{1,3}(\.\d+)?$/)
  .transform(Number)
const AtQuery = TownQuery.extend({ ...ScaleQuery.shape, lng: degrees, lat: degrees })

const unsqueeze = promisify(gunzip)

/** Bytes named by a hash of their content: 304 when the asker has them, kept for good when the address names them. */
export async function bytes(c: HonoContext<Served>, { gzipped, hash, fixed }: Packed & { fixed?: boolean }) {
  const etag = `"${hash}"`
  const headers: Record<string, string> = {
    ETag: etag,
    'Cache-Control': fixed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    Vary: 'Accept-Encoding, Cookie',
    'Content-Type': 'application/octet-stream',
  }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
  if (/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
    return c.body(gzipped, 200, { ...headers, 'Content-Encoding': 'gzip' })
  }
  return c.body(new Uint8Array(await unsqueeze(gzipped)), 200, headers)
}

/** `assessed`: of the live scale, the levels if only assessed sources counted. */
export const Of = z.enum(['all', 'assessed']).default('all')
const LevelsQuery = TownQuery.extend(ScaleQuery.shape).extend({ of: Of })

export const riskRoutes = new Hono<Served>()
  .get(
    '/risk/cells.bin',
    takes('query', CellsQuery),
    gives(null, '单元格几何 / Cell geometry, packed'),
    async c => {
      const { town, v, chunk } = c.req.valid('query')
      const field = await findField(c.var.context, town)
      const packed = chunk === undefined ? await packedCells(field) : await packedChunk(field, chunk)
      if (!packed) throw missing({ zh: '没有这一块单元格', en: 'There is no such chunk of cells' })
      return bytes(c, { ...packed, fixed: v === packed.hash })
    },
  )
  .get(
    '/risk/levels.bin',
    takes('query', LevelsQuery),
    gives(null, '每单元一字节的等级 / One byte of level a cell'),
    async c => {
      const { town, scale, domain = null, of } = c.req.valid('query')
      const field = await findMap(c.var.context, { town, scale, domain })
      if (of === 'assessed' && scale === 'live') return bytes(c, await packedAssessed(field, domain))
      const name = `${town}/${scale}/${domain ?? ''}`
      return bytes(c, await packedLevels(name, field.levels(scale, domain), field.hash(scale, domain)))
    },
  )
  .get(
    '/risk/cells',
    takes('query', OrdinalQuery),
    gives(RiskCell, '按序号的单元格 / The cell with an ordinal'),
    async c => c.json(await findCellByOrdinal(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/risk/cells/:id',
    takes('param', IdParam),
    takes('query', ScaleQuery),
    gives(RiskCell, '为什么是这个颜色 / Why this colour'),
    async c => c.json(await findCell(c.var.context, { ...c.req.valid('param'), ...c.req.valid('query') })),
  )
  .get(
    '/risk/at',
    takes('query', AtQuery),
    gives(RiskCell, '某点的单元格 / The cell at a position'),
    async c => {
      const { lng, lat, ...query } = c.req.valid('query')
      return c.json(await findCellAt(c.var.context, { ...query, lngLat: [lng, lat] }))
    },
  )
  .get(
    '/risk/summary',
    takes('query', SummaryQuery),
    gives(RiskSummary, '四色统计 / Cells of each level'),
    async c => c.json(await findSummary(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/risk/settings',
    takes('query', TownQuery),
    gives(RiskSettings, '上色规则 / How sources become colours'),
    async c => c.json(await findSettings(c.var.context, c.req.valid('query'))),
  )
  .put(
    '/risk/settings',
    takes('query', TownQuery),
    takes('json', RiskSettingsInput),
    gives(RiskSettings, '修改上色规则 / Change how sources become colours'),
    async c => c.json(await setRiskSettings(c.var.context, c.req.valid('query').town, c.req.valid('json'))),
  )
  .get(
    '/risk/settings/history',
    takes('query', TownQuery),
    gives(z.array(RiskSettings), '历版上色规则 / Versions of the colouring rules, newest first'),
    async c => c.json(await findSettingsHistory(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/risk/settings/preview',
    takes('query', TownQuery),
    takes('json', RiskRows),
    gives(SettingsPreview, '试算上色规则 / What other rules would give; stores nothing'),
    async c => c.json(await previewSettings(c.var.context, c.req.valid('query').town, c.req.valid('json'))),
  )
  .get(
    '/risk/raises',
    takes('query', TownQuery),
    gives(z.array(SourceRaise), '实时上调 / What raises sources now'),
    async c => c.json(await findRaises(c.var.context, c.req.valid('query'))),
  )
  .get('/risk/methods', gives(z.array(RiskMethod), '评估方法 / Methods with their tables'), async c =>
    c.json(await findMethods(c.var.context)),
  )
  .get(
    '/risk/methods/uses',
    takes('query', TownQuery),
    gives(z.array(MethodUse), '各版方法的使用 / How much each revision is used'),
    async c => c.json(await findMethodUses(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/risk/methods/:id/assessments',
    takes('param', IdParam),
    takes('query', TownQuery),
    gives(z.array(MethodAssessment), '按此版评估的风险源 / Sources assessed by a revision'),
    async c =>
      c.json(
        await findMethodAssessments(c.var.context, { ...c.req.valid('param'), ...c.req.valid('query') }),
      ),
  )
  .post(
    '/risk/methods/:id/preview',
    takes('param', IdParam),
    takes('json', MethodDraft),
    gives(MethodPreview, '试算新版方法 / What a draft would change; stores nothing'),
    async c => c.json(await previewMethod(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/risk/methods/:id/revisions',
    takes('param', IdParam),
    takes('json', MethodRevision),
    gives(RiskMethod, '发布方法的新版 / The next revision of a method', 201),
    async c => c.json(await revise(c.var.context, c.req.valid('param').id, c.req.valid('json')), 201),
  )
