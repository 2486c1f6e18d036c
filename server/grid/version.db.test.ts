import { beforeEach, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { DangerInput } from '../danger/danger.ts'
import { findDanger } from '../danger/find.ts'
import { report as reportDanger } from '../danger/report.ts'
import { testDatabase } from '../database/test-database.ts'
import { findAssessments } from '../hazard/find.ts'
import { findIncident } from '../incident/find.ts'
import { IncidentInput } from '../incident/incident.ts'
import { report } from '../incident/report.ts'
import { findRegions } from '../region/find.ts'
import { lngLatOf } from '../region/rules/lattice.ts'
import { contextOf, type TestTown, testTown } from '../test-town.ts'
import { approve } from './approve.ts'
import type { GridDraft, GridDraftSent } from './draft.ts'
import { findGrid, findGridsAt, findVersions, GridQuery } from './find.ts'
import { findConsequences } from './find-consequences.ts'
import { findGridsThen, findGridThen } from './find-planned.ts'
import { propose } from './propose.ts'
import { rebaseDraft } from './rebase-draft.ts'
import { restore } from './restore.ts'
import { aDraft, gridsOf, move, refusal, spot } from './test-draft.ts'

const { sql } = await testDatabase()
let town: TestTown
let manager: Context
let commander: Context

beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
  commander = await contextOf(sql, town.people.commander)
})

async function publish(draft: GridDraft): Promise<GridDraft> {
  const { version } = await propose(manager, draft.id, { version: draft.version })
  return approve(commander, draft.id, { version, effectiveAt: null, note: '' })
}
const published = async (more: Partial<GridDraftSent>) => publish(await aDraft(manager, { town, ...more }))
const instant = async () => {
  await new Promise(resolve => setTimeout(resolve, 5))
  const at = new Date().toISOString()
  await new Promise(resolve => setTimeout(resolve, 5))
  return at
}
const gridAt = (index: number) => town.grids[index] ?? 0
const split = { kind: 'split' as const, line: [spot(2, 0), spot(2, 1)] }
const total = async () => {
  const [row] = await sql`select ST_Area(ST_Union(geom)) as one, sum(ST_Area(geom)) as all from grids
    where town_id = ${town.id} and retired_at is null and level <> 'thematic'`
  return [Number(row?.one), Number(row?.all)]
}

test('a split makes a grid with the next code, its share of people, and the lead that was named', async () => {
  const attributes = [{ face: -1, name: '1 号网格西', lead: '李四' }]
  const { made } = await published({ edits: [split], attributes })
  expect(made).toHaveLength(1)
  const grid = await findGrid(manager, made[0]?.id ?? 0)
  expect(grid).toMatchObject({ code: 'G013', name: '1 号网格西', lead: '李四', people: 5 + 6, version: 1 })
  expect(grid.regionName).toBe('第1村')
  const origin = await findGrid(manager, gridAt(0))
  expect(origin).toMatchObject({ code: 'G001', people: 7 + 8 + 9, version: 2 })
  expect(origin.households + grid.households).toBe(100)
  const [one, all] = await total()
  expect(one).toBeCloseTo(all ?? 0, 12)
})

test('a merged grid is retired and kept; its code is not given again', async () => {
  const before = await instant()
  const draft = await aDraft(manager, { town, edits: [{ kind: 'merge', faces: [gridAt(0), gridAt(4)] }] })
  const told = await findConsequences(manager, draft.id)
  expect(told.grids.map(({ face, fate }) => [face, fate])).toEqual([
    [gridAt(0), 'changed'],
    [gridAt(4), 'gone'],
  ])
  expect(told.members).toEqual([{ name: '张三', role: 'lead', from: gridAt(4), to: gridAt(0) }])
  await publish(draft)
  expect(await findGrid(manager, gridAt(4))).toMatchObject({ code: 'G005', retiredAt: expect.any(String) })
  expect(await findGrid(manager, gridAt(0))).toMatchObject({ households: 204, people: 35 + 85 })
  expect((await gridsOf(manager, town)).map(({ id }) => id)).not.toContain(gridAt(4))
  expect((await gridsOf(manager, town, before)).map(({ id }) => id)).toContain(gridAt(4))
  expect(await findGrid(manager, gridAt(4), { at: new Date(before) })).toMatchObject({
    people: 85,
    retiredAt: null,
  })
  const other = { kind: 'split' as const, line: [spot(7, 0), spot(7, 1)] }
  const reuse = await aDraft(manager, { town, edits: [other], attributes: [{ face: -1, code: 'G005' }] })
  const error = await refusal(propose(manager, reuse.id, { version: 1 }))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'attributes.0.code' }] })
})

