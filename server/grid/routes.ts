import { Hono } from 'hono'
import { z } from 'zod'
import { ListQuery, nextCursor } from '../list.ts'
import { gives, IdParam, type Served, TownQuery, takes, wholeNumber } from '../request.ts'
import { discardDraft } from './discard-draft.ts'
import { findGrid, findGrids } from './find.ts'
import { findChanges } from './find-changes.ts'
import { findDrafts } from './find-drafts.ts'
import { Grid, GridChange, GridDraft, GridDraftInput, GridEdits } from './grid.ts'
import { redraw } from './redraw.ts'
import { saveDraft } from './save-draft.ts'

const id = takes('param', IdParam)
const draft = gives(GridDraft, '边界草稿 / A boundary draft')
const VersionQuery = z.object({ version: wholeNumber })

export const gridRoutes = new Hono<Served>()
  .get('/grids', takes('query', ListQuery), gives(z.array(Grid), '网格 / Grids of a town'), async c => {
    const query = c.req.valid('query')
    const rows = await findGrids(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .post(
    '/grids/edits',
    takes('json', GridEdits),
    gives(z.array(Grid), '改边界 / Redraw shared boundaries'),
    async c => c.json(await redraw(c.var.context, c.req.valid('json'))),
  )
  .get('/grids/:id', id, gives(Grid, '网格 / One grid'), async c =>
    c.json(await findGrid(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/grids/:id/changes',
    id,
    gives(z.array(GridChange), '边界变更 / How the boundary came to be, newest first'),
    async c => c.json(await findChanges(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/grid-drafts',
    takes('query', TownQuery),
    gives(z.array(GridDraft), '草稿 / Drafts, mine first'),
    async c => c.json(await findDrafts(c.var.context, c.req.valid('query'))),
  )
  .post('/grid-drafts', takes('json', GridDraftInput), draft, async c =>
    c.json(await saveDraft(c.var.context, null, c.req.valid('json'))),
  )
  .put('/grid-drafts/:id', id, takes('json', GridDraftInput), draft, async c =>
    c.json(await saveDraft(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .delete('/grid-drafts/:id', id, takes('query', VersionQuery), draft, async c =>
    c.json(await discardDraft(c.var.context, c.req.valid('param').id, c.req.valid('query'))),
  )
