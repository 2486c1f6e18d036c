import type { Sql } from 'postgres'
import type { Person, Role } from './account/account.ts'
import { findWorld, personOf } from './account/find.ts'
import type { Context } from './context.ts'
import type { LngLat } from './region/place.ts'

/** A small town for tests on a real database: ids by name, people by role. */
export interface TestTown {
  id: number
  villages: number[]
  grids: number[]
  cells: number[]
  hazards: number[]
  responders: {
    fire1: number
    fire2: number
    fire3: number
    medic: number
    expert: number
    vehicle: number
    far: number
    draft: number
  }
  shelters: number[]
  supplies: number[]
  people: Record<Role, Person>
  center: LngLat
}

export const origin: LngLat = [121.9, 30.88]
// One step of the lattice of cells: 0.001 degrees, about 100 m.
const step = 0.001
let built = 0

const at = (column: number, row: number): LngLat => [
  Math.round((origin[0] + column * step) * 1e7) / 1e7,
  Math.round((origin[1] + row * step) * 1e7) / 1e7,
]

/** A rectangle of lattice steps with a vertex at every step, so that neighbours share each vertex. */
export function block(column: number, row: number, size: { columns: number; rows: number; every?: number }) {
  const every = size.every ?? 1
  const ring: LngLat[] = []
  for (let c = 0; c < size.columns; c += every) ring.push(at(column + c, row))
  for (let r = 0; r < size.rows; r += every) ring.push(at(column + size.columns, row + r))
  for (let c = size.columns; c > 0; c -= every) ring.push(at(column + c, row + size.rows))
  for (let r = size.rows; r > 0; r -= every) ring.push(at(column, row + r))
  const first = ring[0]
  return { type: 'Polygon' as const, coordinates: [first ? [...ring, first] : ring] }
}

const shape = (sql: Sql, geometry: object) =>
  sql`ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(geometry)}), 4326)`
const spot = (sql: Sql, lngLat: LngLat) => sql`ST_SetSRID(ST_MakePoint(${lngLat[0]}, ${lngLat[1]}), 4326)`

/** Inserts a fresh town of 4 villages, 12 grids and 60 cells (10 x 6), committed; every call makes another one. */
export async function testTown(sql: Sql): Promise<TestTown> {
  built += 1
  const code = `T${Date.now().toString(36)}${process.pid}${built}`
  const town = await insertTown(sql, code)
  const villages: number[] = []
  for (let v = 0; v < 4; v++) villages.push(await insertVillage(sql, { town, code, v }))
  const grids: number[] = []
  for (let g = 0; g < 12; g++)
    grids.push(await insertGrid(sql, { town, village: villages[g % 4] ?? town, g }))
  const cells = await insertCells(sql, { town, grids })
  return {
    id: town,
    villages,
    grids,
    cells,
    hazards: await insertHazards(sql, town),
    responders: await insertResponders(sql, town),
    shelters: await insertShelters(sql, town),
    supplies: await insertSupplies(sql, town),
    people: await insertPeople(sql, town, code),
    center: at(5, 3),
  }
}

const idOf = (rows: readonly Record<string, unknown>[]): number => Number(rows[0]?.id)

const insertTown = async (sql: Sql, code: string) =>
  idOf(
    await sql`insert into regions (code, name, name_en, level, demo, geom, west, south, east, north)
      values (${code}, '测试镇', 'Test Town', 'town', true, ${shape(sql, block(0, 0, { columns: 10, rows: 6 }))},
        ${origin[0]}, ${origin[1]}, ${at(10, 0)[0]}, ${at(0, 6)[1]})
      returning id`,
  )

