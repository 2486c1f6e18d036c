import type { Inside } from '../context.ts'
import { type Context, plain } from '../context.ts'
import { accept } from '../danger/accept.ts'
import { assess } from '../danger/assess.ts'
import { close } from '../danger/close.ts'
import type { Danger } from '../danger/danger.ts'
import { rectify } from '../danger/rectify.ts'
import { report } from '../danger/report.ts'
import { supervise } from '../danger/supervise.ts'
import { assign } from '../inspection/assign.ts'
import { controlsWhere } from '../inspection/find.ts'
import { inspect } from '../inspection/inspect.ts'
import { install } from '../sensor/install.ts'
import type { Threshold } from '../sensor/sensor.ts'
import { takeReading } from '../sensor/take-reading.ts'
import {
  type DemoPastIncident,
  demoDangers,
  demoGauges,
  demoPast,
  lateByDays,
  responsibles,
} from './inspections.ts'
import { phoneNumbers } from './names.ts'
import type { Sites } from './sites.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000

interface Founding {
  context: Context
  inside: Inside
  townId: number
  sites: Sites
}

/** Inspections, hidden dangers, gauges with a day of readings and the incidents of past years. The journal starts after them. */
export async function foundInspections({ context, inside, townId, sites }: Founding): Promise<void> {
  const at = (msAgo: number): Context => ({
    ...context,
    inside: { ...inside, now: new Date(inside.now.getTime() - msAgo), record: () => undefined },
  })
  const rows = await inside.sql<
    { id: number; code: string }[]
  >`select id, code from hazards where town_id = ${townId}`
  const hazards = new Map(rows.map(({ id, code }) => [code, id]))
  await foundLooks(at, inside, townId, hazards)
  for (const danger of demoDangers)
    await foundDanger(at, { ...danger, hazardId: hazards.get(danger.code) ?? 0 })
  await foundGauges(at, { townId, sites, hazards })
  await foundPast(inside, townId, demoPast(sites))
}

type At = (msAgo: number) => Context

async function foundLooks(
  at: At,
  inside: Inside,
  townId: number,
  hazards: Map<string, number>,
): Promise<void> {
  const codes = new Map([...hazards].map(([code, id]) => [id, code]))
  const phone = phoneNumbers(5200)
  const controls = await controlsWhere(inside, { townId, where: inside.sql`` })
  for (const [i, { hazardId, inspectDays, unit }] of controls.entries()) {
    const responsible = responsibles[i % responsibles.length] ?? ''
    await assign(at(0), hazardId, { responsible, unit, phone: phone(), version: 0 })
    if (inspectDays === null) continue
    const late = lateByDays[codes.get(hazardId) ?? '']
    const days = late ? inspectDays + late - 0.5 : ((i * 37) % 85) * 0.01 * inspectDays
    await inspect(at(days * dayMs), { hazardId, doneAt: null, note: '例行检查', dangers: [] })
  }
}

type Made = (typeof demoDangers)[number] & { hazardId: number }

/** Walks a danger through its steps, days apart, up to the state it is in today. */
async function foundDanger(at: At, made: Made): Promise<void> {
  const { hazardId, title, detail, grade, steps, daysAgo, dueInDays, responsible } = made
  const when = (n: number) => at((daysAgo * dayMs * (steps.length - n + 1)) / (steps.length + 1))
  const dueAt = new Date((at(0).inside?.now.getTime() ?? 0) + dueInDays * dayMs).toISOString()
  let danger: Danger = await report(when(0), { hazardId, title, detail, grade, dueAt: null })
  const note = ''
  for (const [i, step] of steps.entries()) {
    const { id, version } = danger
    const context = when(i + 1)
    const act = {
      assess: () => assess(context, id, { version, note, grade, responsible, dueAt }),
      supervise: () => supervise(context, id, { version, note, supervisor: '县安委会办公室' }),
      rectify: () => rectify(context, id, { version, note, ...made.repair }),
      accept: () => accept(context, id, { version, note: '现场复查合格', passed: true, resumed: true }),
      close: () => close(context, id, { version, note }),
    }[step]
    danger = await act()
  }
}

async function foundGauges(
  at: At,
  { townId, sites, hazards }: { townId: number; sites: Sites; hazards: Map<string, number> },
): Promise<void> {
  const gauges = demoGauges(sites)
  for (const { code, name, nameEn, quantity, unit, hazard, lngLat, first, second, back } of gauges) {
    const thresholds: Threshold[] = [
      { grade: 'first', direction: 'above', over: first, back },
      { grade: 'second', direction: 'above', over: second, back: first },
    ]
    const hazardId = hazards.get(hazard) ?? null
    await install(at(0), { townId, hazardId, code, name, nameEn, quantity, unit, lngLat, thresholds })
  }
  const now = at(0).inside?.now.getTime() ?? 0
  const rows = gauges.flatMap(({ code, day }) =>
    day.map((value, i) => ({
      sensor: code,
      at: new Date(now - (day.length - 1 - i) * hourMs).toISOString(),
      value,
    })),
  )
  await takeReading(at(0), { townId, rows, keepGood: false })
}

/** Closed incidents of past years, numbered within their year. */
async function foundPast({ sql, now }: Inside, townId: number, past: DemoPastIncident[]): Promise<void> {
  const nobody = { dead: 0, missing: 0, severe: 0, injured: 1, trapped: 0 }
  const counts = new Map<number, number>()
  for (const { daysAgo, type, title, lngLat, address } of past) {
    const at = new Date(now.getTime() - daysAgo * dayMs)
    const year = at.getUTCFullYear()
    const count = (counts.get(year) ?? 0) + 1
    counts.set(year, count)
    await sql`insert into incidents (town_id, number, type, title, point, address, channel, casualties, grade,
        grade_reasons, state, reported_at, reported_by, closed_at)
      values (${townId}, ${`${year}-${String(count).padStart(4, '0')}`}, ${type}, ${title},
        ST_SetSRID(ST_MakePoint(${lngLat[0]}, ${lngLat[1]}), 4326), ${address}, 'hotline', ${sql.json(plain(nobody))},
        'ordinary', '[]', 'closed', ${at}, '值班员', ${new Date(at.getTime() + 3 * hourMs)})`
  }
}
