import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { administratorContext } from '../control.ts'
import { testDatabase } from '../database/test-database.ts'
import { approve } from '../grid/approve.ts'
import type { BoundaryEdit } from '../grid/boundary-edit.ts'
import { findConsequences } from '../grid/find-consequences.ts'
import { findDraft } from '../grid/find-drafts.ts'
import { propose } from '../grid/propose.ts'
import { aDraft, gridsOf, spot } from '../grid/test-draft.ts'
import { testFolder } from '../test-folder.ts'
import { block, contextOf, type TestTown, testTown } from '../test-town.ts'
import { amend } from './amend.ts'
import { aside } from './aside.ts'
import type { BoundaryImport, ExportFormat } from './boundary.ts'
import { FileQuery, findFile } from './find-file.ts'
import { take } from './take.ts'
import { upload } from './upload.ts'

const { sql } = await testDatabase()
let town: TestTown
const dataDirectory = await testFolder('levels')
let manager: Context
let commander: Context
let administrator: Context

beforeAll(async () => {
  administrator = await administratorContext(sql)
})
beforeEach(async () => {
  town = await testTown(sql)
  manager = await contextOf(sql, town.people['grid-manager'])
  commander = await contextOf(sql, town.people.commander)
})
afterAll(() => aside.close())

const first = () => town.grids[0] ?? 0
const cut = (...columns: number[]) => columns.map(column => [spot(column, -0.5), spot(column, 1.5)])

async function publish(edits: BoundaryEdit[]): Promise<void> {
  const draft = await aDraft(manager, { town, edits })
  const { id, version } = await propose(manager, draft.id, draft)
  await approve(commander, id, { version, effectiveAt: null, note: '' })
}

/** The first grid in two of the second level, of which the first is in two micro grids. */
const divide = () =>
  publish([
    { kind: 'divide', face: first(), lines: cut(2) },
    { kind: 'divide', face: -1, lines: cut(1) },
  ])

const exported = async (format: ExportFormat, crs = 'WGS84') =>
  (await findFile(manager, FileQuery.parse({ town: String(town.id), format, crs }))).bytes

const Row = z.object({ properties: z.record(z.string(), z.unknown()), geometry: z.unknown() })
type Row = z.infer<typeof Row>
const rowsOf = async (): Promise<Row[]> =>
  z.object({ features: z.array(Row) }).parse(JSON.parse(Buffer.from(await exported('geojson')).toString()))
    .features
const fileOf = (features: Row[]) => {
  const crs = { type: 'name', properties: { name: 'EPSG:4490' } }
  const written = features.map(feature => ({ type: 'Feature', ...feature }))
  return Buffer.from(JSON.stringify({ type: 'FeatureCollection', crs, features: written }))
}

async function brought(
  context: Context,
  { townId, bytes, crs = 'EPSG:4490' }: { townId: number; bytes: Uint8Array; crs?: string },
): Promise<BoundaryImport> {
  const body = new Blob([Uint8Array.from(bytes)]).stream()
  const uploaded = await upload(context, { townId, fileName: 'back', body, dataDirectory })
  return amend(context, uploaded.id, { version: uploaded.version, crs, accept: 'all' })
}

