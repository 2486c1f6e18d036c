import { Hono } from 'hono'
import { z } from 'zod'
import { Grid } from '../grid/grid.ts'
import { gives, IdParam, type Served, TownQuery, takes, wholeNumber } from '../request.ts'
import { appoint } from './appoint.ts'
import { assignSheet } from './assign-sheet.ts'
import { changePosting } from './change-posting.ts'
import { correct } from './correct.ts'
import { enlist } from './enlist.ts'
import { findCover, findMembers } from './find.ts'
import { findCodes } from './find-codes.ts'
import { findNextCodes, NextCodesQuery } from './find-next-codes.ts'
import {
  CodeChanges,
  CodeProposal,
  CodeRule,
  Day,
  GridCover,
  Member,
  MemberChange,
  MemberInput,
  PostingChange,
  PostingInput,
  SheetInput,
  SheetReport,
} from './member.ts'
import { recode } from './recode.ts'
import { setCodeRule } from './set-code-rule.ts'

const id = takes('param', IdParam)
const one = gives(Member, '网格人员 / One member')
const Codes = z.strictObject({
  rule: CodeRule,
  proposals: z.array(CodeProposal),
  /** Names of grids for which the serials of the rule do not suffice. */
  full: z.array(z.string()),
})

export const memberRoutes = new Hono<Served>()
  .get(
    '/members',
    takes('query', TownQuery),
    gives(z.array(Member), '网格人员 / People of the grids'),
    async c => c.json(await findMembers(c.var.context, c.req.valid('query'))),
  )
  .post('/members', takes('json', MemberInput), gives(Member, '登记 / Enlist', 201), async c =>
    c.json(await enlist(c.var.context, c.req.valid('json')), 201),
  )
  .patch('/members/:id', id, takes('json', MemberChange), one, async c =>
    c.json(await correct(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/members/:id/postings',
    id,
    takes('json', PostingInput),
    gives(Member, '任职 / Appoint', 201),
    async c => c.json(await appoint(c.var.context, c.req.valid('param').id, c.req.valid('json')), 201),
  )
  .patch('/postings/:id', id, takes('json', PostingChange), one, async c =>
    c.json(await changePosting(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/member-sheets',
    takes('json', SheetInput),
    gives(SheetReport, '批量任职 / Post many by a spreadsheet'),
    async c => c.json(await assignSheet(c.var.context, c.req.valid('json'))),
  )
  .get(
    '/grid-cover',
    takes('query', z.object({ town: wholeNumber, on: Day })),
    gives(z.array(GridCover), '力量覆盖 / Grids and who keeps them on a day'),
    async c => c.json(await findCover(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/grid-codes',
    takes('query', TownQuery),
    gives(Codes, '编码规则与建议 / Codes and proposals'),
    async c => c.json(await findCodes(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/grid-codes/next',
    takes('query', NextCodesQuery),
    gives(z.array(z.string()), '下一个编码 / The next free codes of a village'),
    async c => c.json(await findNextCodes(c.var.context, c.req.valid('query'))),
  )
  .put('/grid-codes', takes('json', CodeRule), gives(CodeRule, '设编码规则 / Set the rule'), async c =>
    c.json(await setCodeRule(c.var.context, c.req.valid('json'))),
  )
  .post('/grid-codes', takes('json', CodeChanges), gives(z.array(Grid), '换编码 / Give new codes'), async c =>
    c.json(await recode(c.var.context, c.req.valid('json'))),
  )