async function insertVillage(sql: Sql, { town, code, v }: { town: number; code: string; v: number }) {
  // Villages are the four quarters of 5 x 3 cells.
  const column = (v % 2) * 5
  const row = Math.floor(v / 2) * 3
  return idOf(
    await sql`insert into regions (town_id, parent_id, code, name, name_en, level, geom, west, south, east, north)
      values (${town}, ${town}, ${`${code}-${v}`}, ${`第${v + 1}村`}, ${`Village ${v + 1}`}, 'village',
        ${shape(sql, block(column, row, { columns: 5, rows: 3 }))},
        ${at(column, 0)[0]}, ${at(0, row)[1]}, ${at(column + 5, 0)[0]}, ${at(0, row + 3)[1]})
      returning id`,
  )
}

async function insertGrid(sql: Sql, { town, village, g }: { town: number; village: number; g: number }) {
  // Each village has three grids: rows of 5 x 1 cells.
  const quarter = g % 4
  const column = (quarter % 2) * 5
  const row = Math.floor(quarter / 2) * 3 + Math.floor(g / 4)
  return idOf(
    await sql`insert into grids (town_id, region_id, code, name, geom, households, lead, phone)
      values (${town}, ${village}, ${`G${String(g + 1).padStart(3, '0')}`}, ${`${g + 1} 号网格`},
        ${shape(sql, block(column, row, { columns: 5, rows: 1 }))}, ${100 + g}, '张三', '199-0000-0001')
      returning id`,
  )
}

async function insertCells(sql: Sql, { town, grids }: { town: number; grids: number[] }): Promise<number[]> {
  const ids: number[] = []
  for (let ordinal = 0; ordinal < 60; ordinal++) {
    const column = ordinal % 10
    const row = Math.floor(ordinal / 10)
    const quarter = Math.floor(column / 5) + 2 * Math.floor(row / 3)
    const grid = grids[(row % 3) * 4 + quarter] ?? null
    ids.push(
      idOf(
        await sql`insert into cells (town_id, ordinal, code, grid_id, geom, people_day, people_night)
          values (${town}, ${ordinal}, ${`C${ordinal}`}, ${grid},
            ${shape(sql, block(column, row, { columns: 1, rows: 1 }))}, ${10 + ordinal}, ${5 + ordinal})
          returning id`,
      ),
    )
  }
  return ids
}

async function insertHazards(sql: Sql, town: number): Promise<number[]> {
  const [lec] = await sql`select id from risk_methods where method = 'LEC' and edition = 'A'`
  const kinds = [
    // L, E, C with D = 270 (orange), 720 (red), 70 (yellow), 45 (blue); two are not assessed.
    { name: '1 号罐组', inputs: { L: '3', E: '6', C: '15' }, score: '270', level: 2, standing: 'confirmed' },
    { name: '氨罐区', inputs: { L: '6', E: '3', C: '40' }, score: '720', level: 1, standing: 'confirmed' },
    { name: '加油站', inputs: { L: '1', E: '10', C: '7' }, score: '70', level: 3, standing: 'confirmed' },
    { name: '仓库', inputs: { L: '0.5', E: '6', C: '15' }, score: '45', level: 4, standing: 'confirmed' },
    { name: '未评估厂房', inputs: null, score: '0', level: 0, standing: 'confirmed' },
    { name: '草稿油罐', inputs: null, score: '0', level: 0, standing: 'draft' },
  ]
  const ids: number[] = []
  for (const [i, kind] of kinds.entries()) {
    const point = at(0.5 + i * 1.5, 0.5 + (i % 6))
    const id = idOf(
      await sql`insert into hazards (town_id, code, name, domain, kind, point, reach_meters, standing)
        values (${town}, ${`H${i + 1}`}, ${kind.name}, 'work-safety', 'tank-farm', ${spot(sql, point)}, 150,
          ${kind.standing})
        returning id`,
    )
    ids.push(id)
    if (!kind.inputs) continue
    for (const scale of ['inherent', 'residual']) {
      await sql`insert into assessments (hazard_id, scale, method_id, inputs, score, level, working, assessed_at, assessed_by)
        values (${id}, ${scale}, ${lec?.id}, ${sql.json(kind.inputs)}, ${kind.score}, ${kind.level},
          ${`L${kind.inputs.L} × E${kind.inputs.E} × C${kind.inputs.C} = ${kind.score}`}, now(), '测试')`
    }
  }
  return ids
}

