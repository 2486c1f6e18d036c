import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Sql } from 'postgres'
import { newToken, tokenHash } from '../../server/account/password.ts'
import { administratorContext } from '../../server/control.ts'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import { setEngines } from '../../server/engines.ts'
import type { Served } from '../../server/request.ts'
import { RiskFields } from '../../server/risk/fields.ts'
import { CellTiles } from '../../server/risk/tiles/cell-tiles.ts'
import { cellTileRoutes } from '../../server/risk/tiles/routes.ts'
import { seedMillion } from './million-rows.ts'
import {
  cpuOf,
  measureNginx,
  openMapServer,
  openStAsMvt,
  type Peer,
  pressed,
  type Tile,
} from './risk-tiles-peers.ts'

interface Options {
  quick: boolean
  say(text: string): void
}

/**
 * Vector tiles of the cells from the field's memory, by processor time a tile: against Hono with ST_AsMVT (its process
 * and PostgreSQL's together) and MapServer on the same rows, and a kept tile against nginx with the same bytes.
 */
export async function measureTiles({ quick, say }: Options): Promise<Record<string, unknown>> {
  const cells = quick ? 100_000 : 1_000_000
  const cluster = await mkdtemp(join(tmpdir(), 'sisetu-tiles-postgres-'))
  const server = await startPostgres({ directory: cluster })
  const database = await openDatabase({ url: server.url, dataDirectory: cluster, statementMs: 900_000 })
  const risk = new RiskFields(database.sql)
  const peers: Peer[] = []
  try {
    const { sql } = database
    await migrate(sql)
    say(`tiles: ${cells} cells into PostgreSQL and into memory`)
    const { townId } = await seedMillion(sql, { cells, sources: cells / 10 })
    setEngines({ risk, roads: async () => null })
    const field = await risk.get(townId)
    await copyLevels(sql, { townId, levels: field.levels('residual') })
    const cookie = await signedIn(sql)
    const ours = (cacheBytes: number) =>
      new Hono<Served>().route('/tiles', cellTileRoutes({ sql, tiles: new CellTiles(cacheBytes) }))
    const asked = ({ z, x, y }: Tile) => `/tiles/cells/${z}/${x}/${y}.mvt?town=${townId}&scale=residual`
    const fresh = ours(0)
    const ask = (encoding: string) => async (tile: Tile) => {
      const answer = await fresh.request(asked(tile), { headers: { cookie, 'accept-encoding': encoding } })
      return (await answer.arrayBuffer()).byteLength
    }
    const figures: Record<string, unknown> = { tileCells: cells }
    const stAsMvt = await openStAsMvt(server.url)
    peers.push(stAsMvt)
    for (const z of quick ? [14, 12] : [14, 12, 10]) {
      say(`tiles: zoom ${z}`)
      const tiles = tilesAt(z, cells, z === 14 ? 120 : 12)
      // A server is warm after its first seconds, and so is PostgreSQL after its own first tiles.
      for (let i = 0; i < 3; i++) await each(tiles, ask('identity'))
      await each(tiles, ask('gzip'))
      const plain = await cpuOf(() => each(tiles, ask('identity')))
      const zipped = await cpuOf(() => each(tiles, ask('gzip')))
      const peer = await stAsMvt.measure(tiles)
      figures[`tileZ${z}CpuMs`] = round(plain / tiles.length)
      figures[`tileZ${z}GzipCpuMs`] = round(zipped / tiles.length)
      figures[`tileZ${z}StAsMvtCpuMs`] = round(peer / tiles.length)
      figures[`tileZ${z}VsStAsMvt`] = round(plain / peer)
    }
    const mapServer = await openMapServer(server.url, say)
    if (mapServer) {
      peers.push(mapServer)
      const tiles = tilesAt(14, cells, 120)
      figures.tileZ14MapServerCpuMs = round((await mapServer.measure(tiles)) / tiles.length)
      figures.tileZ14VsMapServer = round(Number(figures.tileZ14CpuMs) / Number(figures.tileZ14MapServerCpuMs))
    }
    say('tiles: a kept tile over HTTP, ours and nginx')
    const [kept = { z: 14, x: 0, y: 0 }] = tilesAt(14, cells, 1)
    Object.assign(figures, await measureKept({ app: ours(2 ** 26), path: asked(kept), cookie, say }))
    return { ...figures, tilesBusy: round(loadavg()[0] ?? 0) }
  } finally {
    for (const peer of peers) await peer.close()
    await risk.close()
    await database.close()
    await server.stop()
    await rm(cluster, { recursive: true, force: true })
  }
}

