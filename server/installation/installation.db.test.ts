import { beforeAll, expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Refusal } from '../errors.ts'
import { findHazard } from '../hazard/find.ts'
import { follow, lastSequence } from '../journal/find.ts'
import { block, contextOf, origin, type TestTown, testTown } from '../test-town.ts'
import { consider } from './consider.ts'
import { correct } from './correct.ts'
import { file } from './file.ts'
import { findExposure, findInstallation, findInstallations, findRecords } from './find.ts'
import { type Installation, InventoryLine } from './installation.ts'
import { type NewInstallation, register } from './register.ts'
import { retire } from './retire.ts'
import { setInventory } from './set-inventory.ts'
import { statePeople } from './state-people.ts'

const { sql } = await testDatabase()
let town: TestTown
let planner: Context
let viewer: Context

beforeAll(async () => {
  town = await testTown(sql)
  planner = await contextOf(sql, town.people.planner)
  viewer = await contextOf(sql, town.people.viewer)
})

const line = (no: number, tonnes: string) => InventoryLine.parse({ no, tonnes })
const hazardAt = (place: number) => town.hazards[place] ?? 0
const unitOf = (more: Partial<NewInstallation> = {}): NewInstallation => ({
  hazardId: hazardAt(0),
  name: '液氨罐组',
  nameEn: 'Ammonia tanks',
  kind: 'tank-area',
  place: block(1, 1, { columns: 8, rows: 4 }),
  ringFrom: 'unit',
  lines: [line(1, '40')],
  ...more,
})
const refusal = (promise: Promise<unknown>): Promise<Refusal> =>
  promise.then(
    () => Promise.reject(),
    error => error,
  )
/** Runs one verb and says which rows it left in the journal. */
async function told<T>(work: () => Promise<T>): Promise<{ rows: string[]; value: T }> {
  const before = await lastSequence(sql)
  const value = await work()
  return {
    rows: (await follow(sql, { after: before, limit: 50 })).map(row => `${row.noun}/${row.verb}`),
    value,
  }
}
/** People of the cells that a rule picks, as the test town has them: 10 + ordinal by day, 5 + ordinal by night. */
function peopleIn(picks: (column: number, row: number) => boolean) {
  const all = Array.from({ length: 60 }, (_, ordinal) => ordinal)
  return all.filter(n => picks(n % 10, Math.floor(n / 10))).reduce((sum, n) => sum + 10 + n, 0)
}
const isBorder = (column: number, row: number) => column === 0 || column === 9 || row === 0 || row === 5

test('a unit is graded by its inventory and the people of the cells round it, and its source follows', async () => {
  const { rows, value: unit } = await told(() => register(planner, unitOf()))
  expect(rows).toEqual(['hazard/grade', 'installation/register'])
  // The ring of 500 m covers every cell that is not in the unit whole: 8 x 4 of 10 x 6 cells are.
  const day = peopleIn(isBorder)
  expect(unit).toMatchObject({ code: `ZD${String(unit.id).padStart(5, '0')}`, townId: town.id, version: 1 })
  expect(unit.people).toMatchObject({ day, night: day - 28 * 5, stated: null })
  expect(unit.appraisal).toMatchObject({ s: '4', alpha: '2', weighted: '8', r: '16', grade: 3 })
  expect(await findHazard(planner, hazardAt(0))).toMatchObject({ majorGrade: 3, major: true })
  expect(await findInstallation(viewer, unit.id)).toEqual(unit)
  expect(await findRecords(viewer, unit.id)).toMatchObject([
    { s: '4', r: '16', grade: 3, people: day, version: 1 },
  ])
})

test('a cell that the boundary cuts counts by the share of its area outside', async () => {
  // The left half of the unit's only cell lies within it: half of the people of cell 0 are outside.
  const [x, y] = origin
  const half = { type: 'Polygon' as const, coordinates: [ringOf(x, y, 0.0005, 0.001)] }
  const unit = await register(planner, unitOf({ place: half }))
  const { cells, ring } = await findExposure(planner, unit.id)
  expect(cells[0]).toMatchObject({ ordinal: 0, day: 10, night: 5 })
  expect(cells[0]?.share).toBeCloseTo(0.5, 6)
  expect(ring.type).toBe('Polygon')
  expect(ring.coordinates).toHaveLength(2)
  // Seen from the outline, nothing beyond 500 m: the last column begins about 860 m away.
  expect(cells.every(({ ordinal }) => ordinal % 10 < 7)).toBe(true)
})

