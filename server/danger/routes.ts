import { Hono } from 'hono'
import { z } from 'zod'
import { nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { accept } from './accept.ts'
import { assess } from './assess.ts'
import { close } from './close.ts'
import {
  Accepting,
  Assessing,
  Closing,
  Danger,
  DangerInput,
  Rectifying,
  Reopening,
  Supervising,
} from './danger.ts'
import { DangerQuery, findDanger, findDangers } from './find.ts'
import { rectify } from './rectify.ts'
import { reopen } from './reopen.ts'
import { report } from './report.ts'
import { supervise } from './supervise.ts'

const id = takes('param', IdParam)
const one = gives(Danger, '隐患 / One hidden danger')

export const dangerRoutes = new Hono<Served>()
  .get('/dangers', takes('query', DangerQuery), gives(z.array(Danger), '隐患 / Hidden dangers'), async c => {
    const query = c.req.valid('query')
    const rows = await findDangers(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .post('/dangers', takes('json', DangerInput), gives(Danger, '登记隐患 / Report', 201), async c =>
    c.json(await report(c.var.context, c.req.valid('json')), 201),
  )
  .get('/dangers/:id', id, one, async c => c.json(await findDanger(c.var.context, c.req.valid('param').id)))
  .post('/dangers/:id/assess', id, takes('json', Assessing), one, async c =>
    c.json(await assess(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/dangers/:id/supervise', id, takes('json', Supervising), one, async c =>
    c.json(await supervise(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/dangers/:id/rectify', id, takes('json', Rectifying), one, async c =>
    c.json(await rectify(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/dangers/:id/accept', id, takes('json', Accepting), one, async c =>
    c.json(await accept(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/dangers/:id/close', id, takes('json', Closing), one, async c =>
    c.json(await close(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/dangers/:id/reopen', id, takes('json', Reopening), one, async c =>
    c.json(await reopen(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