test('any day gives the grids and outlines of that day', async () => {
  const first = await instant()
  const start = {
    grids: await gridsOf(manager, town),
    regions: await findRegions(manager, { town: town.id }),
  }
  await published({ edits: [move(spot(5, 1), spot(5.6, 1))] })
  const second = await instant()
  const middle = {
    grids: await gridsOf(manager, town),
    regions: await findRegions(manager, { town: town.id }),
  }
  await published({ edits: [split, move(spot(5.6, 1), spot(5.2, 1.2))] })
  const asOf = async (at: string) => ({
    grids: await gridsOf(manager, town, at),
    regions: await findRegions(manager, { town: town.id, at: new Date(at) }),
  })
  expect(await asOf(first)).toEqual(start)
  expect(await asOf(second)).toEqual(middle)
  expect(middle.regions).not.toEqual(start.regions)
  const states = await findVersions(manager, gridAt(0))
  expect(states.map(({ version, validTo }) => [version, validTo === null])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ])
  expect(states[1]?.validTo).toBe(states[0]?.validFrom)
})

test('an old incident keeps the grid of its day', async () => {
  const [lng, lat] = lngLatOf(spot(0.5, 0.5))
  const input = IncidentInput.parse({ townId: town.id, type: 'fire', title: '厂房起火', lngLat: [lng, lat] })
  const incident = await report(commander, input)
  expect(incident.gridCode).toBe('G001')
  await instant()
  const { made } = await published({ edits: [split] })
  expect(await findIncident(commander, incident.id)).toMatchObject({ gridCode: 'G001', gridName: '1 号网格' })
  const later = await report(commander, input)
  expect(later.gridCode).toBe('G013')
  const place = { town: town.id, lng, lat }
  expect((await findGridsAt(manager, place)).map(({ id }) => id)).toEqual([made[0]?.id])
  const then = await findGridsAt(manager, { ...place, at: new Date(incident.reportedAt) })
  expect(then.map(({ id }) => id)).toEqual([gridAt(0)])
})

test('a hidden danger and an assessment keep the grid of their day', async () => {
  const hazardId = town.hazards[0] ?? 0
  const [x, y] = spot(0.5, 0.5)
  await sql`update hazards set point = ST_SetSRID(ST_MakePoint(${x / 1e7}, ${y / 1e7}), 4326) where id = ${hazardId}`
  const input = DangerInput.parse({ hazardId, title: '消防通道堵塞' })
  const danger = await reportDanger(commander, input)
  expect(danger).toMatchObject({ gridCode: 'G001', gridName: '1 号网格' })
  await sql`insert into assessments (hazard_id, scale, method_id, inputs, score, level, working, note, assessed_at, assessed_by)
    select ${hazardId}, 'inherent', id, '{}', 1, 4, '', '', ${danger.reportedAt}, '评' from risk_methods order by id limit 1`
  await instant()
  await published({ edits: [split] })
  expect(await findDanger(commander, danger.id)).toMatchObject({ gridCode: 'G001', gridName: '1 号网格' })
  expect(await reportDanger(commander, input)).toMatchObject({ gridCode: 'G013' })
  const [assessment] = await findAssessments(commander, hazardId)
  expect(assessment).toMatchObject({ gridCode: 'G001', gridName: '1 号网格' })
})

