import { Hono } from 'hono'
import { z } from 'zod'
import { ListQuery, nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { Judgement } from '../standing.ts'
import { confirm } from './confirm.ts'
import { findTarget, findTargets } from './find.ts'
import { reject } from './reject.ts'
import { Target } from './target.ts'

export const targetRoutes = new Hono<Served>()
  .get('/targets', takes('query', ListQuery), gives(z.array(Target), '防护目标 / List'), async c => {
    const query = c.req.valid('query')
    const rows = await findTargets(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .get('/targets/:id', takes('param', IdParam), gives(Target, '防护目标 / One'), async c =>
    c.json(await findTarget(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/targets/:id/confirm',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Target, '确认 / Confirm'),
    async c => c.json(await confirm(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/targets/:id/reject',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Target, '否决 / Reject'),
    async c => c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