async function insertResponders(sql: Sql, town: number): Promise<TestTown['responders']> {
  const add = async (
    name: string,
    {
      kind = 'team',
      skills,
      point,
      standing = 'confirmed',
    }: { kind?: string; skills: string[]; point: LngLat; standing?: string },
  ) => {
    const id = idOf(
      await sql`insert into responders (town_id, kind, name, skills, people, vehicles, phone, home, standing)
        values (${town}, ${kind}, ${name}, ${skills}, 8, 2, '199-0000-0002', ${spot(sql, point)}, ${standing})
        returning id`,
    )
    await sql`insert into responder_states (world, responder_id, point) values (0, ${id}, ${spot(sql, point)})`
    return id
  }
  return {
    fire1: await add('一号消防站', { skills: ['fire', 'rescue'], point: at(1, 1) }),
    fire2: await add('二号消防站', { skills: ['fire'], point: at(8, 5) }),
    fire3: await add('三号消防站', { skills: ['fire', 'hazmat'], point: at(9, 1) }),
    medic: await add('卫生院急救队', { skills: ['medical'], point: at(4, 4) }),
    expert: await add('危化专家', { kind: 'expert', skills: ['hazmat', 'chemical'], point: at(2, 5) }),
    vehicle: await add('泡沫消防车', { kind: 'vehicle', skills: ['fire'], point: at(1, 1) }),
    far: await add('邻镇消防站', { skills: ['fire'], point: at(60, 40) }),
    draft: await add('地图上的消防站', { skills: ['fire'], point: at(5, 5), standing: 'draft' }),
  }
}

async function insertShelters(sql: Sql, town: number): Promise<number[]> {
  const ids: number[] = []
  for (let i = 0; i < 3; i++) {
    ids.push(
      idOf(
        await sql`insert into shelters (town_id, name, kind, point, area_square_meters, capacity_day, capacity_night, standing)
          values (${town}, ${`${i + 1} 号避难场所`}, 'school', ${spot(sql, at(2 + 3 * i, 2))}, 4000, 1000, 400,
            ${i === 2 ? 'draft' : 'confirmed'})
          returning id`,
      ),
    )
  }
  return ids
}

async function insertSupplies(sql: Sql, town: number): Promise<number[]> {
  const id = idOf(
    await sql`insert into supplies (town_id, name, point, standing)
      values (${town}, '镇物资库', ${spot(sql, at(6, 2))}, 'confirmed') returning id`,
  )
  await sql`insert into stocks (world, supply_id, item, item_en, unit, quantity)
    values (0, ${id}, '防化服', 'Chemical suit', '套', 4), (0, ${id}, '沙袋', 'Sandbag', '只', 800)`
  return [id]
}

async function insertPeople(sql: Sql, town: number, code: string): Promise<Record<Role, Person>> {
  const add = async (role: Role): Promise<Person> => {
    const rows = await sql<Parameters<typeof personOf>[0][]>`
      insert into people (login, name, title, roles, town_ids)
      values (${`${code}-${role}`}, ${`测试${role}`}, ${role}, ${[role]}, ${[town]})
      returning id, name, title, login, roles, town_ids, responder_id`
    const row = rows[0]
    if (!row) throw new Error('no person came back')
    return personOf(row)
  }
  return {
    planner: await add('planner'),
    commander: await add('commander'),
    'grid-manager': await add('grid-manager'),
    'drill-organizer': await add('drill-organizer'),
    administrator: await add('administrator'),
    duty: await add('duty'),
    responder: await add('responder'),
    viewer: await add('viewer'),
  }
}

/** A context as the HTTP layer would make it for this person. */
export async function contextOf(sql: Sql, actor: Person, worldId = 0): Promise<Context> {
  return { sql, actor, world: await findWorld(sql, worldId), language: 'zh', request: `test-${actor.id}` }
}