test('a day to come has the grids that approved drafts will have made by then, and says that they are planned', async () => {
  const [soon, later] = [1, 2].map(hours => new Date(Date.now() + hours * 3_600_000))
  if (!soon || !later) throw new Error('no dates')
  const thenOf = async (at: Date) =>
    (await findGridsThen(manager, GridQuery.parse({ town: String(town.id), at: at.toISOString() }))).grids
  const before = await gridsOf(manager, town)
  const draft = await aDraft(manager, { town, edits: [{ kind: 'merge', faces: [gridAt(0), gridAt(4)] }] })
  const { version } = await propose(manager, draft.id, { version: draft.version })
  await approve(commander, draft.id, { version, effectiveAt: later.toISOString(), note: '' })
  expect(await thenOf(soon)).toEqual(before)
  const planned = await thenOf(new Date(later.getTime() + 1000))
  expect(planned.map(({ id }) => id)).toEqual(before.map(({ id }) => id).filter(id => id !== gridAt(4)))
  expect(planned.filter(grid => grid.planned).map(({ id }) => id)).toEqual([gridAt(0)])
  const [kept] = before.filter(({ id }) => id === gridAt(0))
  const one = await findGridThen(manager, gridAt(0), { at: new Date(later.getTime() + 1000) })
  expect(one).toMatchObject({ planned: true, validFrom: later.toISOString() })
  expect(one.areaSquareMeters).toBeGreaterThan((kept?.areaSquareMeters ?? 0) * 1.5)
  const gone = findGridThen(manager, gridAt(4), { at: new Date(later.getTime() + 1000) })
  expect(await refusal(gone)).toMatchObject({ code: 'missing' })
  // Nothing has changed yet.
  expect(await gridsOf(manager, town)).toEqual(before)
})

test('earlier boundaries come back as a proposal of their own', async () => {
  const before = await gridsOf(manager, town)
  const regions = await findRegions(manager, { town: town.id })
  const at = await instant()
  await published({ edits: [split, { kind: 'merge', faces: [gridAt(1), gridAt(5)] }] })
  await published({ edits: [move(spot(5, 4), spot(5.3, 4))], name: '另一处' })
  const draft = await restore(manager, {
    townId: town.id,
    at,
    gridIds: [gridAt(0), gridAt(1)],
    name: '恢复',
    reason: '',
  })
  expect(draft).toMatchObject({ state: 'draft', restore: { at } })
  const told = await findConsequences(manager, draft.id)
  expect(told.grids.map(({ fate }) => fate).sort()).toEqual(['changed', 'changed', 'gone', 'made'])
  await publish(draft)
  const shape = (grids: typeof before) =>
    grids.map(({ id, code, polygon, people }) => ({ id, code, polygon, people }))
  const after = await gridsOf(manager, town)
  const far = (list: typeof before) =>
    list.filter(({ code }) => !['G003', 'G004', 'G007', 'G008', 'G011', 'G012'].includes(code))
  expect(shape(far(after))).toEqual(shape(far(before)))
  expect(shape(after)).not.toEqual(shape(before))
  const whole = await restore(manager, { townId: town.id, at, gridIds: [], name: '全部恢复', reason: '' })
  await publish(whole)
  expect(shape(await gridsOf(manager, town))).toEqual(shape(before))
  const outlines = async () => sql`select id from regions r where town_id = ${town.id}
    and not ST_Equals(geom, (select geom from region_states s where s.region_id = r.id and s.valid_from is null))`
  expect(await outlines()).toHaveLength(0)
  expect(regions).toHaveLength(5)
  const nothing = restore(manager, { townId: town.id, at, gridIds: [], name: '再恢复', reason: '' })
  expect(await refusal(nothing)).toMatchObject({ code: 'invalid', errors: [{ path: 'restore' }] })
})

