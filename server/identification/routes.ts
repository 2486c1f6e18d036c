import { Hono } from 'hono'
import { z } from 'zod'
import { nextCursor } from '../list.ts'
import { gives, IdParam, type Served, TownQuery, takes } from '../request.ts'
import { confirm } from './confirm.ts'
import { findProposals, findRules, findRuns, ProposalQuery } from './find.ts'
import {
  Confirming,
  IdentificationRule,
  IdentificationRun,
  Proposal,
  Rejecting,
  RunInput,
  Undoing,
} from './identification.ts'
import { identify } from './identify.ts'
import { readMap } from './read-map.ts'
import { readSlope } from './read-slope.ts'
import { reject } from './reject.ts'
import { undo } from './undo.ts'

const id = takes('param', IdParam)
const one = gives(Proposal, '辨识建议 / One proposal')

export const identificationRoutes = ({ dataDirectory }: { dataDirectory: string }) =>
  new Hono<Served>()
    .get(
      '/identification/rules',
      takes('query', TownQuery),
      gives(z.array(IdentificationRule), '辨识规则 / Rules'),
      async c => c.json(await findRules(c.var.context, c.req.valid('query'))),
    )
    .get(
      '/identification/runs',
      takes('query', TownQuery),
      gives(z.array(IdentificationRun), '辨识记录 / Runs, newest first'),
      async c => c.json(await findRuns(c.var.context, c.req.valid('query'))),
    )
    .post(
      '/identification/runs',
      takes('json', RunInput),
      gives(IdentificationRun, '开始辨识 / Run the rules', 201),
      async c => {
        const { townId } = c.req.valid('json')
        const { context } = c.var
        const look = async () => ({
          map: await readMap(dataDirectory, townId),
          slopeAt: await readSlope(context, townId),
        })
        return c.json(await identify(context, { townId, look }), 201)
      },
    )
    .get(
      '/proposals',
      takes('query', ProposalQuery),
      gives(z.array(Proposal), '辨识建议 / Proposals'),
      async c => {
        const query = c.req.valid('query')
        const rows = await findProposals(c.var.context, query)
        return c.json(rows, 200, nextCursor(rows, query))
      },
    )
    .post('/proposals/:id/confirm', id, takes('json', Confirming), one, async c =>
      c.json(await confirm(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post('/proposals/:id/reject', id, takes('json', Rejecting), one, async c =>
      c.json(await reject(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post('/proposals/:id/undo', id, takes('json', Undoing), one, async c =>
      c.json(await undo(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
    )
