import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { playbooks } from '../../plans/playbooks.ts'
import { findWorld, personOf } from '../account/find.ts'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import { findDrills } from '../drill/find.ts'
import { findComparison } from '../edition/compare.ts'
import { findEditions } from '../edition/find.ts'
import { engines, setEngines } from '../engines.ts'
import { findGrids, GridQuery } from '../grid/find.ts'
import { findConsequences } from '../grid/find-consequences.ts'
import { findDrafts } from '../grid/find-drafts.ts'
import { inCoverage } from '../grid/rules/leaves.ts'
import { outlineAfter } from '../grid/rules/outline.ts'
import { identify } from '../identification/identify.ts'
import { readMap } from '../identification/read-map.ts'
import { findControls } from '../inspection/find.ts'
import { lastSequence } from '../journal/find.ts'
import { verify } from '../journal/verify.ts'
import { findCover, findMembers } from '../member/find.ts'
import { dayOf } from '../member/today.ts'
import { seedPlans } from '../plan/seed.ts'
import { findRegions } from '../region/find.ts'
import { spotOf } from '../region/rules/lattice.ts'
import { openFields } from '../risk/fields.ts'
import { contextOf, testTown } from '../test-town.ts'
import { layOut } from './layout.ts'
import { playStory } from './play.ts'
import { completeDemo, hasTowns, seedDemo } from './seed.ts'
import { Sites } from './sites.ts'
import { type DemoStory, demoStory } from './story.ts'

let directory: string
let townId: number
const sql = async () => (await testDatabase()).sql

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sisetu-demo-'))
  // The first founding is cut short when its registers are written; every test below holds after the second start.
  const cutShort = seedDemo({
    sql: await sql(),
    dataDirectory: directory,
    onStep: step => {
      if (step.startsWith('演示事件')) throw new Error('cut short')
    },
  })
  await expect(cutShort).rejects.toThrow('cut short')
  const [town] = await (await sql())`select id from regions where code = '999115100000'`
  townId = town?.id
  expect(await completeDemo(await sql())).toBe(true)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test('the town has its files and everything in the registers', async () => {
  const database = await sql()
  expect(await hasTowns(database)).toBe(true)
  for (const name of ['base.pmtiles', 'roads.osm.pbf'])
    await access(join(directory, 'towns', String(townId), name))
  const [counts] = await database`select
    (select count(*)::int from regions where town_id = ${townId}) as regions,
    (select count(*)::int from grids where town_id = ${townId}) as grids,
    (select count(*)::int from cells where town_id = ${townId} and grid_id is null) as stray,
    (select count(*)::int from hazards where town_id = ${townId}) as hazards,
    (select count(*)::int from responders where town_id = ${townId}) as responders,
    (select count(*)::int from plans where town_id = ${townId} and standing = 'published') as plans,
    (select count(*)::int from warnings where town_id = ${townId} and world = 0 and until > now()) as warnings`
  expect(counts).toEqual({
    regions: 16,
    // Two of the 204 are divided, one of them into three, one into two of which one is two again.
    grids: 211,
    stray: 0,
    hazards: 60,
    responders: 90,
    plans: 8,
    warnings: 1,
  })
})

test('the sources are assessed by several methods, at the levels they were meant to have, with a past', async () => {
  const database = await sql()
  const rows = await database`
    select m.method, count(*)::int as n, bool_and(a.severity / 1000 = 4 - a.level) as placed
    from assessments a join hazards h on h.id = a.hazard_id join risk_methods m on m.id = a.method_id
    where h.town_id = ${townId} group by m.method order by m.method`
  expect(rows.map(({ method }) => method)).toEqual(['DIAGNOSIS', 'HEV', 'LEC', 'LS', 'MES'])
  expect(rows.every(({ placed }) => placed)).toBe(true)
  const [past] = await database`
    select count(*)::int as n from assessments a join hazards h on h.id = a.hazard_id
    where h.town_id = ${townId} and a.assessed_at < now() - interval '100 days'`
  expect(past?.n).toBeGreaterThan(60)
})

test('the editions of the past year show what had been assessed by then, and the map of today shows more', async () => {
  const database = await sql()
  const admin = await demoContext(database, townId)
  const editions = await findEditions(admin, { town: townId })
  expect(editions.map(({ name }) => name)).toEqual(['年中四色图', '汛前四色图', '首版四色图（试行）'])
  setEngines({ risk: openFields(database), roads: async () => null })
  const field = await engines().risk.get(townId)
  const open = [field.counts('residual')[0], ...editions.map(({ maps }) => maps.residual.counts[0])]
  expect(open).toEqual([...open].sort((a, b) => a - b))
  const hashes = [field.hash('residual'), ...editions.map(({ maps }) => maps.residual.hash)]
  expect(new Set(hashes).size).toBe(4)
  const [last] = editions
  const compared = await findComparison(admin, {
    town: townId,
    scale: 'residual',
    before: { editionId: last?.id ?? 0 },
    after: { at: new Date() },
  })
  expect(compared.before.reproduced).toBe(true)
  expect(compared.after.hash).toBe(field.hash('residual'))
  expect(compared.rose).toBeGreaterThan(0)
  expect(compared.fell).toBeGreaterThan(0)
  expect(compared.causes.length).toBeGreaterThan(3)
})

