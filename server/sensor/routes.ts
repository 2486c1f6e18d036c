import { Hono } from 'hono'
import { z } from 'zod'
import { nextCursor } from '../list.ts'
import { gives, IdParam, type Served, takes } from '../request.ts'
import { findReadings, findSensors, SensorQuery } from './find.ts'
import { install } from './install.ts'
import { Reading, ReadingBatch, Sensor, SensorInput, Taken } from './sensor.ts'
import { takeReading } from './take-reading.ts'

export const sensorRoutes = new Hono<Served>()
  .get('/sensors', takes('query', SensorQuery), gives(z.array(Sensor), '传感器 / Sensors'), async c => {
    const query = c.req.valid('query')
    const rows = await findSensors(c.var.context, query)
    return c.json(rows, 200, nextCursor(rows, query))
  })
  .post(
    '/sensors',
    takes('json', SensorInput),
    gives(Sensor, '安装传感器 / Install a sensor', 201),
    async c => c.json(await install(c.var.context, c.req.valid('json')), 201),
  )
  .get(
    '/sensors/:id/readings',
    takes('param', IdParam),
    gives(z.array(Reading), '最近读数 / Readings, newest first'),
    async c => c.json(await findReadings(c.var.context, c.req.valid('param').id)),
  )
  .post('/readings', takes('json', ReadingBatch), gives(Taken, '接收读数 / Take readings'), async c =>
    c.json(await takeReading(c.var.context, c.req.valid('json'))),
  )
