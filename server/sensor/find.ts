import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { allow } from '../account/rules/rights.ts'
import { type Context, read } from '../context.ts'
import { missing } from '../errors.ts'
import { type Fragment, readTown } from '../list.ts'
import { wholeNumber } from '../request.ts'
import type { Reading, Sensor } from './sensor.ts'

export const SensorQuery = z.object({
  town: wholeNumber,
  hazard: wholeNumber.optional(),
  limit: wholeNumber.pipe(z.int().min(1).max(5000)).default(2000),
  cursor: wholeNumber.default(0),
})
export type SensorQuery = z.infer<typeof SensorQuery>

interface SensorRow extends Omit<Sensor, 'lngLat' | 'overSince' | 'lastAt'> {
  lng: number | null
  lat: number | null
  since: Date | null
  last: Date | null
}

export async function sensorsWhere(sql: TransactionSql, where: Fragment): Promise<Sensor[]> {
  const rows = await sql<SensorRow[]>`
    select s.id, s.town_id as "townId", s.hazard_id as "hazardId", coalesce(h.name, '') as "hazardName",
      coalesce(h.name_en, '') as "hazardNameEn", s.code, s.name, s.name_en as "nameEn", s.quantity, s.unit,
      ST_X(coalesce(s.point, h.point)) as lng, ST_Y(coalesce(s.point, h.point)) as lat,
      (select json_agg(json_build_object('grade', t.grade, 'direction', t.direction, 'over', t.over_value,
        'back', t.back_value) order by t.grade) from sensor_thresholds t where t.sensor_id = s.id) as thresholds,
      s.grade, s.over_since as since, s.last_value as "lastValue", s.last_at as last, s.version
    from sensors s left join hazards h on h.id = s.hazard_id ${where}`
  return rows.map(({ lng, lat, since, last, thresholds, ...row }) => ({
    ...row,
    thresholds: thresholds ?? [],
    lngLat: lng === null || lat === null ? null : [lng, lat],
    overSince: since?.toISOString() ?? null,
    lastAt: last?.toISOString() ?? null,
  }))
}

/** Sensors of a town by number, in pages. */
export const findSensors = (context: Context, query: SensorQuery): Promise<Sensor[]> =>
  readTown(context, query.town, ({ sql }) => {
    const hazard = query.hazard === undefined ? sql`` : sql`and s.hazard_id = ${query.hazard}`
    return sensorsWhere(
      sql,
      sql`where s.town_id = ${query.town} and s.id > ${query.cursor} ${hazard} order by s.id limit ${query.limit}`,
    )
  })

/** Inside a transaction. @throws Refusal `missing` */
export async function loadSensor(sql: TransactionSql, id: number): Promise<Sensor> {
  const [sensor] = await sensorsWhere(sql, sql`where s.id = ${id}`)
  if (!sensor) throw missing({ zh: '没有这个传感器', en: 'There is no such sensor' })
  return sensor
}

/** The latest readings of one sensor, the newest first, 500 at most. */
export const findReadings = (context: Context, id: number): Promise<Reading[]> =>
  read(context, async ({ sql, actor, world }) => {
    const sensor = await loadSensor(sql, id)
    allow(actor, 'region.read', { world, townId: sensor.townId })
    const rows = await sql<{ at: Date; value: number }[]>`
      select at, value from readings where sensor_id = ${id} order by at desc limit 500`
    return rows.map(({ at, value }) => ({ at: at.toISOString(), value }))
  })