test('the ring of a point is a circle of 500 m on the ellipsoid', async () => {
  const unit = await register(planner, unitOf({ place: { type: 'Point', coordinates: town.center } }))
  const { cells } = await findExposure(planner, unit.id)
  // The town is narrower than the circle, so the circle is cut at all four sides: a known integral.
  const phi = (town.center[1] * Math.PI) / 180
  const flat = 1 - 0.00669437999 * Math.sin(phi) ** 2
  const wide = ((0.001 * Math.PI) / 180) * (6_378_137 / Math.sqrt(flat)) * Math.cos(phi)
  const high = ((0.001 * Math.PI) / 180) * ((6_378_137 * (1 - 0.00669437999)) / flat ** 1.5)
  let area = 0
  for (let x = 0.05; x < 5 * wide; x += 0.1) area += 0.4 * Math.min(3 * high, Math.sqrt(500 ** 2 - x ** 2))
  const shares = cells.reduce((sum, { share }) => sum + share, 0)
  expect(shares / (area / (wide * high))).toBeCloseTo(1, 3)
})

const ringOf = (x: number, y: number, wide: number, high: number): [number, number][] => [
  [x, y],
  [x + wide, y],
  [x + wide, y + high],
  [x, y + high],
  [x, y],
]

test('the ring begins at the outline of the source where the unit says so', async () => {
  await sql`update hazards set area = ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(block(1, 1, { columns: 8, rows: 4 }))}), 4326)
    where id = ${hazardAt(2)}`
  const place = { type: 'Point' as const, coordinates: town.center }
  const unit = await register(planner, unitOf({ hazardId: hazardAt(2), place, ringFrom: 'source' }))
  expect(unit.people.day).toBe(peopleIn(isBorder))
  const alone = await correct(planner, unit.id, { ...inputOf(unit), ringFrom: 'unit', version: 1 })
  expect(alone.people.day).toBeGreaterThan(unit.people.day)
})

const inputOf = ({ hazardId, name, nameEn, kind, place, ringFrom }: Installation) => ({
  hazardId,
  name,
  nameEn,
  kind,
  place,
  ringFrom,
})

test('a bad line is refused by its place and field, and nothing is stored', async () => {
  const unit = await register(planner, unitOf({ hazardId: hazardAt(1), lines: [] }))
  expect(unit.grade).toBe(0)
  const lines = [line(1, '5'), line(12, '-1'), InventoryLine.parse({ cas: '64-19-7', tonnes: '3' })]
  const error = await refusal(setInventory(planner, unit.id, { lines, version: 1 }))
  expect(error).toMatchObject({
    code: 'invalid',
    errors: [{ path: 'lines.1.tonnes' }, { path: 'lines.2.cas' }],
  })
  expect(error.errors[0]?.message.zh).toMatch(/^第 2 行/)
  expect(await findInstallation(planner, unit.id)).toEqual(unit)
  const bad = { ...unitOf(), lines }
  expect(await refusal(register(planner, bad))).toMatchObject({ code: 'invalid' })
})

test('an outline that crosses itself is refused with the place of the fault', async () => {
  const [x, y] = origin
  const bow = {
    type: 'Polygon' as const,
    coordinates: [
      [
        [x, y],
        [x + 0.001, y + 0.001],
        [x + 0.001, y],
        [x, y + 0.001],
        [x, y],
      ] as [number, number][],
    ],
  }
  const error = await refusal(register(planner, unitOf({ place: bow })))
  expect(error).toMatchObject({ code: 'invalid', errors: [{ path: 'place' }] })
  expect(error.details.at).toHaveLength(2)
})

test('a new inventory takes the grade along; the old one stays in the records', async () => {
  const unit = await register(planner, unitOf({ hazardId: hazardAt(3) }))
  const { rows, value: after } = await told(() =>
    setInventory(planner, unit.id, { lines: [line(1, '9.99')], version: 1 }),
  )
  expect(rows).toEqual(['hazard/grade', 'installation/set-inventory'])
  expect(after).toMatchObject({ grade: 0, version: 2, appraisal: { s: '0.999', r: null } })
  expect(await findHazard(planner, hazardAt(3))).toMatchObject({ majorGrade: 0, major: false })
  expect((await findRecords(planner, unit.id)).map(({ s, version }) => [s, version])).toEqual([
    ['0.999', 2],
    ['4', 1],
  ])
  const late = await refusal(setInventory(planner, unit.id, { lines: [], version: 1 }))
  expect(late).toMatchObject({ code: 'conflict', details: { theirs: { version: 2 } } })
})

test('a stated number of people needs a reason, counts instead of the map, and can be taken back', async () => {
  const unit = await register(planner, unitOf({ hazardId: hazardAt(3) }))
  const bare = refusal(statePeople(planner, unit.id, { people: 29, reason: '', version: 1 }))
  expect(await bare).toMatchObject({ code: 'invalid', errors: [{ path: 'reason' }] })
  const stated = await statePeople(planner, unit.id, { people: 29, reason: '入户核实', version: 1 })
  expect(stated).toMatchObject({
    grade: 4,
    appraisal: { alpha: '1', r: '8' },
    people: { stated: 29, reason: '入户核实' },
  })
  const back = await statePeople(planner, unit.id, { people: null, reason: '', version: 2 })
  expect(back).toMatchObject({ grade: 3, people: { stated: null, reason: '' } })
})

