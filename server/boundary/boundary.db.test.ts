import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../account/account.ts'
import { administratorContext } from '../control.ts'
import { testDatabase } from '../database/test-database.ts'
import type { Polygon } from '../region/place.ts'
import { cookieOf, testApp } from '../test-app.ts'
import { testFolder } from '../test-folder.ts'
import { block, type TestTown, testTown } from '../test-town.ts'
import { Aside, aside } from './aside.ts'
import { BoundaryImport, BoundaryPreview, BoundarySource, CleanOptions } from './boundary.ts'
import { writeShapefile } from './formats/shapefile.ts'
import { importFile } from './import-file.ts'
import { placingOf } from './rules/crs.ts'
import { mostFileBytes } from './upload.ts'

const { sql } = await testDatabase()
let town: TestTown
const dataDirectory = await testFolder('boundary')
let app: ReturnType<typeof testApp>

beforeAll(async () => {
  town = await testTown(sql)
  app = testApp(sql, { dataDirectory })
})
afterAll(() => aside.close())

const ask = async (person: Person, path: string, init: RequestInit = {}) =>
  app.request(`/api${path}`, {
    ...init,
    headers: { cookie: await cookieOf(sql, person), 'content-type': 'application/json', ...init.headers },
  })

const send = (person: Person, townId: number, body: BodyInit, type = 'application/octet-stream') =>
  ask(person, `/boundary-imports?town=${townId}&name=${encodeURIComponent('东滨.geojson')}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  })

const imported = async (answer: Response) => {
  const body: unknown = await answer.json()
  expect([answer.status, body]).toEqual([answer.status, expect.objectContaining({ id: expect.any(Number) })])
  return BoundaryImport.parse(body)
}

const save = (person: Person, { id, version }: BoundaryImport, more: object) =>
  ask(person, `/boundary-imports/${id}`, { method: 'PUT', body: JSON.stringify({ version, ...more }) })

const manager = () => town.people['grid-manager']

interface Row {
  polygon: Polygon
  name: string
  code?: string
  village?: string
}
const collection = (rows: Row[], crs?: string) =>
  JSON.stringify({
    type: 'FeatureCollection',
    ...(crs ? { crs: { type: 'name', properties: { name: crs } } } : {}),
    features: rows.map(({ polygon, ...properties }) => ({ type: 'Feature', properties, geometry: polygon })),
  })

/** A town of one village without grids. */
async function emptyTown(): Promise<{ id: number; village: string }> {
  const shape = JSON.stringify(block(0, 0, { columns: 10, rows: 6 }))
  const insert = async (town: number | null, code: string, name: string) => {
    const [row] = await sql`
      insert into regions (town_id, parent_id, code, name, level, geom, west, south, east, north)
      values (${town}, ${town}, ${code}, ${name}, ${town ? 'village' : 'town'},
        ST_SetSRID(ST_GeomFromGeoJSON(${shape}), 4326), 121.9, 30.88, 121.91, 30.886) returning id`
    return Number(row?.id)
  }
  const code = `E${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`
  const id = await insert(null, code, '空镇')
  await insert(id, `${code}-1`, '东滨村')
  return { id, village: '东滨村' }
}

const everywhere = () => ({ ...manager(), townIds: null })
const asEverywhere = async <T>(work: () => Promise<T>): Promise<T> => {
  await sql`update people set town_ids = null where id = ${manager().id}`
  try {
    return await work()
  } finally {
    await sql`update people set town_ids = ${[town.id]} where id = ${manager().id}`
  }
}

test('a file becomes the grids of an empty town, question by question, and comes out again as it went in', async () => {
  await asEverywhere(async () => {
    const empty = await emptyTown()
    const rows = [
      { name: '一网格', code: '001', village: empty.village, polygon: block(0, 0, { columns: 5, rows: 6 }) },
      { name: '二网格', code: '002', village: empty.village, polygon: block(5, 0, { columns: 5, rows: 5 }) },
      { name: '飞地', code: '003', village: empty.village, polygon: block(40, 0, { columns: 2, rows: 2 }) },
    ]
    const uploaded = await imported(await send(everywhere(), empty.id, collection(rows)))
    expect(uploaded).toMatchObject({
      format: 'geojson',
      fileName: '东滨.geojson',
      rows: 3,
      crs: null,
      question: { reason: 'silent' },
      fieldMap: { name: 'name', code: 'code', parent: 'village' },
      defects: [],
    })
    expect(
      (
        await ask(everywhere(), `/boundary-imports/${uploaded.id}/take`, {
          method: 'POST',
          body: '{"version":1}',
        })
      ).status,
    ).toBe(422)
    const placed = await imported(await save(everywhere(), uploaded, { crs: 'EPSG:4490' }))
    expect(placed.defects.map(({ kind, asked, proposal }) => [kind, asked, proposal])).toEqual([
      ['off-region', true, 'drop:3'],
      ['gap', true, 'leave'],
    ])
    expect(placed.unanswered).toBe(2)
    const drawnBy = async (crs: string) => {
      const answer = await ask(everywhere(), `/boundary-imports/${placed.id}/source?crs=${crs}`)
      return BoundarySource.parse(await answer.json()).faces
    }
    const [straight, shifted] = [await drawnBy('EPSG:4490'), await drawnBy('GCJ-02')]
    expect(straight.map(({ row, name }) => [row, name])).toEqual([
      [1, '一网格'],
      [2, '二网格'],
      [3, '飞地'],
    ])
    expect(straight[0]?.parts[0]?.[0]?.[0]).not.toEqual(shifted[0]?.parts[0]?.[0]?.[0])
    const early = await ask(everywhere(), `/boundary-imports/${placed.id}/take`, {
      method: 'POST',
      body: JSON.stringify({ version: placed.version }),
    })
    expect(early.status).toBe(422)
    const gap = placed.defects.find(({ kind }) => kind === 'gap')
    const answered = await imported(
      await save(everywhere(), placed, { answers: { [gap?.id ?? '']: 'give:2' }, accept: 'all' }),
    )
    expect(answered).toMatchObject({ unanswered: 0, faces: 2 })
    const preview: unknown = await (
      await ask(everywhere(), `/boundary-imports/${answered.id}/preview`)
    ).json()
    const { faces } = BoundaryPreview.parse(preview)
    expect(faces.map(({ name, code, parent }) => [name, code, parent])).toEqual([
      ['一网格', '001', empty.village],
      ['二网格', '002', empty.village],
    ])
    const stale = await save(everywhere(), placed, { accept: 'all' })
    expect(stale.status).toBe(409)
    const taken = await ask(everywhere(), `/boundary-imports/${answered.id}/take`, {
      method: 'POST',
      body: JSON.stringify({ version: answered.version }),
    })
    expect(await imported(taken)).toMatchObject({ standing: 'taken' })
    const grids = await sql`select g.code, g.name, r.name as region, ST_Equals(r.geom,
        (select ST_Union(geom) from grids where town_id = ${empty.id})) as follows, ST_IsValid(g.geom) as valid
      from grids g join regions r on r.id = g.region_id where g.town_id = ${empty.id} order by g.code`
    expect([...grids]).toEqual([
      { code: '001', name: '一网格', region: '东滨村', follows: true, valid: true },
      { code: '002', name: '二网格', region: '东滨村', follows: true, valid: true },
    ])
    const journal = await sql`select verb, noun from journal where town_id = ${empty.id} order by sequence`
    expect(journal.map(({ verb, noun }) => `${verb} ${noun}`)).toEqual([
      'upload boundary-import',
      'save boundary-import',
      'save boundary-import',
      'create grid',
      'create grid',
      'redraw region',
      'redraw region',
      'take boundary-import',
    ])
    const again = await send(everywhere(), empty.id, collection(rows, 'EPSG:4490'))
    const second = await imported(await save(everywhere(), await imported(again), { accept: 'all' }))
    const refused = await ask(everywhere(), `/boundary-imports/${second.id}/take`, {
      method: 'POST',
      body: JSON.stringify({ version: second.version }),
    })
    // The gap that the file leaves open is ground of the second grid by now, so nothing would change.
    expect(refused.status).toBe(422)
    for (const format of ['geojson', 'shapefile', 'geopackage', 'kml', 'kmz', 'csv']) {
      const file = await ask(everywhere(), `/boundaries?town=${empty.id}&format=${format}&crs=GCJ-02`)
      expect([format, file.status]).toEqual([format, 200])
      const back = await imported(await send(everywhere(), empty.id, await file.arrayBuffer()))
      const isSaid = format === 'geojson' || format === 'shapefile' || format === 'geopackage'
      const known = isSaid ? back : await imported(await save(everywhere(), back, { crs: 'GCJ-02' }))
      expect([format, known.question, known.defects]).toEqual([format, null, []])
      const shown: unknown = await (await ask(everywhere(), `/boundary-imports/${known.id}/preview`)).json()
      const edges = (all: { polygon: Polygon }[]) => all.map(({ polygon }) => edgesOf(polygon)).sort()
      expect(edges(BoundaryPreview.parse(shown).faces)).toEqual(edges(faces))
    }
  })
})

test('the command line brings a file in when it says what is asked, and names what it does not say', async () => {
  const context = await administratorContext(sql)
  const empty = await emptyTown()
  const [{ code } = { code: '' }] = await sql<
    { code: string }[]
  >`select code from regions where id = ${empty.id}`
  const path = join(dataDirectory, 'two.geojson')
  const rows = [block(0, 0, { columns: 5, rows: 6 }), block(5, 0, { columns: 5, rows: 5 })]
  await writeFile(path, collection(rows.map((polygon, i) => ({ name: `${i}`, polygon }))))
  const order = { path, town: code, acceptAll: false }
  const options = { dataDirectory }
  await expect(importFile(context, order, options)).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ path: 'crs' }],
  })
  const said = { ...order, crs: 'EPSG:4490' }
  await expect(importFile(context, said, options)).rejects.toMatchObject({ errors: [{ path: 'answers' }] })
  expect(await importFile(context, { ...said, acceptAll: true }, options)).toMatchObject({
    standing: 'taken',
    faces: 2,
  })
  const grids = await sql`select code from grids where town_id = ${empty.id} order by code`
  expect(grids.map(grid => grid.code)).toEqual(['G001', 'G002'])
  await expect(importFile(context, { ...said, town: 'nowhere' }, options)).rejects.toMatchObject({
    code: 'missing',
  })
})

const edgesOf = ({ coordinates }: Polygon) =>
  coordinates
    .flatMap(ring => ring.slice(1).map((spot, i) => [String(ring[i]), String(spot)].sort().join(' ')))
    .sort()
    .join(';')

describe('shifted coordinates', () => {
  test.each(['GCJ-02', 'BD-09'] as const)(
    'of %s that lie beside the present grids are asked, not taken',
    async crs => {
      const placing = placingOf(crs)
      const rings = Array.from({ length: 4 }, (_, i) =>
        block((i % 2) * 5, Math.floor(i / 2) * 3, { columns: 5, rows: 3 }),
      )
      const rows = rings.map((polygon, i) => ({
        values: { name: `${i}` },
        rings: polygon.coordinates.map(ring => ring.map(pair => placing?.fromDegrees(pair) ?? pair)),
      }))
      const uploaded = await imported(
        await send(manager(), town.id, Uint8Array.from(writeShapefile(rows, 'shifted'))),
      )
      expect(uploaded).toMatchObject({ crs: null, question: { reason: 'offset', suggested: crs } })
      expect(uploaded.question?.candidates.find(each => each.crs === crs)?.medianMeters).toBeLessThan(5)
      const said = await imported(await save(manager(), uploaded, { crs }))
      expect(said).toMatchObject({ crs, question: null, faces: 4 })
      expect(said.defects.filter(({ kind }) => kind === 'gap' || kind === 'overlap')).toEqual([])
    },
  )
})

describe('nothing comes in', () => {
  test('of a file that is no file of boundaries, and the problem says why', async () => {
    const answer = await send(
      manager(),
      town.id,
      '{"type":"FeatureCollection","features":[{"type":"Feature"}]}',
    )
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: 'row 1: geometry' }] })
  })

  test('larger than the limit, and nothing of it stays', async () => {
    const answer = await send(manager(), town.id, Buffer.alloc(mostFileBytes + 1, 0x20))
    expect(answer.status).toBe(413)
    expect(await readdir(join(dataDirectory, 'incoming'))).toEqual([])
  })

  test('deep JSON under the type of JSON is refused by its room', async () => {
    const deep = `{"type":"Polygon","coordinates":${'['.repeat(5000)}${']'.repeat(5000)}}`
    expect((await send(manager(), town.id, deep, 'application/geo+json')).status).toBe(422)
  })

  test('from one who may only look, nor into a foreign town', async () => {
    const file = collection([{ name: '一', polygon: block(0, 0, { columns: 1, rows: 1 }) }])
    expect((await send(town.people.viewer, town.id, file)).status).toBe(403)
    const other = await testTown(sql)
    expect((await send(manager(), other.id, file)).status).toBe(403)
  })

  test('of what is discarded, and nobody changes it any more', async () => {
    const file = collection([{ name: '一', polygon: block(0, 0, { columns: 1, rows: 1 }) }], 'EPSG:4490')
    const uploaded = await imported(await send(manager(), town.id, file))
    const gone = await ask(manager(), `/boundary-imports/${uploaded.id}?version=${uploaded.version}`, {
      method: 'DELETE',
    })
    expect(await imported(gone)).toMatchObject({ standing: 'discarded', version: 2 })
    expect((await save(manager(), { ...uploaded, version: 2 }, { accept: 'all' })).status).toBe(409)
    const listed: unknown = await (await ask(manager(), `/boundary-imports?town=${town.id}`)).json()
    expect(JSON.stringify(listed)).not.toContain(`"id":${uploaded.id},`)
  })

  test('when a field is named that the file does not have', async () => {
    const file = collection([{ name: '一', polygon: block(0, 0, { columns: 1, rows: 1 }) }], 'EPSG:4490')
    const uploaded = await imported(await send(manager(), town.id, file))
    const answer = await save(manager(), uploaded, { fields: { name: 'nom', code: null, parent: null } })
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: 'fields.name' }] })
  })
})

test('work that takes too long ends with a refusal, and the next one is done', async () => {
  const hurried = new Aside({ timeoutMs: 1 })
  const patient = new Aside({ mostWaiting: 1 })
  const around = {
    divided: [],
    bounds: [],
    outline: [],
    isRough: true,
    present: '[]',
    center: [121.9, 30.88] as [number, number],
  }
  // Reading so many blanks takes a thread longer than it is given.
  const source = Buffer.alloc(16_000_000, ' ')
  const job = {
    from: { source },
    crs: null,
    fields: null,
    options: CleanOptions.parse({}),
    answers: {},
    around,
  }
  try {
    await expect(hurried.prepare(job)).rejects.toMatchObject({
      code: 'invalid',
      words: { en: expect.stringMatching(/stopped/) },
    })
    const rows = [{ values: {}, rings: block(0, 0, { columns: 1, rows: 1 }).coordinates }]
    const write = { format: 'csv' as const, crs: 'EPSG:4326' as const, rows, name: 'x' }
    const first = patient.write(write)
    await expect(patient.write(write)).rejects.toMatchObject({ code: 'busy' })
    expect(Buffer.from(await first).toString('utf8')).toContain('POLYGON')
  } finally {
    await hurried.close()
    await patient.close()
  }
})

test('agreeing to what is proposed gives what reckoning again would give', async () => {
  await asEverywhere(async () => {
    const empty = await emptyTown()
    const rows = [
      { name: '一网格', polygon: block(0, 0, { columns: 5, rows: 6 }) },
      { name: '二网格', polygon: block(4, 0, { columns: 6, rows: 5 }) },
    ]
    const upload = async () => imported(await send(everywhere(), empty.id, collection(rows, 'EPSG:4490')))
    const [one, other] = [await upload(), await upload()]
    expect(one.defects.length).toBeGreaterThan(1)
    const whole = await imported(await save(everywhere(), other, { accept: 'all', options: other.options }))
    const [first, ...rest] = one.defects.map(({ id, proposal }) => ({ [id]: proposal }))
    const begun = await imported(await save(everywhere(), one, { answers: first }))
    expect(begun.unanswered).toBe(one.unanswered - 1)
    const agreed = await imported(await save(everywhere(), begun, { answers: Object.assign({}, ...rest) }))
    const plain = { id: 0, version: 0, savedAt: '' }
    expect({ ...agreed, ...plain }).toEqual({ ...whole, ...plain })
  })
})
