import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, TownQuery, takes } from '../request.ts'
import { Judgement } from '../standing.ts'
import { findWarnings } from './find.ts'
import { issue } from './issue.ts'
import { lift } from './lift.ts'
import { Warning, WarningInput } from './warning.ts'

export const warningRoutes = new Hono<Served>()
  .get(
    '/warnings',
    takes('query', TownQuery),
    gives(z.array(Warning), '生效中的预警 / Warnings in force'),
    async c => c.json(await findWarnings(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/warnings',
    takes('json', WarningInput),
    gives(Warning, '发布预警 / Issue a warning', 201),
    async c => c.json(await issue(c.var.context, c.req.valid('json')), 201),
  )
  .post(
    '/warnings/:id/lift',
    takes('param', IdParam),
    takes('json', Judgement),
    gives(Warning, '解除预警 / Lift a warning'),
    async c => c.json(await lift(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