test('a source bears the worst grade of its units; a retired one counts no more and stays', async () => {
  const hazardId = hazardAt(4)
  const mild = await register(planner, unitOf({ hazardId, lines: [line(67, '600')] }))
  const grave = await register(planner, unitOf({ hazardId, lines: [line(6, '3')] }))
  expect([mild.grade, grave.grade]).toEqual([4, 1])
  expect((await findHazard(planner, hazardId)).majorGrade).toBe(1)
  const gone = await retire(planner, grave.id, { reason: '装置拆除', version: 1 })
  expect(gone.retiredAt).not.toBeNull()
  expect((await findHazard(planner, hazardId)).majorGrade).toBe(4)
  const query = { town: town.id, hazard: hazardId, retired: '0' as const }
  expect((await findInstallations(viewer, query)).map(({ id }) => id)).toEqual([mild.id])
  expect(await findInstallations(viewer, { ...query, retired: '1' })).toHaveLength(2)
  const again = await refusal(retire(planner, grave.id, { reason: '再来', version: 2 }))
  const late = await refusal(setInventory(planner, grave.id, { lines: [], version: 2 }))
  expect([again.code, late.code]).toEqual(['conflict', 'conflict'])
})

test('a filing holds its years; what is no major hazard installation is not filed', async () => {
  const unit = await register(planner, unitOf())
  const filed = await file(planner, unit.id, {
    number: '沪备 2026-018',
    filedOn: '2024-02-29',
    years: 3,
    version: 1,
  })
  expect(filed.filing).toEqual({
    number: '沪备 2026-018',
    filedOn: '2024-02-29',
    years: 3,
    expiresOn: '2027-02-28',
  })
  const small = await register(planner, unitOf({ lines: [line(1, '1')] }))
  const needless = file(planner, small.id, { number: 'x', filedOn: '2026-01-01', years: 3, version: 1 })
  expect(await refusal(needless)).toMatchObject({ code: 'conflict' })
})

test('what if: computed side by side, nothing stored', async () => {
  const unit = await register(planner, unitOf())
  const before = await lastSequence(sql)
  const more = await consider(viewer, {
    installationId: unit.id,
    lines: [line(1, '40'), line(12, '100')],
    moves: [],
  })
  expect(more.now).toEqual(unit.appraisal)
  expect(more.whatIf).toMatchObject({ s: '24', weighted: '88', r: '176', grade: 1, decidingLine: 1 })
  const away = await consider(viewer, { installationId: unit.id, people: 0, moves: [] })
  expect(away.whatIf).toMatchObject({ alpha: '0.5', r: '4', grade: 4 })
  const moved = await consider(viewer, {
    installationId: unit.id,
    moves: [
      { ordinal: 0, people: -8 },
      { ordinal: 9, people: 8 },
    ],
  })
  expect(moved.whatIf.people).toBe(unit.people.day)
  expect(moved.cells.find(({ ordinal }) => ordinal === 0)?.day).toBe(2)
  const fresh = await consider(viewer, {
    hazardId: hazardAt(0),
    place: unit.place,
    ringFrom: 'unit',
    lines: [line(6, '3')],
    moves: [],
  })
  expect(fresh).toMatchObject({ now: null, day: unit.people.day, whatIf: { grade: 1 } })
  expect(await lastSequence(sql)).toBe(before)
  expect(await findInstallation(planner, unit.id)).toEqual(unit)
  const bad = consider(viewer, { installationId: unit.id, lines: [line(99, '1')], moves: [] })
  expect(await refusal(bad)).toMatchObject({ code: 'invalid', errors: [{ path: 'lines.0.no' }] })
})

test('who may not edit, or comes from another town, is refused', async () => {
  const unit = await register(planner, unitOf())
  const elsewhere = await testTown(sql)
  const other = await contextOf(sql, elsewhere.people.planner)
  const { version } = unit
  const verbs = [
    (context: Context) => register(context, unitOf()),
    (context: Context) => setInventory(context, unit.id, { lines: [], version }),
    (context: Context) => correct(context, unit.id, { ...inputOf(unit), version }),
    (context: Context) => statePeople(context, unit.id, { people: 1, reason: '试', version }),
    (context: Context) => file(context, unit.id, { number: 'x', filedOn: '2026-01-01', years: 3, version }),
    (context: Context) => retire(context, unit.id, { reason: '试', version }),
  ]
  const reads = [
    (context: Context) => findInstallation(context, unit.id),
    (context: Context) => findExposure(context, unit.id),
    (context: Context) => findRecords(context, unit.id),
    (context: Context) => consider(context, { installationId: unit.id, moves: [] }),
    (context: Context) =>
      consider(context, { installationId: unit.id, hazardId: elsewhere.hazards[0] ?? 0, moves: [] }),
    (context: Context) => findInstallations(context, { town: town.id, retired: '0' }),
  ]
  for (const act of verbs) expect((await refusal(act(viewer))).code).toBe('forbidden')
  for (const act of [...verbs, ...reads]) expect((await refusal(act(other))).code).toBe('forbidden')
  expect(await refusal(findInstallation(planner, 999_999_999))).toMatchObject({ code: 'missing' })
})
