import { Hono } from 'hono'
import { z } from 'zod'
import { ListQuery, nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { findGrid, findGrids } from './find.ts'
import { Grid } from './grid.ts'

export const gridRoutes = new Hono<Served>()
  .get('/grids', takes('query', ListQuery), gives(z.array(Grid), '网格 / Grids of a town'), async c => {
    const query = c.req.valid('query')
    const rows = await findGrids(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .get('/grids/:id', takes('param', IdParam), gives(Grid, '网格 / One grid'), async c =>
    c.json(await findGrid(c.var.context, c.req.valid('param').id)),
  )
