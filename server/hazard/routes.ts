import { Hono } from 'hono'
import { z } from 'zod'
import { ListQuery, nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { Judgement } from '../standing.ts'
import { confirm } from './confirm.ts'
import { findHazard, findHazards } from './find.ts'
import { Hazard } from './hazard.ts'
import { reject } from './reject.ts'

export const hazardRoutes = new Hono<Served>()
  .get('/hazards', takes('query', ListQuery), gives(z.array(Hazard), '风险源 / List'), async c => {
    const query = c.req.valid('query')
    const rows = await findHazards(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .get('/hazards/:id', takes('param', IdParam), gives(Hazard, '风险源 / One'), async c =>
    c.json(await findHazard(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/hazards/:id/confirm',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Hazard, '确认 / Confirm'),
    async c => c.json(await confirm(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/hazards/:id/reject',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Hazard, '否决 / Reject'),
    async c => c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
