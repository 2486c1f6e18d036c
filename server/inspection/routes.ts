import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, TownQuery, takes } from '../request.ts'
import { assign } from './assign.ts'
import { ControlQuery, findControl, findControls, findInspections, findTasks } from './find.ts'
import { findRuleEditions, findRules, findTerms } from './find-rules.ts'
import { inspect } from './inspect.ts'
import {
  Control,
  ControlEdition,
  ControlInput,
  ControlRules,
  ControlRulesInput,
  Inspection,
  InspectionInput,
  LiveTerm,
  Task,
} from './inspection.ts'
import { setRules } from './set-rules.ts'

const id = takes('param', IdParam)
const town = takes('query', TownQuery)

export const inspectionRoutes = new Hono<Served>()
  .get(
    '/controls',
    takes('query', ControlQuery),
    gives(z.array(Control), '分类管控与检查到期 / Control and inspections due, the latest first'),
    async c => c.json(await findControls(c.var.context, c.req.valid('query'))),
  )
  .get('/controls/:id', id, gives(Control, '某风险源的管控 / Control of one source'), async c =>
    c.json(await findControl(c.var.context, c.req.valid('param').id)),
  )
  .put(
    '/controls/:id',
    id,
    takes('json', ControlInput),
    gives(Control, '指定责任人 / Name the responsible person'),
    async c => c.json(await assign(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get('/control-rules', town, gives(ControlRules, '管控规则 / Control rules'), async c =>
    c.json(await findRules(c.var.context, c.req.valid('query'))),
  )
  .get(
    '/control-rules/editions',
    town,
    gives(z.array(ControlEdition), '历版管控规则 / Editions of the rules, newest first'),
    async c => c.json(await findRuleEditions(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/control-rules',
    takes('json', ControlRulesInput),
    gives(ControlRules, '新版管控规则 / A new edition of the rules', 201),
    async c => c.json(await setRules(c.var.context, c.req.valid('json')), 201),
  )
  .get('/live-terms', town, gives(z.array(LiveTerm), '实时上调规则 / What raises a source'), async c =>
    c.json(await findTerms(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/inspections',
    takes('json', InspectionInput),
    gives(Inspection, '记录检查 / Record an inspection', 201),
    async c => c.json(await inspect(c.var.context, c.req.valid('json')), 201),
  )
  .get(
    '/hazards/:id/inspections',
    id,
    gives(z.array(Inspection), '检查记录 / Inspections, newest first'),
    async c => c.json(await findInspections(c.var.context, c.req.valid('param').id)),
  )
  .get('/tasks', town, gives(z.array(Task), '待办 / Open work'), async c =>
    c.json(await findTasks(c.var.context, c.req.valid('query'))),
  )
