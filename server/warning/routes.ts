import { Hono } from 'hono'
import { z } from 'zod'
import { gives, type Served, TownQuery, takes } from '../request.ts'
import { findWarnings } from './find.ts'
import { Warning } from './warning.ts'

export const warningRoutes = new Hono<Served>().get(
  '/warnings',
  takes('query', TownQuery),
  gives(z.array(Warning), '生效中的预警 / Warnings in force'),
  async c => c.json(await findWarnings(c.var.context, c.req.valid('query'))),
)
