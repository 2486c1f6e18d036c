import type { Row, TransactionSql } from 'postgres'
import { type Context, read } from '../context.ts'
import { readIncident } from './find.ts'
import type { Surroundings } from './incident.ts'

const radiusMeters = 1000
const shelterMeters = 5000

/** Degrees that surely hold the distance up to 60 degrees of latitude, so that the spatial index is used. */
const degreesFor = (meters: number) => meters / 55_000

interface Around {
  lng: number
  lat: number
  townId: number
}

const center = (sql: TransactionSql, { lng, lat }: Around) =>
  sql`ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326)`

/** People within 1 km, what must be protected and what may make it worse there, and shelters within 5 km. */
export function findSurroundings(context: Context, id: number): Promise<Surroundings> {
  return read(context, async inside => {
    const { sql } = inside
    const incident = await readIncident(inside, id)
    const around = { lng: incident.lngLat[0], lat: incident.lngLat[1], townId: incident.townId }
    const [people, targets, hazards, shelters] = await Promise.all([
      countPeople(sql, around),
      nearTargets(sql, around),
      nearHazards(sql, around),
      nearShelters(sql, around),
    ])
    return { radiusMeters, ...people, targets, hazards, shelters }
  })
}

async function countPeople(sql: TransactionSql, around: Around) {
  const point = center(sql, around)
  const [row] =
    await sql`select coalesce(sum(people_day), 0)::int as day, coalesce(sum(people_night), 0)::int as night
    from cells where town_id = ${around.townId} and geom && ST_Expand(${point}, ${degreesFor(radiusMeters)})
      and ST_DistanceSphere(ST_Centroid(geom), ${point}) <= ${radiusMeters}`
  return { peopleDay: row?.day ?? 0, peopleNight: row?.night ?? 0 }
}

const within = (sql: TransactionSql, around: Around, meters: number) => sql`
  t.town_id = ${around.townId} and t.standing <> 'rejected'
  and t.point && ST_Expand(${center(sql, around)}, ${degreesFor(meters)})
  and ST_DistanceSphere(t.point, ${center(sql, around)}) <= ${meters} order by meters, t.id`

const place = (sql: TransactionSql, around: Around) => sql`t.id, t.name, t.name_en, t.kind,
  ST_X(t.point) as lng, ST_Y(t.point) as lat, ST_DistanceSphere(t.point, ${center(sql, around)}) as meters`

const placeOf = (row: Row) => ({
  id: row.id,
  name: row.name,
  nameEn: row.name_en,
  kind: row.kind,
  lngLat: [row.lng, row.lat] satisfies [number, number],
  distanceMeters: Math.round(row.meters),
})

async function nearTargets(sql: TransactionSql, around: Around) {
  const rows = await sql`select ${place(sql, around)}, t.people from targets t
    where ${within(sql, around, radiusMeters)} limit 50`
  return rows.map(row => ({ ...placeOf(row), people: row.people }))
}

async function nearHazards(sql: TransactionSql, around: Around) {
  const rows = await sql`select ${place(sql, around)}, t.major from hazards t
    where ${within(sql, around, radiusMeters)} limit 50`
  return rows.map(row => ({ ...placeOf(row), major: row.major }))
}

async function nearShelters(sql: TransactionSql, around: Around) {
  const rows = await sql`select ${place(sql, around)}, t.capacity_day, t.capacity_night,
      coalesce(s.open, false) as open, coalesce(s.occupied, 0) as occupied
    from shelters t left join shelter_states s on s.shelter_id = t.id
    where ${within(sql, around, shelterMeters)} limit 20`
  return rows.map(row => ({
    ...placeOf(row),
    open: row.open,
    capacityDay: row.capacity_day,
    capacityNight: row.capacity_night,
    occupied: row.occupied,
  }))
}
