import type { TransactionSql } from 'postgres'
import { allow } from '../account/rules/rights.ts'
import { type Context, change, type Inside, plain } from '../context.ts'
import { Refusal } from '../errors.ts'
import { loadSensor, sensorsWhere } from './find.ts'
import { checkReadings, type GoodReading } from './rules/check-reading.ts'
import { gradeAfter } from './rules/grade.ts'
import type { ReadingBatch, Sensor, Taken } from './sensor.ts'

/**
 * Takes a batch of readings: each goes to the history once; the newest of a sensor says whether it is over.
 * One journal row for the batch, and one for each sensor that crossed a threshold.
 * @throws Refusal `forbidden`; `invalid` naming every bad line, unless the good ones are to be kept
 */
export const takeReading = (context: Context, { townId, rows, keepGood }: ReadingBatch): Promise<Taken> =>
  change(context, async inside => {
    const { sql, actor, world, now, record } = inside
    allow(actor, 'reading.take', { world, townId })
    const codes = [...new Set(rows.map(({ sensor }) => sensor))]
    // Locked in one order, so that two batches over the same sensors queue instead of crossing.
    await sql`select id from sensors where town_id = ${townId} and code in ${sql(codes)} order by id for update`
    const sensors = await sensorsWhere(
      sql,
      sql`where s.town_id = ${townId} and s.code in ${sql(codes)} order by s.id`,
    )
    const { good, bad } = checkReadings(rows, { known: new Set(sensors.map(({ code }) => code)), now })
    if (bad.length > 0 && !keepGood) {
      const message = {
        zh: `${rows.length} 行中有 ${bad.length} 行不能接收，全部未存`,
        en: `${bad.length} of ${rows.length} rows cannot be taken; nothing was stored`,
      }
      const errors = bad
        .slice(0, 50)
        .map(({ row, message: why }) => ({ path: `rows.${row - 1}`, message: why }))
      throw new Refusal('invalid', message, { errors })
    }
    const fresh = await keep(sql, sensors, good)
    const crossed: Sensor[] = []
    for (const sensor of sensors) {
      const own = good.filter(reading => reading.sensor === sensor.code)
      if (await settle(inside, sensor, own)) crossed.push(await loadSensor(sql, sensor.id))
    }
    const taken = { taken: fresh, repeated: good.length - fresh, crossed, refused: bad }
    if (good.length > 0) {
      const after = { taken: fresh, sensors: sensors.map(({ id }) => id) }
      record({ verb: 'take', noun: 'reading', id: null, townId, after })
    }
    return taken
  })

async function keep(sql: TransactionSql, sensors: Sensor[], good: GoodReading[]): Promise<number> {
  const ids = new Map(sensors.map(({ code, id }) => [code, id]))
  const list = good.map(({ sensor, at, value }) => ({ id: ids.get(sensor), at: at.toISOString(), value }))
  const rows = await sql`insert into readings (sensor_id, at, value)
    select r.id, r.at, r.value
    from jsonb_to_recordset(${sql.json(plain(list))}) as r (id int, at timestamptz, value float8)
    on conflict do nothing returning sensor_id`
  return rows.length
}

/** Runs a sensor through its new readings in order of time; what came late is history only. Answers whether it crossed. */
async function settle({ sql, record }: Inside, before: Sensor, own: GoodReading[]): Promise<boolean> {
  const known = before.lastAt === null ? -Infinity : Date.parse(before.lastAt)
  const newer = own.filter(({ at }) => at.getTime() > known).sort((a, b) => a.at.getTime() - b.at.getTime())
  const last = newer.at(-1)
  if (!last) return false
  let { grade } = before
  let since = before.overSince
  for (const { at, value } of newer) {
    grade = gradeAfter(before.thresholds, { before: grade, value })
    since = grade === 'none' ? null : (since ?? at.toISOString())
  }
  const crossed = grade !== before.grade
  await sql`update sensors set last_value = ${last.value}, last_at = ${last.at}, grade = ${grade}, over_since = ${since},
      version = version + ${crossed ? 1 : 0}
    where id = ${before.id}`
  if (!crossed) return false
  const after = await loadSensor(sql, before.id)
  record({
    verb: grade === 'none' ? 'recover' : 'exceed',
    noun: 'sensor',
    id: after.id,
    version: after.version,
    townId: after.townId,
    before,
    after,
  })
  return true
}
