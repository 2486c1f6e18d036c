import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, TownQuery, takes } from '../request.ts'
import { RiskScale } from '../risk/risk.ts'
import { bytes, Of } from '../risk/routes.ts'
import { findComparison } from './compare.ts'
import { Comparison, Edition, EditionInput, PastSource, Withdrawal } from './edition.ts'
import { findEdition, findEditionLevels, findEditions } from './find.ts'
import { findAsOf, findCarriedLevels, Over } from './find-as-of.ts'
import { findPastSources } from './find-sources.ts'
import { MomentQuery } from './moment.ts'
import { signEdition } from './sign.ts'
import { withdrawEdition } from './withdraw.ts'

const ScaleQuery = z.object({ scale: RiskScale.default('inherent') })
const OverQuery = ScaleQuery.extend({ over: Over.default('then') })
const AsOfQuery = TownQuery.extend({ ...OverQuery.shape, at: MomentQuery, of: Of })
const SourcesQuery = TownQuery.extend({ ...ScaleQuery.shape, at: MomentQuery })
const CompareQuery = TownQuery.extend({ ...ScaleQuery.shape, before: MomentQuery, after: MomentQuery })

export const editionRoutes = new Hono<Served>()
  .get(
    '/risk/editions',
    takes('query', TownQuery),
    gives(z.array(Edition), '已签发的四色图版次 / Signed editions of the map'),
    async c => c.json(await findEditions(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/risk/editions',
    takes('json', EditionInput),
    gives(Edition, '签发版次 / Sign an edition', 201),
    async c => c.json(await signEdition(c.var.context, c.req.valid('json')), 201),
  )
  .get('/risk/editions/:id', takes('param', IdParam), gives(Edition, '版次 / An edition'), async c =>
    c.json(await findEdition(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/risk/editions/:id/levels.bin',
    takes('param', IdParam),
    takes('query', OverQuery),
    gives(null, '版次的等级，每单元一字节 / Levels of an edition, one byte a cell'),
    async c => {
      const { over, scale } = c.req.valid('query')
      const find = over === 'today' ? findCarriedLevels : findEditionLevels
      const { gzipped, hash } = await find(c.var.context, { ...c.req.valid('param'), scale })
      return bytes(c, { gzipped, hash })
    },
  )
  .post(
    '/risk/editions/:id/withdraw',
    takes('param', IdParam),
    takes('json', Withdrawal),
    gives(Edition, '撤回版次 / Withdraw an edition'),
    async c => c.json(await withdrawEdition(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get(
    '/risk/as-of',
    takes('query', AsOfQuery),
    gives(null, '某一时刻的四色图 / Levels as of an instant, one byte a cell'),
    async c => bytes(c, await findAsOf(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/risk/as-of/sources',
    takes('query', SourcesQuery),
    gives(z.array(PastSource), '某一时刻的风险源等级 / Levels of the sources as of an instant'),
    async c => c.json(await findPastSources(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/risk/compare',
    takes('query', CompareQuery),
    gives(Comparison, '两个时间的变化与原因 / What changed between two moments, and why'),
    async c => c.json(await findComparison(c.var.context, c.req.valid('query'))),
  )
