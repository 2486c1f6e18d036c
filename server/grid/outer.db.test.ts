import { beforeEach, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { findRegions } from '../region/find.ts'
import type { Polygon } from '../region/place.ts'
import { lngLatOf, type Spot } from '../region/rules/lattice.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { approve } from './approve.ts'
import type { BoundaryEdit } from './boundary-edit.ts'
import { gridsOfCellsThen } from './cells-then.ts'
import { findConsequences } from './find-consequences.ts'
import { surroundingsOf } from './find-surroundings.ts'
import { propose } from './propose.ts'
import { restore } from './restore.ts'
import { aDraft, gridsOf, move, refusal, spot } from './test-draft.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let reviewer: Context
/** Towns of other tests lie on the same ground; here this one has a place of its own. */
let apart = 0

beforeEach(async () => {
  town = await testTown(sql)
  apart += 1
  await sql`update regions set geom = ST_Translate(geom, ${-2 * apart}, 0), west = west - ${2 * apart},
    east = east - ${2 * apart} where id = ${town.id} or town_id = ${town.id}`
  for (const table of ['grids', 'cells'])
    await sql`update ${sql(table)} set geom = ST_Translate(geom, ${-2 * apart}, 0) where town_id = ${town.id}`
  for (const table of ['hazards', 'targets', 'shelters', 'supplies'])
    await sql`update ${sql(table)} set point = ST_Translate(point, ${-2 * apart}, 0) where town_id = ${town.id}`
  planner = await contextOf(sql, town.people['grid-manager'])
  reviewer = await contextOf(sql, town.people.commander)
})

const at = (column: number, row: number): Spot => {
  const [x, y] = spot(column, row)
  return [x - 20_000_000 * apart, y]
}
const square = (...corners: Spot[]): Polygon => ({
  type: 'Polygon',
  coordinates: [[...corners, ...corners.slice(0, 1)].map(lngLatOf)],
})

async function aRegion(name: string, level: 'town' | 'county', polygon: Polygon): Promise<void> {
  const [lngs, lats] = [0, 1].map(i => polygon.coordinates.flat().map(place => place[i] ?? 0))
  const code = level === 'county' ? '998811' : `N${town.id}-${name}`
  await sql`insert into regions (code, name, name_en, level, geom, west, south, east, north)
    values (${code}, ${name}, '', ${level}, ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(polygon)}), 4326),
      ${Math.min(...(lngs ?? []))}, ${Math.min(...(lats ?? []))}, ${Math.max(...(lngs ?? []))},
      ${Math.max(...(lats ?? []))})
    on conflict (code) do update set geom = excluded.geom, west = excluded.west, south = excluded.south,
      east = excluded.east, north = excluded.north`
}

async function published(edits: BoundaryEdit[]) {
  const draft = await aDraft(planner, { town, edits, reason: '镇界调整' })
  const proposed = await propose(planner, draft.id, { version: draft.version })
  return approve(reviewer, proposed.id, { version: proposed.version, effectiveAt: null, note: '' })
}
const outlineThen = async (at?: Date) => (await findRegions(planner, { town: town.id, at }))[0]
const holesAndOverlaps = async () => {
  const [row] = await sql<{ off: number; over: number }[]>`
    select ST_Area(ST_SymDifference((select geom from regions where id = ${town.id}), ST_Union(geom))) as off,
      sum(ST_Area(geom)) - ST_Area(ST_Union(geom)) as over
    from grids where town_id = ${town.id} and retired_at is null and level <> 'thematic'`
  return [row?.off, row?.over]
}

test('a draft moves the outer boundary: grids, village and town in one publication, and any day keeps its own', async () => {
  const before = await outlineThen()
  const then = new Date()
  const [west] = [at(-0.4, 2)]
  const done = await published([move(at(0, 2), west), move(at(2, 6), at(2, 5.7))])
  expect(done.state).toBe('published')
  const after = await outlineThen()
  expect(after?.version).toBe((before?.version ?? 0) + 1)
  expect(after?.bounds[0]).toBeCloseTo(west[0] / 1e7, 9)
  for (const off of await holesAndOverlaps()) expect(off).toBeCloseTo(0, 12)
  const villages = (await findRegions(planner, { town: town.id })).filter(({ level }) => level === 'village')
  expect(villages.filter(({ version }) => version > 1).map(({ id }) => id)).toEqual(
    expect.arrayContaining([town.villages[0], town.villages[2]]),
  )
  expect((await outlineThen(then))?.polygon).toEqual(before?.polygon)
  const rows = await sql`select verb from journal where noun = 'region' and noun_id = ${town.id}`
  expect(rows.map(({ verb }) => verb)).toContain('redraw')

  // And back again, outline and all.
  const draft = await restore(planner, {
    ...{ townId: town.id, at: then.toISOString(), gridIds: [], name: '恢复', reason: '' },
  })
  const proposed = await propose(planner, draft.id, { version: draft.version })
  await approve(reviewer, proposed.id, { version: proposed.version, effectiveAt: null, note: '' })
  expect((await outlineThen())?.bounds).toEqual(before?.bounds)
  for (const off of await holesAndOverlaps()) expect(off).toBeCloseTo(0, 12)
})

test('a town beside and the county above are in the way, by name; along their boundary it goes', async () => {
  await aRegion('东邻镇', 'town', square(at(10.5, -1), at(14, -1), at(14, 8), at(10.5, 8)))
  const over = await aDraft(planner, { town, edits: [move(at(10, 2), at(10.6, 2))] })
  expect(await refusal(propose(planner, over.id, { version: over.version }))).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'edits.0', message: { zh: expect.stringContaining('东邻镇') } }],
    details: { at: [expect.any(Number), expect.any(Number)] },
  })
  await aRegion('上县', 'county', square(at(-0.2, -0.2), at(10.5, -0.2), at(10.5, 6.2), at(-0.2, 6.2)))
  await sql`update regions set code = '998811' || lpad(id::text, 6, '0') where id = ${town.id}`
  const { above, beside } = await sql.begin(inside => surroundingsOf(inside, town.id))
  expect([above?.name, beside.map(({ name }) => name)]).toEqual(['上县', ['东邻镇']])
  const out = await aDraft(planner, { town, edits: [move(at(0, 2), at(-0.3, 2))] })
  expect(await refusal(propose(planner, out.id, { version: out.version }))).toMatchObject({
    errors: [{ message: { zh: expect.stringContaining('上县') } }],
  })
  expect(await published([move(at(10, 2), at(10.5, 2)), move(at(0, 2), at(-0.2, 2))])).toMatchObject({
    state: 'published',
  })
})

