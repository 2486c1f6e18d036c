import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, TownQuery, takes, wholeNumber } from '../request.ts'
import { ClockInput, Drill, DrillInput, ReplayRow } from './drill.ts'
import { findDrill, findDrills } from './find.ts'
import { findReplay } from './find-replay.ts'
import { open } from './open.ts'
import { setClock } from './set-clock.ts'

const ReplayQuery = z.object({ after: wholeNumber.default(0), limit: wholeNumber.default(1000) })

export const drillRoutes = new Hono<Served>()
  .get(
    '/drills',
    takes('query', TownQuery),
    gives(z.array(Drill), 'Drills of a town, running ones first'),
    async c => c.json(await findDrills(c.var.context, c.req.valid('query'))),
  )
  .post(
    '/drills',
    takes('json', DrillInput),
    gives(Drill, 'Open a drill in a world of its own', 201),
    async c => c.json(await open(c.var.context, c.req.valid('json')), 201),
  )
  .get('/drills/:id', takes('param', IdParam), gives(Drill, 'One drill with its clock'), async c =>
    c.json(await findDrill(c.var.context, c.req.valid('param').id)),
  )
  .post(
    '/drills/:id/clock',
    takes('param', IdParam),
    takes('json', ClockInput),
    gives(Drill, 'Pause, run, set forward or end the clock'),
    async c => c.json(await setClock(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get(
    '/drills/:id/replay',
    takes('param', IdParam),
    takes('query', ReplayQuery),
    gives(z.array(ReplayRow), 'What happened in the drill, in order'),
    async c => {
      const { after, limit } = c.req.valid('query')
      return c.json(
        await findReplay(c.var.context, c.req.valid('param').id, { after, limit: Math.min(limit, 5000) }),
      )
    },
  )
