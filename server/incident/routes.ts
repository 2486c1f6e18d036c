import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, takes, wholeNumber } from '../request.ts'
import { close } from './close.ts'
import { correct } from './correct.ts'
import { findIncident, findIncidents, IncidentQuery } from './find.ts'
import { findSurroundings } from './find-surroundings.ts'
import { findTimeline } from './find-timeline.ts'
import {
  GradeInput,
  Incident,
  IncidentClose,
  IncidentInput,
  IncidentPatch,
  Surroundings,
  TimelineEntry,
} from './incident.ts'
import { report } from './report.ts'
import { setGrade } from './set-grade.ts'

const TimelineQuery = z.object({ after: wholeNumber.default(0), limit: wholeNumber.default(500) })

export const incidentRoutes = new Hono<Served>()
  .get(
    '/incidents',
    takes('query', IncidentQuery),
    gives(z.array(Incident), 'Incidents of a town, open ones first'),
    async c => c.json(await findIncidents(c.var.context, c.req.valid('query'))),
  )
  .post('/incidents', takes('json', IncidentInput), gives(Incident, 'Report an incident', 201), async c =>
    c.json(await report(c.var.context, c.req.valid('json')), 201),
  )
  .get('/incidents/:id', takes('param', IdParam), gives(Incident, 'One incident'), async c =>
    c.json(await findIncident(c.var.context, c.req.valid('param').id)),
  )
  .patch(
    '/incidents/:id',
    takes('param', IdParam),
    takes('json', IncidentPatch),
    gives(Incident, 'Correct an incident; it is graded anew'),
    async c => c.json(await correct(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/incidents/:id/grade',
    takes('param', IdParam),
    takes('json', GradeInput),
    gives(Incident, 'Grade an incident by hand, where no table grades its type'),
    async c => c.json(await setGrade(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/incidents/:id/close',
    takes('param', IdParam),
    takes('json', IncidentClose),
    gives(Incident, 'Close an incident; refused while orders are open'),
    async c => c.json(await close(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get(
    '/incidents/:id/timeline',
    takes('param', IdParam),
    takes('query', TimelineQuery),
    gives(z.array(TimelineEntry), 'The journal of an incident in sentences'),
    async c => {
      const { after, limit } = c.req.valid('query')
      const range = { after, limit: Math.min(limit, 1000) }
      return c.json(await findTimeline(c.var.context, c.req.valid('param').id, range))
    },
  )
  .get(
    '/incidents/:id/surroundings',
    takes('param', IdParam),
    gives(Surroundings, 'What stands around it'),
    async c => c.json(await findSurroundings(c.var.context, c.req.valid('param').id)),
  )