test('what a neighbour took since the proposal stops it when it is approved', async () => {
  const draft = await aDraft(planner, { town, edits: [move(at(10, 2), at(10.6, 2))] })
  const proposed = await propose(planner, draft.id, { version: draft.version })
  await aRegion('后来镇', 'town', square(at(10.3, -1), at(14, -1), at(14, 8), at(10.3, 8)))
  const before = await gridsOf(planner, town)
  const late = approve(reviewer, proposed.id, { version: proposed.version, effectiveAt: null, note: '' })
  expect(await refusal(late)).toMatchObject({ code: 'invalid' })
  expect(await gridsOf(planner, town)).toEqual(before)
})

test('what goes out and what comes in is told by name; what lies outside is no grid’s, and is again when it returns', async () => {
  // The south-west cell and what stands in it go out; a hazard west of the town comes in.
  const [hazard = 0, other = 0] = town.hazards
  const place = (column: number, row: number) => lngLatOf(at(column, row))
  for (const [id, [lng, lat]] of [
    [hazard, place(0.3, 0.4)],
    [other, place(-0.2, 3.6)],
  ] as const)
    await sql`update hazards set point = ST_SetSRID(ST_MakePoint(${lng}, ${lat}), 4326) where id = ${id}`
  const names = await sql<
    { id: number; name: string }[]
  >`select id, name from hazards where town_id = ${town.id}`
  const nameOf = (id: number) => names.find(each => each.id === id)?.name
  const cut: BoundaryEdit = {
    kind: 'reshape',
    face: town.grids[0] ?? 0,
    line: [at(0, 1), at(0.9, 0.9), at(1, 0)],
  }
  const bulge: BoundaryEdit = {
    kind: 'reshape',
    face: town.grids[2] ?? 0,
    line: [at(0, 3), at(-1, 3), at(-1, 4), at(0, 4)],
  }
  const draft = await aDraft(planner, { town, edits: [cut, bulge] })
  const { outer } = await findConsequences(reviewer, draft.id)
  expect(outer?.out).toMatchObject([{ noun: 'hazard', id: hazard, name: nameOf(hazard) }])
  expect(outer?.in).toMatchObject([{ noun: 'hazard', id: other, name: nameOf(other) }])
  expect(outer?.cellsOut).toEqual({ cells: 1, people: 5, households: 14 })
  expect(outer?.cellsIn).toEqual({ cells: 0, people: 0, households: 0 })
  expect(outer?.above).toBeNull()
  expect(outer?.gainedSquareMeters).toBeGreaterThan(9000)
  const then = new Date()
  const gridOf = async (day?: Date) =>
    (await gridsOf(planner, town, day?.toISOString())).find(({ id }) => id === town.grids[0])
  const all = async () => (await gridsOf(planner, town)).reduce((sum, { people }) => sum + people, 0)
  const [was, before] = [await gridOf(), await all()]
  const proposed = await propose(planner, draft.id, { version: draft.version })
  await approve(reviewer, proposed.id, { version: proposed.version, effectiveAt: null, note: '' })
  // The cell is nobody's: neither its people nor their households count in the grid.
  expect(await all()).toBe(before - 5)
  expect(await gridOf()).toMatchObject({
    people: (was?.people ?? 0) - 5,
    households: (was?.households ?? 0) - 14,
  })
  const cell = async () =>
    (await sql`select grid_id from cells where town_id = ${town.id} and ordinal = 0`)[0]?.grid_id
  expect(await cell()).toBeNull()
  // What was, stays true: the grid of that day, and whose the cell was.
  expect(await gridOf(then)).toMatchObject({ people: was?.people, households: was?.households })
  const whose = async (day: Date) =>
    sql.begin(inside =>
      gridsOfCellsThen(inside, { townId: town.id, setNumber: 0, ordinals: [0, 1, 59], at: day }),
    )
  expect(await whose(then)).toEqual([
    { ordinal: 0, gridId: town.grids[0] },
    { ordinal: 1, gridId: town.grids[0] },
    { ordinal: 59, gridId: town.grids[11] },
  ])
  expect(await whose(new Date())).toContainEqual({ ordinal: 0, gridId: null })

  // And back again: the cell is the grid's, with its people and households.
  const back = await restore(planner, {
    ...{ townId: town.id, at: then.toISOString(), gridIds: [], name: '恢复', reason: '' },
  })
  expect((await findConsequences(reviewer, back.id)).outer?.cellsIn).toEqual({
    ...{ cells: 1, people: 5, households: 14 },
  })
  const asked = await propose(planner, back.id, { version: back.version })
  await approve(reviewer, asked.id, { version: asked.version, effectiveAt: null, note: '' })
  expect(await gridOf()).toMatchObject({ people: was?.people, households: was?.households })
  expect(await cell()).toBe(town.grids[0])
})

test('an inner edit tells nothing of the outer boundary', async () => {
  const draft = await aDraft(planner, { town, edits: [move(at(2, 1), at(2.1, 1.2))] })
  expect((await findConsequences(reviewer, draft.id)).outer).toBeNull()
})
