import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { findThreat, findThreats, ThreatQuery } from './find.ts'
import { findImpact, findImpactOf } from './impact.ts'
import { make } from './make.ts'
import { preview } from './preview.ts'
import {
  Impact,
  Threat,
  ThreatAnswer,
  ThreatInput,
  ThreatQuestion,
  TurnInput,
  WithdrawInput,
} from './threat.ts'
import { turnIntoZone } from './turn-into-zone.ts'
import { withdraw } from './withdraw.ts'

const param = takes('param', IdParam)

export const threatRoutes = new Hono<Served>()
  .get(
    '/threats',
    takes('query', ThreatQuery),
    gives(z.array(Threat), '后果影响区 / Consequence zones, newest first'),
    async c => c.json(await findThreats(c.var.context, c.req.valid('query'))),
  )
  .post('/threats', takes('json', ThreatInput), gives(Threat, '推算并保存 / Reckon and keep', 201), async c =>
    c.json(await make(c.var.context, c.req.valid('json')), 201),
  )
  .post(
    '/threats/preview',
    takes('json', ThreatQuestion),
    gives(ThreatAnswer, '只推算不保存 / Reckon without keeping'),
    async c => c.json(await preview(c.var.context, c.req.valid('json'))),
  )
  .post(
    '/threats/impact',
    takes('json', ThreatQuestion),
    gives(Impact, '影响统计（不保存）/ Who and what would be hit'),
    async c => c.json(await findImpact(c.var.context, c.req.valid('json'))),
  )
  .get('/threats/:id', param, gives(Threat, '一个影响区 / One consequence zone'), async c =>
    c.json(await findThreat(c.var.context, c.req.valid('param').id)),
  )
  .get('/threats/:id/impact', param, gives(Impact, '影响统计 / Who and what lies inside now'), async c =>
    c.json(await findImpactOf(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/threats/:id/withdraw',
    param,
    takes('json', WithdrawInput),
    gives(Threat, '撤销 / Withdraw it'),
    async c => c.json(await withdraw(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/threats/:id/zone',
    param,
    takes('json', TurnInput),
    gives(Threat, '划为危险区 / Make a danger zone of one outline'),
    async c => c.json(await turnIntoZone(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
