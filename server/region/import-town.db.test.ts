import { existsSync, readdirSync, rmSync } from 'node:fs'
import { copyFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { smallTown, writeSmallExtract } from '../../test/small-extract.ts'
import type { Context } from '../context.ts'
import { administratorContext } from '../control.ts'
import { testDatabase, testKind } from '../database/test-database.ts'
import { RiskFields } from '../risk/fields.ts'
import { openRoads } from '../road/open.ts'
import { NOTHING_TO_AVOID } from '../road/road.ts'
import { testFolder } from '../test-folder.ts'
import { findTowns } from './find.ts'
import { importTown } from './import-town.ts'
import { sweepTowns } from './sweep.ts'

const samples = process.env.SISETU_SAMPLES ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data')
const sample = join(samples, 'roads', 'guixi-jiangxi.osm.pbf')
if (!existsSync(sample)) console.warn(`no sample data at ${samples}: the import of a real town is skipped`)

const { sql } = await testDatabase()
let context: Context
const dataDirectory = await testFolder('import')
let small: string
let serial = 0

beforeAll(async () => {
  context = await administratorContext(sql)
  small = join(dataDirectory, 'small.osm.pbf')
  await writeSmallExtract(small)
})

const newCode = () => `import-${testKind}-${++serial}`

function bring(
  path: string,
  more: { code?: string; onStep?: (step: string) => void; abortAt?: string } = {},
) {
  const abort = new AbortController()
  const { code = newCode(), onStep = () => undefined, abortAt } = more
  return importTown(
    context,
    { path, name: '试验镇', nameEn: 'Trial', code },
    {
      dataDirectory,
      signal: abort.signal,
      progress: step => {
        onStep(step)
        if (step === abortAt) abort.abort(new Error('interrupted'))
      },
    },
  )
}

/** All that an import could leave: folders and rows of regions, cells and drafts. */
async function standing() {
  const [counts] =
    await sql`select (select count(*)::int from regions) as regions, (select count(*)::int from cells) as cells,
    (select count(*)::int from hazards) as hazards, (select count(*)::int from plans) as plans,
    (select count(*)::int from journal where verb = 'import') as journal`
  return { ...counts, folders: await readdir(join(dataDirectory, 'towns')).catch(() => []) }
}

test('who has only some towns brings no new one', async () => {
  const limited = { ...context, actor: { ...context.actor, townIds: [1] } }
  const before = await standing()
  await expect(
    importTown(
      limited,
      { path: small, name: '试验镇', nameEn: 'Trial', code: newCode() },
      { dataDirectory, signal: new AbortController().signal, progress: () => undefined },
    ),
  ).rejects.toMatchObject({ code: 'forbidden' })
  expect(await standing()).toEqual(before)
})

describe('an extract becomes a town', () => {
  test('with base map, roads, cells, plans and drafts that name their tag', async () => {
    const summary = await bring(small)
    expect(summary).toMatchObject({ ...smallTown, name: '试验镇' })
    expect(summary.cells).toBeGreaterThan(40)
    const [faulty] = await sql`select count(*)::int as cells from cells where not ST_IsValid(geom)`
    expect(faulty?.cells).toBe(0)
    expect(summary.tiles).toBeGreaterThan(0)
    const home = join(dataDirectory, 'towns', String(summary.townId))
    expect((await readFile(join(home, 'base.pmtiles'))).toString('latin1', 0, 7)).toBe('PMTiles')
    const rows = await sql<{ name: string; standing: string; tag: string; drawn: boolean }[]>`
      select name, standing, origin->>'tag' as tag, area is not null as drawn from hazards
      where town_id = ${summary.townId} order by name`
    expect([...rows]).toEqual(
      [
        { name: '工业园', standing: 'draft', tag: 'landuse=industrial', drawn: true },
        { name: '城东加油站', standing: 'draft', tag: 'amenity=fuel', drawn: false },
        { name: '画错的厂区', standing: 'draft', tag: 'landuse=industrial', drawn: false },
      ].sort(
        (a, b) => rows.findIndex(row => row.name === a.name) - rows.findIndex(row => row.name === b.name),
      ),
    )
    const [shelter] = await sql`select capacity_day, area_square_meters from shelters
      where town_id = ${summary.townId} and kind = 'school'`
    expect(shelter?.capacity_day).toBe(Math.floor((shelter?.area_square_meters * 0.4) / 1.5))
    const states = await sql`select 1 from responder_states s join responders r on r.id = s.responder_id
      where r.town_id = ${summary.townId}`
    expect(states).toHaveLength(smallTown.responders)
    const [plans] = await sql`select count(*)::int as count from plans where town_id = ${summary.townId}`
    expect(plans?.count).toBeGreaterThanOrEqual(4)
    const towns = await findTowns(context)
    expect(towns.find(town => town.id === summary.townId)).toMatchObject({
      cells: summary.cells,
      demo: false,
    })
  })

  test('whose cells are all not assessed and whose roads answer', async () => {
    const summary = await bring(small)
    const field = await new RiskFields(sql).get(summary.townId)
    expect(field.counts('residual')).toEqual([summary.cells, 0, 0, 0, 0])
    const roads = await openRoads({ townDirectory: join(dataDirectory, 'towns', String(summary.townId)) })
    try {
      const way = { from: [118.1, 28.1] as const, to: [118.116, 28.1] as const }
      const route = await roads.route({
        from: [...way.from],
        to: [...way.to],
        vehicle: { profile: 'car' },
        avoid: NOTHING_TO_AVOID,
      })
      expect(route.found).toBe('road')
      expect(route.meters).toBeGreaterThan(1500)
      expect(route.meters).toBeLessThan(1650)
    } finally {
      await roads.close()
    }
  })

  test.skipIf(!existsSync(sample))('from real data', async () => {
    const summary = await bring(sample)
    // osmium tags-count: 1 landuse=industrial; 4 amenity=school and 1 leisure=park; 21 ways with bridge
    expect(summary).toMatchObject({ hazards: 1, shelters: 5, responders: 0 })
    expect(summary.targets).toBeGreaterThan(15)
    expect(summary.cells).toBeGreaterThan(500)
    expect(summary.roadEdges).toBeGreaterThan(800)
  })
})

describe('nothing is left', () => {
  test('of a code that is taken, and the first town stays', async () => {
    const code = newCode()
    const first = await bring(small, { code })
    const before = await standing()
    await expect(bring(small, { code })).rejects.toMatchObject({ code: 'conflict' })
    expect(await standing()).toEqual(before)
    expect(existsSync(join(dataDirectory, 'towns', String(first.townId), 'base.pmtiles'))).toBe(true)
  })

  test.each([
    ['text', '不是 OSM PBF', async (path: string) => writeFile(path, 'name,lng,lat\n加油站,117.2,28.3\n')],
    ['nothing', '没有数据', async (path: string) => writeFile(path, '')],
    [
      'half a file',
      '不完整',
      async (path: string) => {
        await copyFile(small, path)
        await truncate(path, 700)
      },
    ],
    ['no roads', '没有道路', async (path: string) => writeSmallExtract(path, { roads: false })],
    ['no file', '没有这个文件', async () => undefined],
  ])('of %s', async (name, words, make) => {
    const before = await standing()
    const path = join(dataDirectory, `${name}.pbf`)
    await make(path)
    await expect(bring(path)).rejects.toMatchObject({
      code: 'invalid',
      words: { zh: expect.stringContaining(words) },
    })
    expect(await standing()).toEqual(before)
  })

  test.each(['read', 'base-map', 'roads', 'database'])('of an interruption at %s', async abortAt => {
    const before = await standing()
    await expect(bring(small, { abortAt })).rejects.toThrow('interrupted')
    expect(await standing()).toEqual(before)
  })

  test('of what cannot be moved in at the end', async () => {
    const before = await standing()
    const onStep = (step: string) => {
      // The folder of the half-made town vanishes under the import.
      if (step !== 'database') return
      const towns = join(dataDirectory, 'towns')
      for (const name of readdirSync(towns).filter(name => name.startsWith('.importing'))) {
        rmSync(join(towns, name), { recursive: true, force: true })
      }
    }
    await expect(bring(small, { onStep })).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await standing()).toEqual(before)
  })

  test('of a killed import after the next start, while an import under way stays', async () => {
    const [row] = await sql<{ id: number }[]>`
      insert into regions (code, name, level, west, south, east, north, ready)
      values (${newCode()}, '半个镇', 'town', 118, 28, 119, 29, false) returning id`
    const towns = join(dataDirectory, 'towns')
    await writeFile(join(towns, '.importing-999999999-1-1'), '')
    await writeFile(join(towns, `.importing-${process.ppid}-1-1`), '')
    await sweepTowns(sql, dataDirectory)
    expect(await readdir(towns)).not.toContain('.importing-999999999-1-1')
    expect(await sql`select 1 from regions where id = ${row?.id ?? 0}`).toHaveLength(1)
    await rm(join(towns, `.importing-${process.ppid}-1-1`))
    await sweepTowns(sql, dataDirectory)
    expect(await sql`select 1 from regions where id = ${row?.id ?? 0}`).toHaveLength(0)
  })
})
