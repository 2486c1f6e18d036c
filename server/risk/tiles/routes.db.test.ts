import { gunzipSync } from 'node:zlib'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../database/test-database.ts'
import { cookieOf, testApp } from '../../test-app.ts'
import { type TestTown, testTown } from '../../test-town.ts'

const { sql } = await testDatabase()
let town: TestTown
let ask: (path: string, headers?: Record<string, string>) => Promise<Response>

beforeAll(async () => {
  town = await testTown(sql)
  const cookie = await cookieOf(sql, town.people.commander)
  const app = testApp(sql)
  ask = async (path, headers = {}) => app.request(path, { headers: { cookie, ...headers } })
})

function over([lng, lat]: readonly [number, number], z: number): string {
  const sin = Math.sin((lat * Math.PI) / 180)
  const x = Math.floor(((lng + 180) / 360) * 2 ** z)
  const y = Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z)
  return `/tiles/cells/${z}/${x}/${y}.mvt?town=${town.id}&scale=inherent`
}

async function featuresOf(path: string) {
  const answer = await ask(path, { 'accept-encoding': 'gzip' })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile')
  const bytes = gunzipSync(new Uint8Array(await answer.arrayBuffer()))
  const layer = new VectorTile(new PbfReader(bytes)).layers.cells
  return Array.from({ length: layer?.length ?? 0 }, (_, i) => layer?.feature(i))
}

test('a tile says each cell by its id and code, with the level that the map shows', async () => {
  const rows = await sql<{ id: number; code: string; ordinal: number; lng: number; lat: number }[]>`
    select id, code, ordinal, ST_X(ST_Centroid(geom)) as lng, ST_Y(ST_Centroid(geom)) as lat
    from cells where town_id = ${town.id}`
  const paths = new Set(rows.map(({ lng, lat }) => over([lng, lat], 13)))
  const features = (await Promise.all([...paths].map(featuresOf))).flat()
  expect(new Set(features.map(feature => feature?.id))).toEqual(new Set(rows.map(({ id }) => id)))
  const levels = new Uint8Array(
    await (await ask(`/api/risk/levels.bin?town=${town.id}&scale=inherent`)).arrayBuffer(),
  )
  for (const feature of features) {
    const row = rows.find(({ id }) => id === feature?.id)
    expect(feature?.properties).toMatchObject({ code: row?.code, level: levels[row?.ordinal ?? 0] })
  }
})

test('the worst level of the town shows in its overview', async () => {
  const features = await featuresOf(over(town.center, 6))
  const levels = features.map(feature => Number(feature?.properties.level))
  expect(Math.min(...levels.filter(level => level > 0))).toBe(1)
})

test('a tile that the asker has is not sent again until a level changes', async () => {
  const path = over(town.center, 13)
  const first = await ask(path)
  const etag = first.headers.get('etag') ?? ''
  expect((await ask(path, { 'if-none-match': etag })).status).toBe(304)
  expect((await ask(path.replace('inherent', 'residual'))).headers.get('etag')).not.toBe('')
  const plain = new Uint8Array(await first.arrayBuffer())
  const again = await ask(path, { 'accept-encoding': 'gzip' })
  expect(new Uint8Array(gunzipSync(new Uint8Array(await again.arrayBuffer())))).toEqual(plain)
})

test('TileJSON names the tiles, the layer and where they are', async () => {
  const told = await (await ask(`/tiles/cells.json?town=${town.id}`)).json()
  expect(told.tiles[0]).toContain(`/tiles/cells/{z}/{x}/{y}.mvt?town=${town.id}&scale=residual`)
  expect(told.vector_layers[0].id).toBe('cells')
  const [west, south, east, north] = told.bounds
  const [lng, lat] = town.center
  expect(west < lng && lng < east && south < lat && lat < north).toBe(true)
})

test('what cannot be asked for is refused by name', async () => {
  const path = over(town.center, 13)
  expect((await ask(path, { cookie: 'sisetu_session=nobody' })).status).toBe(401)
  expect((await ask(path.replace('scale=inherent', 'scale=worst'))).status).toBe(422)
  expect((await ask(path.replace(`town=${town.id}`, 'town=x'))).status).toBe(422)
  for (const bad of ['21/0/0.mvt', '3/8/0.mvt', '3/0/8.mvt', '3/0/x.mvt', '3/-1/0.mvt', '3/0/0.png']) {
    expect((await ask(`/tiles/cells/${bad}?town=${town.id}`)).status, bad).toBe(404)
  }
  expect((await ask(`/tiles/cells/13/1/1.mvt?town=${town.id}`)).status).toBe(204)
})