const round = (value: number) => Math.round(value * 1000) / 1000

async function each(tiles: readonly Tile[], ask: (tile: Tile) => Promise<unknown>): Promise<void> {
  for (const tile of tiles) await ask(tile)
}

/** Tiles spread over the cells, the same every time. */
function tilesAt(z: number, cells: number, count: number): Tile[] {
  const side = Math.sqrt(cells) / 1000
  return Array.from({ length: count }, (_, i) => {
    const lng = 120 + side * (0.15 + 0.7 * ((i * 0.618) % 1))
    const lat = 30 + side * (0.15 + 0.7 * ((i * 0.382) % 1))
    const sin = Math.sin((lat * Math.PI) / 180)
    return {
      z,
      x: Math.floor(((lng + 180) / 360) * 2 ** z),
      y: Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z),
    }
  })
}

/** The rows that the peers read: the same attributes beside geometry that is stored in the map's projection. */
async function copyLevels(
  sql: Sql,
  { townId, levels }: { townId: number; levels: Uint8Array },
): Promise<void> {
  await sql`create table bench_levels (ordinal int, level int)`
  for (let at = 0; at < levels.length; at += 50_000) {
    const part = [...levels.subarray(at, at + 50_000)]
    await sql`insert into bench_levels select ${at} + i - 1, level
      from unnest(${part}::int[]) with ordinality as u (level, i)`
  }
  await sql`create table bench_tiles as
    select c.id, c.code, l.level, (4 - l.level) * 1000 + 500 as severity, ST_Transform(c.geom, 3857) as g
    from cells c join bench_levels l using (ordinal) where c.town_id = ${townId} order by c.ordinal`
  await sql`alter table bench_tiles add primary key (id)`
  await sql`create index on bench_tiles using gist (g)`
  await sql`analyze bench_tiles`
}

async function signedIn(sql: Sql): Promise<string> {
  const { actor } = await administratorContext(sql)
  const token = newToken()
  await sql`insert into sessions (token_hash, person_id, expires_at)
    values (${tokenHash(token)}, ${actor.id}, now() + interval '1 hour')`
  return `sisetu_session=${token}`
}

interface Kept {
  app: Hono<Served>
  path: string
  cookie: string
  say(text: string): void
}

/** Processor time a request of a tile that is kept: of this process, and of nginx that sends the same bytes from a file. */
async function measureKept({ app, path, cookie, say }: Kept): Promise<Record<string, unknown>> {
  const held = await new Promise<ReturnType<typeof serve>>(resolve => {
    const opened = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(opened))
  })
  try {
    const address = held.address()
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}${path}`
    const first = await fetch(url, { headers: { cookie } })
    const bytes = new Uint8Array(await first.arrayBuffer())
    const headers = { cookie, 'accept-encoding': 'gzip' }
    await pressed(url, headers)
    let requests = 0
    const cpu = await cpuOf(async () => {
      requests = await pressed(url, headers)
    })
    const ours = cpu / Math.max(1, requests)
    const nginx = await measureNginx(bytes, say)
    return {
      keptTileCpuMs: round(ours),
      keptTileNginxCpuMs: nginx === null ? null : round(nginx),
      keptTileVsNginx: nginx === null ? null : round(ours / nginx),
    }
  } finally {
    held.close()
  }
}
