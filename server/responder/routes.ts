import { Hono } from 'hono'
import { z } from 'zod'
import { nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { Judgement } from '../standing.ts'
import { confirm } from './confirm.ts'
import { findResponder, findResponders, ResponderQuery } from './find.ts'
import { reject } from './reject.ts'
import { Responder } from './responder.ts'

export const responderRoutes = new Hono<Served>()
  .get(
    '/responders',
    takes('query', ResponderQuery),
    gives(z.array(Responder), '应急力量 / List'),
    async c => {
      const query = c.req.valid('query')
      const rows = await findResponders(c.var.context, query)
      return c.json(rows, 200, nextCursor(rows, query))
    },
  )
  .get('/responders/:id', takes('param', IdParam), gives(Responder, '应急力量 / One'), async c =>
    c.json(await findResponder(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/responders/:id/confirm',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Responder, '确认 / Confirm'),
    async c => c.json(await confirm(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/responders/:id/reject',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Responder, '否决 / Reject'),
    async c => c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
