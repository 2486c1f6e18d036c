import { Hono } from 'hono'
import { z } from 'zod'
import { ListQuery, nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { Judgement } from '../standing.ts'
import { close } from './close.ts'
import { confirm } from './confirm.ts'
import { findShelter, findShelters } from './find.ts'
import { open } from './open.ts'
import { reject } from './reject.ts'
import { Opening } from './set-open.ts'
import { Shelter } from './shelter.ts'

export const shelterRoutes = new Hono<Served>()
  .get('/shelters', takes('query', ListQuery), gives(z.array(Shelter), '避难场所 / List'), async c => {
    const query = c.req.valid('query')
    const rows = await findShelters(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .get('/shelters/:id', takes('param', IdParam), gives(Shelter, '避难场所 / One'), async c =>
    c.json(await findShelter(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/shelters/:id/confirm',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Shelter, '确认 / Confirm'),
    async c => c.json(await confirm(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/shelters/:id/reject',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Shelter, '否决 / Reject'),
    async c => c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/shelters/:id/open',
    takes('param', IdParam),
    takes('json', Opening),
    gives(Shelter, '开放 / Open'),
    async c => c.json(await open(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/shelters/:id/close',
    takes('param', IdParam),
    takes('json', Opening),
    gives(Shelter, '关闭 / Close'),
    async c => c.json(await close(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