test('the grids are being worked on: a draft of each of two people, and a proposal that waits', async () => {
  const admin = await demoContext(await sql(), townId)
  const drafts = await findDrafts(admin, { town: townId })
  expect(drafts.map(({ state, personName }) => [state, personName]).sort()).toEqual([
    ['draft', '许建平'],
    ['draft', '陆志强'],
    ['proposed', '许建平'],
  ])
  for (const draft of drafts) {
    const { grids, handovers } = await findConsequences(admin, draft.id)
    expect([draft.name, grids.length > 1, handovers.length > 0]).toEqual([draft.name, true, true])
    // A corner that moves a few dozen metres may pass by the middle of every cell.
    const isMove = draft.edits.every(({ kind }) => kind === 'move-vertex')
    expect(isMove || handovers.some(({ tally }) => tally.people > 0)).toBe(true)
  }
})

test('two housing estates are divided into buildings, kept by their own leads or by those above', async () => {
  const admin = await demoContext(await sql(), townId)
  const grids = await findGrids(admin, GridQuery.parse({ town: String(townId), limit: '5000' }))
  expect(grids.filter(({ level }) => level === 'second')).toHaveLength(5)
  expect(grids.filter(({ level }) => level === 'micro').map(({ name }) => name.replace(/.*·/, ''))).toEqual([
    '1 号楼',
    '2 号楼',
  ])
  for (const divided of grids.filter(({ id }) => grids.some(({ parentId }) => parentId === id))) {
    const lower = grids.filter(({ parentId }) => parentId === divided.id)
    const sum = (key: 'people' | 'households') => lower.reduce((all, grid) => all + grid[key], 0)
    expect([divided.name, sum('people'), sum('households')]).toEqual([
      ...[divided.name, divided.people, divided.households],
    ])
    expect(divided.people).toBeGreaterThan(0)
  }
  const cover = await findCover(admin, { town: townId, on: dayOf(new Date()) })
  const lower = cover.filter(({ level }) => level !== 'first')
  expect(lower.filter(({ leads }) => leads.length > 0).length).toBeGreaterThan(3)
  expect(lower.some(({ leadsAbove }) => leadsAbove.length > 0)).toBe(true)
  expect(lower.filter(({ lacks }) => lacks.includes('lead'))).toEqual([])
})

test('the grids have their people, with gaps to fill today and in the days to come', async () => {
  const admin = await demoContext(await sql(), townId)
  const members = await findMembers(admin, { town: townId })
  expect(members.length).toBeGreaterThan(250)
  const cover = await findCover(admin, { town: townId, on: dayOf(new Date()) })
  const grids = await findGrids(admin, GridQuery.parse({ town: String(townId), limit: '5000' }))
  expect(cover.filter(({ lacks }) => lacks.length === 0).length).toBeGreaterThan(cover.length * 0.8)
  expect(cover.some(({ nextGapOn }) => nextGapOn !== null)).toBe(true)
  const vacant = cover.filter(({ lacks }) => lacks.includes('lead')).map(({ gridId }) => gridId)
  expect(vacant.length).toBeGreaterThan(2)
  expect(grids.filter(({ id, lead }) => vacant.includes(id) && lead !== '')).toEqual([])
})

test('every village of the town follows its grids', async () => {
  const admin = await demoContext(await sql(), townId)
  const grids = inCoverage(await findGrids(admin, GridQuery.parse({ town: String(townId), limit: '5000' })))
  const regions = await findRegions(admin, { town: townId })
  const rings = new Map(
    grids.map(({ id, polygon }) => [id, polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf))]),
  )
  for (const village of regions.filter(({ level }) => level === 'village')) {
    const before = grids
      .filter(({ regionId }) => regionId === village.id)
      .map(({ id }) => rings.get(id) ?? [])
    // One grid leaves: the outline loses exactly its ground.
    const next = village.polygon && outlineAfter(village.polygon, { before, after: before.slice(1) })
    expect([village.name, next && 'apart' in next]).toEqual([village.name, false])
  }
})

test('one incident is running with nine nodes done, one drill is finished', async () => {
  const database = await sql()
  const [incident] = await database`select i.state, r.level, r.ended_at, i.grade,
      (select count(*)::int from run_nodes n where n.run_id = r.id and n.state = 'done') as done,
      (select count(*)::int from closures c where c.incident_id = i.id) as closures,
      (select count(*)::int from zones z where z.incident_id = i.id and kind = 'danger') as zones
    from incidents i join runs r on r.incident_id = i.id where i.town_id = ${townId} and i.world = 0`
  expect(incident).toEqual({
    state: 'responding',
    level: 'III',
    ended_at: null,
    grade: 'ordinary',
    done: 9,
    closures: 1,
    zones: 1,
  })
  const drills =
    await database`select d.name, d.state, w.open from drills d join worlds w on w.id = d.world_id
    where d.town_id = ${townId}`
  expect([...drills]).toEqual([{ name: '防汛-2026-3', state: 'ended', open: false }])
})

