import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Hono } from 'hono'
import postgres from 'postgres'

export interface Tile {
  z: number
  x: number
  y: number
}

export interface Peer {
  /** Milliseconds of processor time for all tiles, of every process that has a part in it. */
  measure(tiles: readonly Tile[]): Promise<number>
  close(): Promise<void>
}

const run = promisify(execFile)
const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** Milliseconds of processor time that this process takes for a piece of work. */
export async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Milliseconds of processor time that another process has taken so far; /proc counts in hundredths of a second. */
export function taken(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** The least that a server of tiles from SQL does: one prepared statement, its bytes sent on. */
export async function openStAsMvt(url: string): Promise<Peer> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connection: { search_path: 'sisetu, public' } })
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  const pid = row?.pid ?? 0
  const app = new Hono().get('/:z/:x/:y', async c => {
    const { z, x, y } = c.req.param()
    const [tile] = await sql<{ mvt: Uint8Array<ArrayBuffer> }[]>`
      select ST_AsMVT(q, 'cells', 4096, 'g', 'id') as mvt from (
        select id, code, level, severity,
          ST_AsMVTGeom(g, ST_TileEnvelope(${z}::int, ${x}::int, ${y}::int), 4096, 64, true) as g
        from bench_tiles
        where g && ST_TileEnvelope(${z}::int, ${x}::int, ${y}::int, margin => 0.015625)) q`
    return c.body(tile?.mvt ?? new Uint8Array(0), 200, {
      'content-type': 'application/vnd.mapbox-vector-tile',
    })
  })
  const ask = async ({ z, x, y }: Tile) => (await app.request(`/${z}/${x}/${y}`)).arrayBuffer()
  return {
    measure: async tiles => {
      for (const tile of tiles) await ask(tile)
      const before = taken(pid)
      const own = await cpuOf(async () => {
        for (const tile of tiles) await ask(tile)
      })
      return own + taken(pid) - before
    },
    close: () => sql.end(),
  }
}

const mapFile = (url: URL) => `MAP
  NAME "cells"
  PROJECTION "init=epsg:3857" END
  EXTENT 13358338 3503549 13469658 3632749
  OUTPUTFORMAT NAME "mvt" DRIVER "MVT" EXTENSION "mvt" FORMATOPTION "EXTENT=4096" FORMATOPTION "EDGE_BUFFER=64" END
  LAYER
    NAME "cells" TYPE POLYGON STATUS ON
    CONNECTIONTYPE POSTGIS
    CONNECTION "host=${url.hostname} port=${url.port} user=${url.username} dbname=${url.pathname.slice(1)}"
    DATA "g from sisetu.bench_tiles using unique id using srid=3857"
    PROCESSING "CLOSE_CONNECTION=DEFER"
    PROJECTION "init=epsg:3857" END
    METADATA "gml_include_items" "code,level,severity" "gml_types" "auto" END
    CLASS STYLE COLOR 200 0 0 END END
  END
END
`

/** MapServer as a lasting FastCGI process; null where it is not installed. */
export async function openMapServer(url: string, say: (text: string) => void): Promise<Peer | null> {
  if (!['/usr/bin/mapserv', '/usr/bin/spawn-fcgi', '/usr/bin/cgi-fcgi'].every(existsSync)) {
    say('tiles: MapServer is not installed (Debian: cgi-mapserver spawn-fcgi libfcgi-bin); left out')
    return null
  }
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-mapserver-'))
  const [map, socket, config] = ['cells.map', 'socket', 'mapserver.conf'].map(name => join(directory, name))
  await writeFile(map ?? '', mapFile(new URL(url)))
  // MapServer 8 does not start without one.
  await writeFile(config ?? '', 'CONFIG\n  ENV\n    MS_MAP_PATTERN "."\n  END\nEND\n')
  const child = spawn('spawn-fcgi', ['-n', '-s', socket ?? '', '--', '/usr/bin/mapserv'], {
    stdio: 'ignore',
    env: { ...process.env, MAPSERVER_CONFIG_FILE: config },
  })
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  const ask = async ({ z, x, y }: Tile) => {
    const query = `map=${map}&mode=tile&tilemode=gmap&tile=${x}+${y}+${z}&layers=cells&map.imagetype=mvt`
    const options = {
      encoding: 'buffer' as const,
      maxBuffer: 2 ** 27,
      env: { ...process.env, REQUEST_METHOD: 'GET', QUERY_STRING: query },
    }
    return (await run('cgi-fcgi', ['-bind', '-connect', socket ?? ''], options)).stdout
  }
  const close = async () => {
    // Asked politely, it waits for one more request.
    child.kill('SIGKILL')
    await sql.end()
    await rm(directory, { recursive: true, force: true })
  }
  await pause(500)
  const answer = await ask({ z: 14, x: 13654, y: 6757 }).catch((error: Error) => Buffer.from(error.message))
  if (!answer.toString('latin1').includes('mapbox-vector-tile') && answer.length < 2000) {
    say(
      `tiles: MapServer does not answer with tiles (${answer
        .toString('utf8')
        .replace(/<[^>]*>/g, '')
        .trim()
        .slice(-300)}); left out`,
    )
    await close()
    return null
  }
  const backends = await sql<{ pid: number }[]>`
    select pid from pg_stat_activity where backend_type = 'client backend' and query ilike '%bench_tiles%'
      and pid <> pg_backend_pid() and application_name = ''`
  const pids = [child.pid ?? 0, ...backends.map(({ pid }) => pid)]
  const all = () => pids.reduce((sum, pid) => sum + taken(pid), 0)
  return {
    measure: async tiles => {
      const before = all()
      for (const tile of tiles) await ask(tile)
      return all() - before
    },
    close,
  }
}
