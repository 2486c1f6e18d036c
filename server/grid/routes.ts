import { Hono } from 'hono'
import { z } from 'zod'
import { nextCursor } from '../list.ts'
import { gives, IdParam, type Served, TownQuery, takes } from '../request.ts'
import { GridEdits, GridPublication } from './draft.ts'
import { draftRoutes } from './draft-routes.ts'
import { AsOfQuery, findGridsAt, findVersions, GridQuery, PlaceQuery } from './find.ts'
import { findChanges } from './find-changes.ts'
import { findPublications } from './find-drafts.ts'
import { findGridsThen, findGridThen } from './find-planned.ts'
import { findSurroundings } from './find-surroundings.ts'
import { Grid, GridChange, GridState, Surroundings } from './grid.ts'
import { redraw } from './redraw.ts'

const id = takes('param', IdParam)
const grids = z.array(Grid)

export const gridRoutes = new Hono<Served>()
  .get(
    '/grids',
    takes('query', GridQuery),
    gives(grids, '网格 / Grids of a town, as of any day'),
    async c => {
      const query = c.req.valid('query')
      const { grids, page } = await findGridsThen(c.var.context, query)
      return c.json(grids, 200, nextCursor(page, query))
    },
  )
  .post(
    '/grids/edits',
    takes('json', GridEdits),
    gives(grids, '改边界 / Redraw shared boundaries at once'),
    async c => c.json(await redraw(c.var.context, c.req.valid('json'))),
  )
  .get(
    '/grids/at',
    takes('query', PlaceQuery),
    gives(grids, '某处当时的网格 / The grids that held a place then'),
    async c => c.json(await findGridsAt(c.var.context, c.req.valid('query'))),
  )
  .get('/grids/:id', id, takes('query', AsOfQuery), gives(Grid, '网格 / One grid, as of any day'), async c =>
    c.json(await findGridThen(c.var.context, c.req.valid('param').id, c.req.valid('query'))),
  )
  .get(
    '/grids/:id/versions',
    id,
    gives(z.array(GridState), '历次边界 / Every state of a grid, newest first'),
    async c => c.json(await findVersions(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/grids/:id/changes',
    id,
    gives(z.array(GridChange), '边界变更 / How the boundary came to be, newest first'),
    async c => c.json(await findChanges(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/grid-surroundings',
    takes('query', TownQuery),
    gives(Surroundings, '外边界四周 / The area above a town and the towns beside it'),
    async c => c.json(await findSurroundings(c.var.context, c.req.valid('query').town)),
  )
  .get(
    '/grid-publications',
    takes('query', TownQuery),
    gives(z.array(GridPublication), '网格发布记录 / What changed the grids, newest first'),
    async c => c.json(await findPublications(c.var.context, c.req.valid('query'))),
  )
  .route('/', draftRoutes)
