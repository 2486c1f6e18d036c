import type { TransactionSql } from 'postgres'
import { plain } from '../context.ts'
import type { LngLat } from '../region/place.ts'
import { loadMethodInForce } from '../risk/find-methods.ts'
import type { RiskMethod } from '../risk/risk.ts'
import { assess } from '../risk/rules/method.ts'
import { type Assessed, inputsOf, levelOf } from './assessment.ts'
import { batches } from './found-town.ts'
import { type DemoHazard, demoHazards } from './hazards.ts'
import { phoneNumbers } from './names.ts'
import type { DemoRegion } from './regions.ts'
import { demoResponders } from './responders.ts'
import { roundsOf } from './rounds.ts'
import type { Sites } from './sites.ts'
import { demoShelters, demoSupplies, demoTargets } from './stores.ts'
import type { DemoStory } from './story.ts'

const spot = (sql: TransactionSql, [lng, lat]: LngLat) => sql`ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326)`

interface Founding {
  sites: Sites
  regions: readonly DemoRegion[]
  townId: number
  now: Date
}

/** Writes all registers of the made-up town, confirmed; answers responder ids by key. */
export async function foundRegisters(
  sql: TransactionSql,
  { sites, regions, townId, now }: Founding,
): Promise<Map<string, number>> {
  await foundHazards(sql, {
    townId,
    now,
    hazards: demoHazards(
      sites,
      regions.filter(({ level }) => level === 'village'),
    ),
  })
  await foundShelters(sql, townId, sites)
  await foundTargets(sql, townId, sites)
  await foundSupplies(sql, townId, sites)
  return foundResponders(sql, townId, sites)
}

