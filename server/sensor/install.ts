import { allow } from '../account/rules/rights.ts'
import { type Context, change, plain } from '../context.ts'
import { conflict, invalid } from '../errors.ts'
import { loadSensor } from './find.ts'
import { faultOf } from './rules/grade.ts'
import type { Sensor, SensorInput } from './sensor.ts'

/**
 * Adds a sensor with its thresholds, tied to a hazard source that its readings raise.
 * @throws Refusal `forbidden`, `invalid` (thresholds, town or source), `conflict` (the code is taken)
 */
export const install = (context: Context, input: SensorInput): Promise<Sensor> =>
  change(context, async ({ sql, actor, world, record }) => {
    const { townId } = input
    allow(actor, 'hazard.edit', { world, townId })
    const fault = faultOf(input.thresholds)
    if (fault) throw invalid('thresholds', fault)
    const [town] = await sql`select id from regions where id = ${townId} and parent_id is null`
    if (!town) throw invalid('townId', { zh: '没有这个镇街', en: 'There is no such town' })
    if (input.hazardId !== null) {
      const [hazard] = await sql`select id from hazards where id = ${input.hazardId} and town_id = ${townId}`
      if (!hazard)
        throw invalid('hazardId', { zh: '这个镇街没有此风险源', en: 'The town has no such source' })
    }
    const point = input.lngLat
      ? sql`ST_SetSRID(ST_MakePoint(${input.lngLat[0]}, ${input.lngLat[1]}), 4326)`
      : sql`null`
    const [row] = await sql<{ id: number }[]>`
      insert into sensors (town_id, hazard_id, code, name, name_en, quantity, unit, point)
      values (${townId}, ${input.hazardId}, ${input.code}, ${input.name}, ${input.nameEn}, ${input.quantity},
        ${input.unit}, ${point})
      on conflict (world, town_id, code) do nothing returning id`
    if (!row) throw conflict({ zh: `编号“${input.code}”已有传感器`, en: `The code ${input.code} is taken` })
    await sql`insert into sensor_thresholds (sensor_id, grade, direction, over_value, back_value)
      select ${row.id}, t.grade, t.direction, t.over, t.back
      from jsonb_to_recordset(${sql.json(plain(input.thresholds))}) as t (grade text, direction text, over float8, back float8)`
    const after = await loadSensor(sql, row.id)
    record({ verb: 'install', noun: 'sensor', id: after.id, version: after.version, townId, after })
    return after
  })
