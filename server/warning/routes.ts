import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { Judgement } from '../standing.ts'
import { amend } from './amend.ts'
import { findWarnings, WarningQuery } from './find.ts'
import { issue } from './issue.ts'
import { lift } from './lift.ts'
import { Warning, WarningAmendment, WarningInput } from './warning.ts'

export const warningRoutes = new Hono<Served>()
  .get(
    '/warnings',
    takes('query', WarningQuery),
    gives(z.array(Warning), '预警 / Warnings in force, or those that ended'),
    async c => c.json(await findWarnings(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/warnings',
    takes('json', WarningInput),
    gives(Warning, '发布预警 / Issue a warning', 201),
    async c => c.json(await issue(c.var.context, c.req.valid('json')), 201),
  )
  .put(
    '/warnings/:id',
    takes('param', IdParam),
    takes('json', WarningAmendment),
    gives(Warning, '变更预警 / Change a warning'),
    async c => c.json(await amend(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/warnings/:id/lift',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Warning, '解除预警 / Lift a warning'),
    async c => c.json(await lift(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
