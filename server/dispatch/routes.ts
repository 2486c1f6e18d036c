import { Hono } from 'hono'
import { z } from 'zod'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { acknowledge } from './acknowledge.ts'
import { arrive } from './arrive.ts'
import { closeRoad } from './close-road.ts'
import { decline } from './decline.ts'
import { depart } from './depart.ts'
import {
  Closure,
  ClosureInput,
  Field,
  LiftInput,
  Order,
  OrderInput,
  OrderStepInput,
  PositionAnswer,
  PositionInput,
  Recommendation,
  RecommendationInput,
  Zone,
  ZoneInput,
} from './dispatch.ts'
import { drawZone } from './draw-zone.ts'
import { findOrder, findOrders, OrderQuery } from './find.ts'
import { findField } from './find-field.ts'
import { findClosure, findClosures, findZone, findZones, ObstacleQuery } from './find-obstacles.ts'
import { liftClosure } from './lift-closure.ts'
import { liftZone } from './lift-zone.ts'
import { order } from './order.ts'
import { recommend } from './recommend.ts'
import { release } from './release.ts'
import { reportPosition } from './report-position.ts'

const ofIncident = new Hono<Served>()
  .post(
    '/incidents/:id/recommendation',
    takes('param', IdParam),
    takes('json', RecommendationInput),
    gives(Recommendation, 'Who could go and when they would be there; dispatches nothing'),
    async c => c.json(await recommend(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/incidents/:id/orders',
    takes('param', IdParam),
    takes('json', OrderInput),
    gives(z.array(Order), 'Order responders out, all or none', 201),
    async c => c.json(await order(c.var.context, c.req.valid('param').id, c.req.valid('json')), 201),
  )

const param = takes('param', IdParam)
const step = takes('json', OrderStepInput)

const orders = new Hono<Served>()
  .get('/orders', takes('query', OrderQuery), gives(z.array(Order), 'Orders, open ones first'), async c =>
    c.json(await findOrders(c.var.context, c.req.valid('query'))),
  )
  .get('/orders/:id', param, gives(Order, 'One order with its route'), async c =>
    c.json(await findOrder(c.var.context, c.req.valid('param').id)),
  )
  .post('/orders/:id/acknowledge', param, step, gives(Order, 'Take the order'), async c =>
    c.json(await acknowledge(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/orders/:id/decline', param, step, gives(Order, 'Refuse the order, with a reason'), async c =>
    c.json(await decline(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/orders/:id/depart', param, step, gives(Order, 'Set out'), async c =>
    c.json(await depart(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/orders/:id/arrive', param, step, gives(Order, 'Be on scene'), async c =>
    c.json(await arrive(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .post('/orders/:id/release', param, step, gives(Order, 'Send home'), async c =>
    c.json(await release(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )

const field = new Hono<Served>()
  .get('/field', gives(Field, 'What the own responder needs in the field'), async c =>
    c.json(await findField(c.var.context)),
  )
  .post(
    '/positions',
    takes('json', PositionInput),
    gives(PositionAnswer, 'Report where a responder is', 201),
    async c => c.json(await reportPosition(c.var.context, c.req.valid('json')), 201),
  )

const obstacles = new Hono<Served>()
  .get('/closures', takes('query', ObstacleQuery), gives(z.array(Closure), 'Closed roads'), async c =>
    c.json(await findClosures(c.var.context, c.req.valid('query'))),
  )
  .post('/closures', takes('json', ClosureInput), gives(Closure, 'Close a stretch of road', 201), async c =>
    c.json(await closeRoad(c.var.context, c.req.valid('json')), 201),
  )
  .get('/closures/:id', param, gives(Closure, 'One closure'), async c =>
    c.json(await findClosure(c.var.context, c.req.valid('param').id)),
  )
  .post('/closures/:id/lift', param, takes('json', LiftInput), gives(Closure, 'Reopen a road'), async c =>
    c.json(await liftClosure(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )
  .get('/zones', takes('query', ObstacleQuery), gives(z.array(Zone), 'Danger zones and cordons'), async c =>
    c.json(await findZones(c.var.context, c.req.valid('query'))),
  )
  .post('/zones', takes('json', ZoneInput), gives(Zone, 'Draw a danger zone or cordon', 201), async c =>
    c.json(await drawZone(c.var.context, c.req.valid('json')), 201),
  )
  .get('/zones/:id', param, gives(Zone, 'One zone'), async c =>
    c.json(await findZone(c.var.context, c.req.valid('param').id)),
  )
  .post('/zones/:id/lift', param, takes('json', LiftInput), gives(Zone, 'Lift a zone'), async c =>
    c.json(await liftZone(c.var.context, c.req.valid('param').id, c.req.valid('json'))),
  )

export const dispatchRoutes = new Hono<Served>()
  .route('/', ofIncident)
  .route('/', orders)
  .route('/', field)
  .route('/', obstacles)