test('a thematic grid lies over the others and takes nothing from them', async () => {
  const ring = [spot(1.2, 0.2), spot(8.5, 0.3), spot(8.5, 2.7), spot(1.2, 2.6), spot(1.2, 0.2)].map(lngLatOf)
  const polygon = { type: 'Polygon' as const, coordinates: [ring] }
  const before = await gridsOf(manager, town)
  const draft = await aDraft(manager, {
    town,
    thematic: [{ kind: 'draw', name: '滨江专属网格', polygon, lead: '王五' }],
  })
  const [told] = (await findConsequences(manager, draft.id)).grids
  await publish(draft)
  const grids = await gridsOf(manager, town)
  const [made] = grids.filter(({ level }) => level === 'thematic')
  expect(made).toMatchObject({ code: 'Z001', name: '滨江专属网格', lead: '王五' })
  expect(made?.people).toBeGreaterThan(100)
  expect(told).toMatchObject({ name: '滨江专属网格', fate: 'made', after: { people: made?.people } })
  expect(grids.filter(({ level }) => level !== 'thematic')).toEqual(before)
  const [lng, lat] = lngLatOf(spot(2.5, 1.5))
  expect((await findGridsAt(manager, { town: town.id, lng, lat })).map(({ level }) => level)).toEqual([
    'first',
    'thematic',
  ])
  await published({ thematic: [{ kind: 'retire', id: made?.id ?? 0 }] })
  expect(await gridsOf(manager, town)).toEqual(before)
})

test('a thematic grid is renamed, redrawn and retired with its own reason, each once a draft', async () => {
  const ring = (x: number) =>
    [spot(x, 0.2), spot(x + 2, 0.2), spot(x + 2, 2.5), spot(x, 2.5), spot(x, 0.2)].map(lngLatOf)
  const polygon = (x: number) => ({ type: 'Polygon' as const, coordinates: [ring(x)] })
  await published({ thematic: [{ kind: 'draw', name: '滨江', polygon: polygon(1), lead: '王五' }] })
  const made = async () => (await gridsOf(manager, town)).find(({ level }) => level === 'thematic')
  const before = await made()
  const id = before?.id ?? 0
  await published({ thematic: [{ kind: 'redraw', id, name: '长江岸线', phone: '13800000000' }] })
  expect(await made()).toEqual({
    ...before,
    ...{ name: '长江岸线', phone: '13800000000', version: 2, validFrom: expect.anything() },
  })
  const late = await aDraft(manager, { town, thematic: [{ kind: 'redraw', id, polygon: polygon(2) }] })
  await published({ thematic: [{ kind: 'redraw', id, polygon: polygon(4) }] })
  expect((await made())?.polygon).toEqual(polygon(4))
  const stale = await refusal(propose(manager, late.id, { version: 1 }))
  expect(stale).toMatchObject({
    code: 'conflict',
    details: { merge: { isStale: true, base: [{ face: id }], theirs: [{ face: id, polygon: polygon(4) }] } },
  })
  const rebased = await rebaseDraft(manager, late.id, { version: 1, drop: [] })
  expect(rebased.seen.find(each => each.id === id)?.version).toBe(3)
  await publish(rebased)
  expect((await made())?.polygon).toEqual(polygon(2))
  const twice = [1, 2].map(() => ({ kind: 'redraw' as const, id, name: '又改' }))
  expect(await refusal(published({ thematic: twice }))).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'thematic.1.id' }],
  })
  await published({ reason: '例行', thematic: [{ kind: 'retire', id, reason: '岸线移交水务局' }] })
  expect(await made()).toBeUndefined()
  const [change] = await sql`select verb, after->>'reason' as reason from journal
    where noun = 'grid' and noun_id = ${id} order by sequence desc limit 1`
  expect(change).toEqual({ verb: 'retire', reason: '岸线移交水务局' })
})

test('the database itself keeps what any statement changes, and deletes no grid', async () => {
  await sql`update grids set name = '改名' where id = ${gridAt(3)}`
  const states = await findVersions(manager, gridAt(3))
  expect(states.map(({ name }) => name)).toEqual(['改名', '4 号网格'])
  const asApp = (statement: string) =>
    sql.begin(async tx => {
      await tx`select set_config('role', 'sisetu_app', true)`
      await tx.unsafe(statement)
    })
  await expect(asApp(`delete from grids where id = ${gridAt(3)}`)).rejects.toMatchObject({ code: '42501' })
  await expect(asApp('update grid_versions set name = name')).rejects.toMatchObject({ code: '42501' })
})
