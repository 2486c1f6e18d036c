import { Hono } from 'hono'
import { z } from 'zod'
import { ListQuery, nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { TableText } from '../sheet/table.ts'
import { Judgement } from '../standing.ts'
import { assess } from './assess.ts'
import { checkHazards } from './check-hazards.ts'
import { confirm } from './confirm.ts'
import { Correction, correct } from './correct.ts'
import { findAssessments, findHazard, findHazards } from './find.ts'
import { Assessment, AssessmentInput, Hazard, HazardsRead } from './hazard.ts'
import { HazardsStored, importHazards } from './import-hazards.ts'
import { NewHazard, register } from './register.ts'
import { reject } from './reject.ts'

const id = takes('param', IdParam)
const one = gives(Hazard, '风险源 / One hazard source')

export const hazardRoutes = new Hono<Served>()
  .get('/hazards', takes('query', ListQuery), gives(z.array(Hazard), '风险源 / Hazard sources'), async c => {
    const query = c.req.valid('query')
    const rows = await findHazards(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .post('/hazards', takes('json', NewHazard), gives(Hazard, '登记风险源 / Register a source', 201), async c =>
    c.json(await register(c.var.context, c.req.valid('json')), 201),
  )
  .post(
    '/hazards/tables',
    takes('json', TableText),
    gives(HazardsStored, '导入风险源 / Import hazard sources'),
    async c => c.json(await importHazards(c.var.context, c.req.valid('json'))),
  )
  .post(
    '/hazards/tables/check',
    takes('json', TableText),
    gives(HazardsRead, '检查风险源表，不保存 / Check a table of sources; stores nothing'),
    async c => c.json(await checkHazards(c.var.context, c.req.valid('json'))),
  )
  .get('/hazards/:id', id, one, async c => c.json(await findHazard(c.var.context, c.req.valid('param').id)))
  .put('/hazards/:id', id, takes('json', Correction), one, async c =>
    c.json(await correct(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get(
    '/hazards/:id/assessments',
    id,
    gives(z.array(Assessment), '评估记录 / Assessments, newest first'),
    async c => c.json(await findAssessments(c.var.context, c.req.valid('param').id)),
  )
  .post('/hazards/:id/assessments', id, takes('json', AssessmentInput), one, async c =>
    c.json(await assess(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/hazards/:id/confirm', id, takes('json', Judgement), one, async c =>
    c.json(await confirm(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/hazards/:id/reject', id, takes('json', Judgement), one, async c =>
    c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
