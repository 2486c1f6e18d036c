import { Hono } from 'hono'
import { z } from 'zod'
import { Version } from '../region/place.ts'
import { gives, IdParam, type Served, takes, wholeNumber } from '../request.ts'
import { approve } from './approve.ts'
import { Consequences } from './consequence.ts'
import { discardDraft } from './discard-draft.ts'
import {
  ApproveInput,
  GridDraft,
  GridDraftInput,
  GridMerge,
  RebaseInput,
  RejectInput,
  RestoreInput,
} from './draft.ts'
import { findConsequences, findMerge } from './find-consequences.ts'
import { DraftQuery, findDraft, findDrafts } from './find-drafts.ts'
import { propose } from './propose.ts'
import { rebaseDraft } from './rebase-draft.ts'
import { recall } from './recall.ts'
import { reject } from './reject.ts'
import { restore } from './restore.ts'
import { saveDraft } from './save-draft.ts'

const id = takes('param', IdParam)
const draft = (summary: string) => gives(GridDraft, summary)
const Seen = z.strictObject({ version: Version })
/** Steps that are left out, `0,3,4`. */
const MergeQuery = z.object({
  drop: z
    .string()
    .regex(/^\d{1,5}(,\d{1,5})*$/)
    .transform(text => text.split(',').map(Number))
    .optional(),
})
const VersionQuery = z.object({ version: wholeNumber })

export const draftRoutes = new Hono<Served>()
  .get(
    '/grid-drafts',
    takes('query', DraftQuery),
    gives(z.array(GridDraft), '草稿 / Drafts, mine first'),
    async c => c.json(await findDrafts(c.var.context, c.req.valid('query'))),
  )
  .post('/grid-drafts', takes('json', GridDraftInput), draft('新草稿 / Keep a new draft'), async c =>
    c.json(await saveDraft(c.var.context, null, c.req.valid('json'))),
  )
  .get('/grid-drafts/:id', id, draft('草稿 / One draft'), async c =>
    c.json(await findDraft(c.var.context, c.req.valid('param').id)),
  )
  .put('/grid-drafts/:id', id, takes('json', GridDraftInput), draft('保存草稿 / Keep a draft'), async c =>
    c.json(await saveDraft(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .delete(
    '/grid-drafts/:id',
    id,
    takes('query', VersionQuery),
    draft('删除草稿 / Discard a draft'),
    async c => c.json(await discardDraft(c.var.context, c.req.valid('param').id, c.req.valid('query'))),
  )
  .get(
    '/grid-drafts/:id/consequences',
    id,
    gives(Consequences, '影响 / What a draft would change'),
    async c => c.json(await findConsequences(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/grid-drafts/:id/merge',
    id,
    takes('query', MergeQuery),
    gives(GridMerge, '合并 / A draft on the present grids'),
    async c => c.json(await findMerge(c.var.context, c.req.valid('param').id, c.req.valid('query').drop)),
  )
  .post(
    '/grid-drafts/:id/rebase',
    id,
    takes('json', RebaseInput),
    draft('合并草稿 / Merge a draft'),
    async c => c.json(await rebaseDraft(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/grid-drafts/:id/propose', id, takes('json', Seen), draft('提交审核 / Propose a draft'), async c =>
    c.json(await propose(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/grid-drafts/:id/recall', id, takes('json', Seen), draft('撤回 / Take a proposal back'), async c =>
    c.json(await recall(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/grid-drafts/:id/approve',
    id,
    takes('json', ApproveInput),
    draft('批准 / Approve a proposal'),
    async c => c.json(await approve(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/grid-drafts/:id/reject',
    id,
    takes('json', RejectInput),
    draft('驳回 / Send a proposal back'),
    async c => c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/grid-restores', takes('json', RestoreInput), draft('恢复旧边界 / Draft a return'), async c =>
    c.json(await restore(c.var.context, c.req.valid('json'))),
  )
