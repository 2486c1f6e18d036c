import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { create } from './create.ts'
import { end } from './end.ts'
import { escalate } from './escalate.ts'
import { findPlan, findPlans, PlanQuery } from './find.ts'
import { findFindings } from './find-findings.ts'
import { findProposal } from './find-proposal.ts'
import { findRun, findRuns } from './find-run.ts'
import { mark } from './mark.ts'
import {
  Escalation,
  NodeMarkInput,
  PlanFinding,
  PlanInput,
  PlanProposal,
  PlanRecord,
  PlanSave,
  PlanSummary,
  Run,
  RunNode,
  RunStart,
  VersionInput,
} from './plan.ts'
import { publish } from './publish.ts'
import { save } from './save.ts'
import { start } from './start.ts'

const NodeParam = IdParam.extend({ nodeId: z.string().min(1).max(64) })

const planRegister = new Hono<Served>()
  .get('/plans', takes('query', PlanQuery), gives(z.array(PlanSummary), 'The plans of a town'), async c =>
    c.json(await findPlans(c.var.context, c.req.valid('query'))),
  )
  .post('/plans', takes('json', PlanInput), gives(PlanRecord, 'Add a plan as a draft', 201), async c =>
    c.json(await create(c.var.context, c.req.valid('json')), 201),
  )
  .get('/plans/:id', takes('param', IdParam), gives(PlanRecord, 'One plan with its document'), async c =>
    c.json(await findPlan(c.var.context, c.req.valid('param').id)),
  )
  .put(
    '/plans/:id',
    takes('param', IdParam),
    takes('json', PlanSave),
    gives(PlanRecord, 'Save a plan as a draft'),
    async c => c.json(await save(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get(
    '/plans/:id/check',
    takes('param', IdParam),
    gives(z.array(PlanFinding), 'What is wrong with a plan'),
    async c => c.json(await findFindings(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/plans/:id/publish',
    takes('param', IdParam),
    takes('json', VersionInput),
    gives(PlanRecord, 'Publish a plan without errors'),
    async c => c.json(await publish(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )

const runs = new Hono<Served>()
  .get(
    '/incidents/:id/proposal',
    takes('param', IdParam),
    gives(z.array(PlanProposal), 'Plans that fit an incident, with a level and reasons'),
    async c => c.json(await findProposal(c.var.context, c.req.valid('param').id)),
  )
  .get(
    '/incidents/:id/runs',
    takes('param', IdParam),
    gives(z.array(Run), 'The runs of an incident'),
    async c => c.json(await findRuns(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/incidents/:id/runs',
    takes('param', IdParam),
    takes('json', RunStart),
    gives(Run, 'Start a plan at a response level', 201),
    async c => c.json(await start(c.var.context, c.req.valid('param').id, c.req.valid('json')), 201),
  )
  .get('/runs/:id', takes('param', IdParam), gives(Run, 'One run with its marks'), async c =>
    c.json(await findRun(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/runs/:id/escalate',
    takes('param', IdParam),
    takes('json', Escalation),
    gives(Run, 'Raise the response level'),
    async c => c.json(await escalate(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/runs/:id/end',
    takes('param', IdParam),
    takes('json', VersionInput),
    gives(Run, 'End the response'),
    async c => c.json(await end(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/runs/:id/nodes/:nodeId',
    takes('param', NodeParam),
    takes('json', NodeMarkInput),
    gives(RunNode, 'Mark a node of a run'),
    async c => {
      const { id, nodeId } = c.req.valid('param')
      return c.json(await mark(c.var.context, id, { ...c.req.valid('json'), nodeId }))
    },
  )

export const planRoutes = new Hono<Served>().route('/', planRegister).route('/', runs)