/** A town with the same villages and no grids. */
async function emptyCopy(): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into regions (code, name, level, demo, geom, west, south, east, north)
    select code || '-copy', name, level, demo, geom, west, south, east, north from regions where id = ${town.id}
    returning id`
  const id = row?.id ?? 0
  await sql`insert into regions (town_id, parent_id, code, name, level, geom, west, south, east, north)
    select ${id}, ${id}, code || '-copy', name, level, geom, west, south, east, north from regions
    where town_id = ${town.id}`
  return id
}

interface Lying {
  code: string
  name: string
  level: string
  above: string | null
  region: string
}
const lying = async (townId: number): Promise<Lying[]> => [
  ...(await sql<Lying[]>`
    select g.code, g.name, g.level, p.code as above, r.name as region
    from grids g join regions r on r.id = g.region_id left join grids p on p.id = g.parent_id
    where g.town_id = ${townId} and g.retired_at is null order by g.code`),
]

/** Codes of grids in two towns that do not cover the same ground. */
const otherGround = async (townId: number): Promise<string[]> =>
  (
    await sql<{ code: string }[]>`
      select a.code from grids a left join grids b on b.code = a.code and b.town_id = ${townId}
      where a.town_id = ${town.id} and a.retired_at is null and not coalesce(ST_Equals(a.geom, b.geom), false)`
  ).map(({ code }) => code)

/** On each level grids cover the same ground, and each divided one is the union of what is in it. */
async function isNested(townId: number): Promise<boolean> {
  const [row] = await sql<{ nested: boolean }[]>`
    with g as (select * from grids where town_id = ${townId} and retired_at is null),
    lowest as (select * from g where not exists (select from g k where k.parent_id = g.id))
    select coalesce((select bool_and(ST_Equals(p.geom, (select ST_Union(k.geom) from g k where k.parent_id = p.id)))
        from g p where exists (select from g k where k.parent_id = p.id)), true)
      and (select ST_Equals(ST_Union(geom), (select r.geom from regions r where r.id = ${townId})) from lowest)
      and (select abs(sum(ST_Area(geom)) - ST_Area(ST_Union(geom))) < 1e-12 from lowest) as nested`
  return row?.nested ?? false
}

describe('what is exported comes in again', () => {
  const formats: [ExportFormat, string][] = [
    ['geojson', 'WGS84'],
    ['geojson', 'GCJ-02'],
    ['shapefile', 'WGS84'],
    ['geopackage', 'WGS84'],
    ['kml', 'GCJ-02'],
    ['kmz', 'WGS84'],
    ['csv', 'WGS84'],
  ]
  test('as the same grids in the same grids, in every format', async () => {
    await divide()
    const before = await lying(town.id)
    expect(
      before
        .map(({ level }) => level)
        .filter(level => level !== 'first')
        .sort(),
    ).toEqual([...['micro', 'micro', 'second', 'second']])
    for (const [format, crs] of formats) {
      const copy = await emptyCopy()
      const bytes = await exported(format, crs)
      const said = crs === 'GCJ-02' ? 'GCJ-02' : 'EPSG:4490'
      const back = await brought(administrator, { townId: copy, bytes, crs: said })
      expect([format, back.tiers, back.faces, back.faults, back.defects]).toEqual([format, 2, 14, [], []])
      expect(back.fieldMap).toMatchObject({
        code: 'code',
        level: 'level',
        above: 'above_code',
        parent: 'region',
      })
      await take(administrator, back.id, back)
      expect([format, await lying(copy)]).toEqual([format, before])
      expect([format, await otherGround(copy), await isNested(copy)]).toEqual([format, [], true])
      await sql`update regions set code = code || ${format + crs} where id = ${copy} or town_id = ${copy}`
    }
  })

  test('into the town that it came from there is nothing to draft', async () => {
    await divide()
    const back = await brought(manager, { townId: town.id, bytes: await exported('geopackage') })
    expect([back.tiers, back.townTiers]).toEqual([2, 2])
    await expect(take(manager, back.id, back)).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path: 'file' }],
    })
  })

  test('into a town that was made one again since, it divides it as it was', async () => {
    await divide()
    const before = await lying(town.id)
    const bytes = await exported('geojson')
    await publish([{ kind: 'undivide', face: first() }])
    const published = await taken(bytes)
    expect(published).toBe('published')
    const shapeOf = (rows: Lying[]) => rows.map(({ name, level }) => `${level} ${name}`).sort()
    expect(shapeOf(await lying(town.id))).toEqual(shapeOf(before))
    const grids = await gridsOf(manager, town)
    const [whole] = grids.filter(({ id }) => id === first())
    const lower = grids.filter(({ parentId }) => parentId === first())
    expect(lower.map(({ people, households }) => [people, households]).sort()).toHaveLength(2)
    expect(lower.reduce((sum, { people }) => sum + people, 0)).toBe(whole?.people)
    expect(lower.reduce((sum, { households }) => sum + households, 0)).toBe(whole?.households)
    expect(await isNested(town.id)).toBe(true)
  })
})

/** Takes a file as a draft and puts it in force. */
async function taken(bytes: Uint8Array): Promise<string> {
  const back = await brought(manager, { townId: town.id, bytes })
  expect(back.faults).toEqual([])
  const { draftId } = await take(manager, back.id, { version: back.version, reason: '新测绘' })
  const draft = await findDraft(manager, draftId ?? 0)
  expect(draft.reason).toBe('新测绘')
  await findConsequences(manager, draft.id)
  const { id, version } = await propose(manager, draft.id, draft)
  return (await approve(commander, id, { version, effectiveAt: null, note: '' })).state
}

const called = (rows: Row[], code: string) => {
  const found = rows.find(({ properties }) => properties.code === code)
  if (!found) throw new Error(`there is no row ${code}`)
  return found
}
const lowerOf = (rows: Row[], code: string) => rows.filter(({ properties }) => properties.above_code === code)

describe('a file is refused by its rows', () => {
  test.each<[string, (rows: Row[]) => Row[], RegExp]>([
    [
      'whose grid above is nowhere',
      rows => rows.filter(row => row !== called(rows, 'G001')),
      /G001, is no row/,
    ],
    [
      'whose grid above is in another village',
      rows => {
        for (const { properties } of lowerOf(rows, 'G001')) properties.region = '第2村'
        return rows
      },
      /must be in one village/,
    ],
    [
      'whose grid above has ground that no lower one has',
      rows =>
        rows.filter(
          row =>
            row !==
            lowerOf(rows, 'G001').find(
              each =>
                each.properties.level === 'second' &&
                lowerOf(rows, String(each.properties.code)).length === 0,
            ),
        ),
      /square metres of it have no lower grid/,
    ],
    [
      'that lies in itself by way of another',
      rows => {
        called(rows, 'G001').properties.above_code = lowerOf(rows, 'G001')[0]?.properties.code
        return rows
      },
      /lies in itself/,
    ],
    [
      'whose level is not the one below',
      rows => {
        const [lower] = lowerOf(rows, 'G001')
        if (lower) lower.properties.level = 'micro'
        return rows
      },
      /by the grid above it is second/,
    ],
  ])('%s', async (_, spoil, why) => {
    await divide()
    const bytes = fileOf(spoil(await rowsOf()))
    const copy = await emptyCopy()
    const back = await brought(administrator, { townId: copy, bytes })
    expect(back.faults.map(({ message }) => message.en)).toContainEqual(expect.stringMatching(why))
    expect(back.faults.every(({ row }) => row > 0)).toBe(true)
    await expect(take(administrator, back.id, back)).rejects.toMatchObject({
      code: 'invalid',
      errors: [
        expect.objectContaining({ path: `row ${back.faults[0]?.row}: above` }),
        ...back.faults.slice(1).map(() => expect.anything()),
      ],
    })
    expect(await lying(copy)).toEqual([])
  })
})

describe('a file that does not say who lies in whom', () => {
  const bare = (
    name: string,
    code: string,
    [column, row, columns, rows]: [number, number, number, number],
  ): Row => ({
    properties: { name, code },
    geometry: block(column, row, { columns, rows }),
  })

  test('leaves lower grids in a grid that it has as a whole, and they follow its edge', async () => {
    await divide()
    const before = await lying(town.id)
    // The first grid gets a column of its eastern neighbour, which is in another village.
    const file = [bare('', 'G001', [0, 0, 5, 1]), bare('', '', [0, 1, 5, 1])]
    const same = await brought(manager, { townId: town.id, bytes: fileOf(file) })
    expect([same.tiers, same.townTiers, same.fieldMap.above]).toEqual([0, 2, null])
    await expect(take(manager, same.id, same)).rejects.toMatchObject({ code: 'invalid' })
    const wider = block(0, 0, { columns: 5, rows: 1 })
    const ring = wider.coordinates[0]?.map(([lng, lat]): [number, number] => [
      lng,
      lat > (wider.coordinates[0]?.[0]?.[1] ?? 0) ? Math.round((lat + 0.0004) * 1e7) / 1e7 : lat,
    ])
    const moved = { properties: { code: 'G001' }, geometry: { type: 'Polygon', coordinates: [ring] } }
    expect(await taken(fileOf([moved]))).toBe('published')
    expect(await lying(town.id)).toEqual(before)
    expect(await isNested(town.id)).toBe(true)
    const [area] = await sql<{ shares: number }[]>`
      select ST_Area(geom) / 0.000005 as shares from grids where id = ${first()}`
    expect(area?.shares).toBeCloseTo(1.4, 6)
  })

  test('that draws lower grids anew leaves them where they lie', async () => {
    await publish([{ kind: 'divide', face: first(), lines: cut(2) }])
    const before = await lying(town.id)
    const file = [bare('西', '', [0, 0, 3, 1]), bare('东', '', [3, 0, 2, 1])]
    expect(await taken(fileOf(file))).toBe('published')
    const after = await lying(town.id)
    expect(after.map(({ code, level, above }) => [code, level, above])).toEqual(
      before.map(({ code, level, above }) => [code, level, above]),
    )
    expect(
      after
        .filter(({ above }) => above === 'G001')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['东', '西'])
    expect(await isNested(town.id)).toBe(true)
  })

  test('one that says it makes a grid whole, or puts lower ones elsewhere', async () => {
    await divide()
    const rows = await rowsOf()
    const lower = new Set([
      ...lowerOf(rows, 'G001'),
      ...lowerOf(rows, 'G001').flatMap(row => lowerOf(rows, String(row.properties.code))),
    ])
    // Two grids of the first village are in one that the file makes.
    const [second, third] = [called(rows, 'G005'), called(rows, 'G009')]
    for (const { properties } of [second, third]) {
      properties.above_code = 'N001'
      properties.level = 'second'
    }
    const over: Row = {
      properties: { ...second.properties, code: 'N001', name: '新片', above_code: '', level: 'first' },
      geometry: block(0, 1, { columns: 5, rows: 2 }),
    }
    expect(await taken(fileOf([...rows.filter(row => !lower.has(row)), over]))).toBe('published')
    const after = await lying(town.id)
    expect(after.filter(({ level, above }) => level !== 'first' || above)).toEqual([
      { code: 'G005', name: '5 号网格', level: 'second', above: 'N001', region: '第1村' },
      { code: 'G009', name: '9 号网格', level: 'second', above: 'N001', region: '第1村' },
    ])
    expect(after.map(({ code }) => code)).toEqual(expect.arrayContaining(['G001', 'N001']))
    expect(after).toHaveLength(13)
    const grids = await gridsOf(manager, town)
    const made = grids.find(({ code }) => code === 'N001')
    expect([made?.people, made?.households]).toEqual([
      grids.filter(({ parentId }) => parentId === made?.id).reduce((sum, { people }) => sum + people, 0),
      grids
        .filter(({ parentId }) => parentId === made?.id)
        .reduce((sum, { households }) => sum + households, 0),
    ])
    expect(await isNested(town.id)).toBe(true)
  })
})