async function foundHazards(
  sql: TransactionSql,
  { townId, now, hazards }: { townId: number; now: Date; hazards: DemoHazard[] },
) {
  const methods = new Map<string, RiskMethod>()
  const phone = phoneNumbers(3000)
  for (const [place, hazard] of hazards.entries()) {
    const area = hazard.area
      ? sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(hazard.area)}), 4326)`
      : sql`null`
    const [row] = await sql<{ id: number }[]>`
      insert into hazards (town_id, code, name, name_en, domain, kind, point, area, reach_meters, major, inventory, owner,
        contact, standing)
      values (${townId}, ${hazard.code}, ${hazard.name}, ${hazard.nameEn}, ${hazard.domain}, ${hazard.kind},
        ${spot(sql, hazard.lngLat)}, ${area}, ${hazard.reachMeters}, ${hazard.major}, ${sql.json(plain(hazard.inventory))},
        ${hazard.owner}, ${phone()}, 'confirmed')
      returning id`
    const found = async (scale: 'inherent' | 'residual', assessed: Assessed, at: Date, note: string) =>
      foundAssessment(sql, {
        hazardId: row?.id ?? 0,
        scale,
        at,
        note,
        ...reckoned(await methodOf(sql, methods, assessed), assessed),
      })
    const rounds = roundsOf(hazard, place)
    const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
    for (const { daysAgo, scale, assessed, note } of rounds.past)
      await found(scale, assessed, ago(daysAgo), note)
    for (const scale of ['inherent', 'residual'] as const) {
      const assessed = hazard[scale]
      if (assessed) await found(scale, assessed, ago(rounds.daysAgo), '')
    }
  }
}

async function methodOf(
  sql: TransactionSql,
  known: Map<string, RiskMethod>,
  { method, edition }: Assessed,
): Promise<RiskMethod> {
  const key = `${method} ${edition}`
  const loaded = known.get(key) ?? (await loadMethodInForce(sql, { method, edition }))
  known.set(key, loaded)
  return loaded
}

function reckoned(method: RiskMethod, assessed: Assessed) {
  const result = assess(method, inputsOf(assessed))
  if (!result.assessed) throw new Error(result.message.en)
  if (result.level !== levelOf(assessed))
    throw new Error(`${result.working} is level ${result.level}, not ${levelOf(assessed)}`)
  return { methodId: method.id, result }
}

interface Reckoned extends ReturnType<typeof reckoned> {
  hazardId: number
  scale: 'inherent' | 'residual'
  at: Date
  note: string
}

async function foundAssessment(
  sql: TransactionSql,
  { hazardId, scale, methodId, at, note, result }: Reckoned,
): Promise<void> {
  const { inputs, score, level, severity, working } = result
  await sql`insert into assessments (hazard_id, scale, method_id, inputs, score, level, severity, working, note,
      assessed_at, assessed_by)
    values (${hazardId}, ${scale}, ${methodId}, ${sql.json(inputs)}, ${score}, ${level}, ${severity}, ${working}, ${note},
      ${at}, '许建平')`
}

async function foundShelters(sql: TransactionSql, townId: number, sites: Sites): Promise<void> {
  for (const {
    name,
    nameEn,
    kind,
    lngLat,
    areaSquareMeters,
    capacityDay,
    capacityNight,
    contact,
  } of demoShelters(sites))
    await sql`insert into shelters (town_id, name, name_en, kind, point, area_square_meters, capacity_day, capacity_night,
        contact, standing)
      values (${townId}, ${name}, ${nameEn}, ${kind}, ${spot(sql, lngLat)}, ${areaSquareMeters}, ${capacityDay},
        ${capacityNight}, ${contact}, 'confirmed')`
}

async function foundTargets(sql: TransactionSql, townId: number, sites: Sites): Promise<void> {
  for (const { name, nameEn, kind, lngLat, people } of demoTargets(sites))
    await sql`insert into targets (town_id, name, name_en, kind, point, people, standing)
      values (${townId}, ${name}, ${nameEn}, ${kind}, ${spot(sql, lngLat)}, ${people}, 'confirmed')`
}

async function foundSupplies(sql: TransactionSql, townId: number, sites: Sites): Promise<void> {
  for (const { name, nameEn, lngLat, contact, stock } of demoSupplies(sites)) {
    const [row] = await sql<
      { id: number }[]
    >`insert into supplies (town_id, name, name_en, point, contact, standing)
      values (${townId}, ${name}, ${nameEn}, ${spot(sql, lngLat)}, ${contact}, 'confirmed') returning id`
    for (const part of batches(stock))
      await sql`insert into stocks (supply_id, item, item_en, unit, quantity)
        select ${row?.id ?? 0}, s.item, s."itemEn", s.unit, s.quantity
        from jsonb_to_recordset(${sql.json(plain(part))}) as s (item text, "itemEn" text, unit text, quantity int)`
  }
}

async function foundResponders(
  sql: TransactionSql,
  townId: number,
  sites: Sites,
): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (const one of demoResponders(sites)) {
    const parent = one.parent === null ? null : (ids.get(one.parent) ?? null)
    const [row] = await sql<{ id: number }[]>`
      insert into responders (town_id, parent_id, kind, name, name_en, skills, people, vehicles, height_meters, weight_tons,
        phone, home, standing)
      values (${townId}, ${parent}, ${one.kind}, ${one.name}, ${one.nameEn}, ${one.skills}, ${one.people}, ${one.vehicles},
        ${one.heightMeters}, ${one.weightTons}, ${one.phone}, ${spot(sql, one.home)}, 'confirmed')
      returning id`
    if (!row) throw new Error(`the responder ${one.key} was not written`)
    ids.set(one.key, row.id)
    await sql`insert into responder_states (responder_id, on_duty, point) values (${row.id}, ${one.onDuty}, ${spot(sql, one.home)})`
  }
  return ids
}

/** Six in the evening in China, today or, when that has passed, tomorrow. */
function nextHour(now: Date, hour: number): Date {
  const until = new Date(now)
  until.setUTCHours(hour - 8, 0, 0, 0)
  return until > now ? until : new Date(until.getTime() + 86_400_000)
}

export async function foundWarning(
  sql: TransactionSql,
  townId: number,
  { warning, now }: { warning: DemoStory['warning']; now: Date },
): Promise<void> {
  const { kind, kindEn, level, title, titleEn, untilHour } = warning
  await sql`insert into warnings (town_id, kind, kind_en, level, title, title_en, issued_at, until)
    values (${townId}, ${kind}, ${kindEn}, ${level}, ${title}, ${titleEn}, ${new Date(now.getTime() - 5_400_000)},
      ${nextHour(now, untilHour)})`
}