test('the past was told in order, and the journal is whole', async () => {
  const database = await sql()
  const rows = await database<{ world: number; at: Date }[]>`select world, at from journal
    where town_id = ${townId} and verb <> 'found' order by sequence`
  for (const world of new Set(rows.map(row => row.world))) {
    const times = rows.filter(row => row.world === world).map(({ at }) => at.getTime())
    expect(times).toEqual([...times].sort((a, b) => a - b))
  }
  expect(rows.every(({ at }) => at.getTime() <= Date.now())).toBe(true)
  expect((await verify(database)).brokenAt).toBeNull()
})

test('the chemical park has units of every grade, and some that are no major hazard installation', async () => {
  const database = await sql()
  const units = await database<{ grade: number; people: number }[]>`
    select grade, greatest(people_day, people_night) as people from installations where town_id = ${townId}`
  expect(new Set(units.map(({ grade }) => grade))).toEqual(new Set([0, 1, 2, 3, 4]))
  expect(units.every(({ people }) => people > 0)).toBe(true)
  const graded =
    await database`select id from hazards where town_id = ${townId} and major and major_grade > 0`
  expect(graded).toHaveLength(6)
})

test('hidden dangers stand in every state, two inspections are overdue, two gauges are over, and some places repeat', async () => {
  const database = await sql()
  const states = await database`select distinct state from dangers
    where world = 0 and town_id = ${townId} order by state`
  expect(states.map(({ state }) => state)).toEqual([
    'accepted',
    'assessed',
    'closed',
    'rectified',
    'reported',
    'supervised',
  ])
  const admin = await demoContext(database, townId)
  const late = await findControls(admin, { town: townId, due: 'overdue' })
  expect(late.map(({ daysLate }) => daysLate)).toEqual([18, 4])
  const over = await database`select code, grade from sensors
      where world = 0 and town_id = ${townId} and grade <> 'none' order by code`
  expect(over.map(({ code, grade }) => [code, grade])).toEqual([
    ['GAS-03', 'second'],
    ['WL-01', 'first'],
  ])
  const look = async () => ({ map: await readMap(directory, townId), slopeAt: null })
  const run = await identify(admin, { townId, look })
  expect(run.state).toBe('done')
  const rules =
    await database`select distinct rule from proposals where town_id = ${townId} and state = 'open'`
  expect(rules.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['incident-cluster', 'high-rise']))
})

async function demoContext(database: Sql, town: number): Promise<Context> {
  const [row] = await database<Parameters<typeof personOf>[0][]>`
    select id, name, title, login, roles, town_ids, responder_id from people where login = 'demo-administrator'`
  if (!row) throw new Error('the demo has no administrator')
  return {
    sql: database,
    actor: personOf(row),
    world: await findWorld(database, 0),
    language: 'zh',
    request: `demo-${town}`,
  }
}

test('a story that was told is not told again', async () => {
  const database = await sql()
  const before = await lastSequence(database)
  expect(await completeDemo(database)).toBe(false)
  expect(await lastSequence(database)).toBe(before)
})

test.each([1, 4, 9, 13])('cut short after %i acts, the story goes on where it ended', async acts => {
  const database = await sql()
  const town = await testTown(database)
  const context = await contextOf(database, town.people.administrator)
  await database.begin(tx => seedPlans(tx, town.id, playbooks))
  const story = demoStory(new Sites(layOut()))
  const cut: DemoStory = { ...story, drill: { ...story.drill, steps: story.drill.steps.slice(0, acts) } }
  await playStory(context, town.id, { ...cut, incident: [] })
  await playStory(context, town.id, { ...story, incident: story.incident.slice(0, acts) })
  await playStory(context, town.id, story)
  await playStory(context, town.id, story)
  const rows = await database<{ world: number; told: string; at: Date }[]>`
    select world, noun || '/' || verb as told, at from journal where town_id = ${town.id} order by sequence`
  const worlds = [...new Set(rows.map(row => row.world))].sort((a, b) => a - b)
  expect(worlds).toHaveLength(2)
  for (const world of worlds) {
    const mine = rows.filter(row => row.world === world)
    const steps = world === 0 ? story.incident : story.drill.steps
    expect(mine.filter(row => row.told === 'run-node/mark')).toHaveLength(
      steps.filter(step => step.verb === 'mark').length,
    )
    expect(mine.filter(row => row.told === 'incident/report')).toHaveLength(1)
    const times = mine.map(row => row.at.getTime())
    expect(times).toEqual([...times].sort((a, b) => a - b))
  }
  const drills = await findDrills(context, { town: town.id })
  expect(drills.map(drill => drill.state)).toEqual(['ended'])
})
