import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { getRequestListener } from '@hono/node-server'
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
import { TileDesk } from '../../server/risk/tiles/desk.ts'
import { keptTilesFirst } from '../../server/risk/tiles/first.ts'
import { cellTileRoutes } from '../../server/risk/tiles/routes.ts'
import { TileServer } from '../../server/risk/tiles/wire.ts'
import { seedMillion } from './million-rows.ts'
import { canPress, openNginx, type Pressed, pressed } from './risk-tiles-kept.ts'
import { cpuOf, openMapServer, openStAsMvt, type Peer, type Tile } from './risk-tiles-peers.ts'

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
    const ours = (desk: TileDesk) => new Hono<Served>().route('/tiles', cellTileRoutes({ desk }))
    const asked = ({ z, x, y }: Tile) => `/tiles/cells/${z}/${x}/${y}.mvt?town=${townId}&scale=residual`
    const fresh = ours(new TileDesk(sql, new CellTiles(0)))
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
    const desk = new TileDesk(sql)
    const listener = keptTilesFirst(desk, getRequestListener(ours(desk).fetch))
    const http = new TileServer(desk, listener)
    Object.assign(figures, await measureKept({ server: http, path: asked(kept), cookie, say }))
    return { ...figures, tilesBusy: round(loadavg()[0] ?? 0) }
  } finally {
    for (const peer of peers) await peer.close()
    await risk.close()
    await database.close()
    await server.stop()
    await rm(cluster, { recursive: true, force: true })
  }
}

const round = (value: number, digits = 3) => Math.round(value * 10 ** digits) / 10 ** digits

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
  server: Server
  path: string
  cookie: string
  say(text: string): void
}

/** A tile that is kept, asked for by sixteen connections at once: of this process, and of nginx with the same bytes. */
async function measureKept({ server, path, cookie, say }: Kept): Promise<Record<string, unknown>> {
  if (!canPress(say)) return { keptTileVsNginx: null }
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listening on TCP, so never a pipe's name
  try {
    const url = `http://127.0.0.1:${port}${path}`
    const bytes = new Uint8Array(await (await fetch(url, { headers: { cookie } })).arrayBuffer())
    const headers = { cookie, 'accept-encoding': 'gzip' }
    const turns: Turn[] = []
    const nginx = await openNginx(bytes, say)
    const floor = await openFloor(gzipSync(bytes, { level: 1 }))
    // They take turns, so that a busy moment of the machine falls on both; the best turn of each counts.
    for (let turn = 0; turn < 3; turn++) {
      await pressed(url, headers)
      const ours = await pressedCpu(() => pressed(url, headers))
      await pressed(floor.url, headers)
      const least = await pressedCpu(() => pressed(floor.url, headers))
      turns.push({ ours, least, nginx: (await nginx?.measure()) ?? null })
    }
    await nginx?.close()
    floor.close()
    return keptFigures(turns)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/** The least that Node's own server can do: the same bytes for every request, nothing asked, no header but their length. */
async function openFloor(bytes: Uint8Array) {
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(200, ['Content-Length', String(bytes.length)]).end(bytes)
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // listening on TCP, so never a pipe's name
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}/`, close }
}

interface Turn {
  ours: Pressed & { cpuMs: number }
  least: Pressed & { cpuMs: number }
  nginx: (Pressed & { cpuMs: number }) | null
}

async function pressedCpu(work: () => Promise<Pressed>): Promise<Turn['ours']> {
  let found: Pressed = { requests: 0, p50Ms: 0, p99Ms: 0 }
  const cpu = await cpuOf(async () => {
    found = await work()
  })
  return { ...found, cpuMs: cpu / Math.max(1, found.requests) }
}

function keptFigures(turns: readonly Turn[]): Record<string, unknown> {
  const best = <T extends { cpuMs: number }>(all: readonly T[]) =>
    all.toSorted((a, b) => a.cpuMs - b.cpuMs)[0] ?? null
  const ours = best(turns.map(turn => turn.ours))
  const nginx = best(turns.flatMap(turn => turn.nginx ?? []))
  const least = best(turns.map(turn => turn.least))
  return {
    keptTileNodeFloorCpuMs: round(least?.cpuMs ?? 0, 4),
    keptTileCpuMs: round(ours?.cpuMs ?? 0, 4),
    keptTileP50Ms: ours?.p50Ms,
    keptTileP99Ms: ours?.p99Ms,
    keptTileNginxCpuMs: nginx && round(nginx.cpuMs, 4),
    keptTileNginxP50Ms: nginx?.p50Ms ?? null,
    keptTileNginxP99Ms: nginx?.p99Ms ?? null,
    keptTileVsNginx: ours && nginx ? round(ours.cpuMs / nginx.cpuMs) : null,
  }
}
