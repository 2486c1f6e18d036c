import { Hono } from 'hono'
import { z } from 'zod'
import { ListQuery, nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { Judgement } from '../standing.ts'
import { confirm } from './confirm.ts'
import { findSupplies, findSupply } from './find.ts'
import { reject } from './reject.ts'
import { Supply } from './supply.ts'

export const supplyRoutes = new Hono<Served>()
  .get('/supplies', takes('query', ListQuery), gives(z.array(Supply), '物资库 / List'), async c => {
    const query = c.req.valid('query')
    const rows = await findSupplies(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .get('/supplies/:id', takes('param', IdParam), gives(Supply, '物资库 / One'), async c =>
    c.json(await findSupply(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/supplies/:id/confirm',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Supply, '确认 / Confirm'),
    async c => c.json(await confirm(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/supplies/:id/reject',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Supply, '否决 / Reject'),
    async c => c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
