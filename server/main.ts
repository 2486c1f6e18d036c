import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { administratorKey } from './account/sign-in.ts'
import { openApp, type Parts } from './app.ts'
import { finishHalfRestore } from './backup/swap.ts'
import { controlRoutes, dropAddress, findServer, writeAddress } from './control.ts'
import { dumpOnce } from './database/dumps.ts'
import { DirectoryInUse } from './database/lock.ts'
import { migrate } from './database/migrate.ts'
import { type Database, openDatabase } from './database/open.ts'
import { completeDemo, hasTowns, seedDemo } from './demo/seed.ts'
import { startEngines } from './engines-start.ts'
import { refuseOpenDemo, refuseUnguarded } from './exposure.ts'
import { Feed } from './feed.ts'
import { keepHouse } from './housekeeping.ts'
import { log } from './log.ts'
import { readinessOf } from './readiness.ts'
import { sweepSets } from './region/cell-sets.ts'
import { sweepTowns } from './region/sweep.ts'
import { isAboutRights, TileDesk } from './risk/tiles/desk.ts'
import { keptTilesFirst } from './risk/tiles/first.ts'
import { TileServer } from './risk/tiles/wire.ts'
import { readSettings, type Settings } from './settings.ts'
import { setTerrains, Terrains } from './threat/terrains.ts'

const webDirectory = fileURLToPath(new URL('../dist/web', import.meta.url))

const say = (text: string) => process.stdout.write(`${text}\n`)

/** Opens everything in order; answers what closes it again in the opposite order. */
async function start(settings: Settings): Promise<() => Promise<void>> {
  refuseOpenDemo(settings)
  await makeDirectory(settings)
  await refuseSecond(settings)
  await refuseTakenPort(settings)
  if (await finishHalfRestore(settings.dataDirectory)) {
    say('  上次恢复被打断，已放回原有数据 / The last restore was cut off; the data from before is back')
  }
  const database = await openDatabase({
    url: settings.databaseUrl,
    dataDirectory: settings.dataDirectory,
    onStep: step => say(`  ${step}`),
  })
  try {
    await migrate(database.sql, { onStep: step => say(`  ${step}`) })
    await refuseUnguarded(database.sql, settings)
    return await serveOn(database, settings)
  } catch (error) {
    await database.close()
    throw error
  }
}

async function serveOn(database: Database, settings: Settings): Promise<() => Promise<void>> {
  const { sql } = database
  await sweepTowns(sql, settings.dataDirectory)
  // Nobody else writes to an embedded database.
  if (database.kind === 'embedded') await sweepSets(sql)
  if (settings.demo) await provideDemo(sql, settings)
  const feed = new Feed(sql)
  const { dataDirectory, databaseUrl } = settings
  const engines = await startEngines({ sql, feed, dataDirectory, databaseUrl })
  setTerrains(new Terrains(settings.dataDirectory))
  const tiles = new TileDesk(sql)
  feed.watch(({ noun }) => {
    if (isAboutRights(noun)) tiles.forget()
  })
  await feed.start()
  const stopKeeping = keepHouse(database, settings)
  const parts: Parts = {
    sql,
    tiles,
    feed,
    demo: settings.demo,
    dataDirectory: settings.dataDirectory,
    webDirectory,
    // The embedded database has one line for all: a long import there is no absence.
    ...(database.kind === 'embedded' ? { patienceMs: 15_000 } : {}),
    readiness: () => readinessOf({ database, engines, feed }),
  }
  const app = openApp(parts)
  const control = await writeAddress(settings)
  const dump = () => dumpOnce(database, { directory: join(settings.dataDirectory, 'dumps'), keep: 25 })
  const commands = controlRoutes({ ...parts, kind: database.kind, dump, control })
  const listener = keptTilesFirst(
    tiles,
    getRequestListener(withControl(app, commands), { hostname: settings.host }),
  )
  const server = await listen(new TileServer(tiles, listener), settings)
  await control.publish(addressOf(server, settings))
  say(`\n  四色图已就绪 / Sisetu is ready: ${addressOf(server, settings)}`)
  say(
    `  管理员一次性链接 / One-time administrator link: ${addressOf(server, settings)}/sign-in?key=${await administratorKey(sql)}\n`,
  )
  return async () => {
    stopKeeping()
    await dropAddress(settings)
    await closeServer(server)
    await feed.stop()
    await engines.close()
    await database.close()
  }
}

async function provideDemo(sql: Database['sql'], { dataDirectory }: Settings): Promise<void> {
  const onStep = (step: string) => say(`  ${step}`)
  if (await hasTowns(sql)) {
    // A town without its story is still a town to work in: the next start tries again.
    const failed = (error: Error) =>
      say(`  演示事件未能补齐 / The demo story is not complete: ${error.message}`)
    await completeDemo(sql, onStep).catch(failed)
    return
  }
  say('  建立演示镇 / Founding the demo town')
  await seedDemo({ sql, dataDirectory, onStep })
}

const makeDirectory = ({ dataDirectory }: Settings) =>
  mkdir(dataDirectory, { recursive: true }).catch((error: Error) => {
    throw new Error(
      `无法建立数据目录 ${dataDirectory}；请检查 SISETU_DATA 与权限 / The data directory cannot be made: ${error.message}`,
    )
  })

/** Several servers may share a PostgreSQL; the embedded database has one. */
async function refuseSecond({ dataDirectory, databaseUrl }: Settings): Promise<void> {
  const running = databaseUrl ? null : await findServer(dataDirectory)
  if (!running) return
  throw new Error(
    `四色图已在运行：${running.url}（进程 ${running.pid}）；要另开一个，请换 SISETU_DATA 与 PORT
  Sisetu is already running on this data: ${running.url} (process ${running.pid}); for a second one set SISETU_DATA and PORT`,
  )
}

/** Asked before the database is opened and filled, which takes a while. */
async function refuseTakenPort({ host, port }: Settings): Promise<void> {
  if (port === 0) return
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, port)))
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

const portError = (error: NodeJS.ErrnoException, port: number): Error =>
  error.code === 'EADDRINUSE'
    ? new Error(
        `端口 ${port} 已被占用；用 PORT=8090 npm start 换一个 / Port ${port} is taken; try PORT=8090 npm start`,
      )
    : error

type Fetcher = (request: Request, env?: object) => Response | Promise<Response>

const withControl =
  (app: { fetch: Fetcher }, control: { fetch: Fetcher }): Fetcher =>
  (request, env) =>
    new URL(request.url).pathname.startsWith('/control/')
      ? control.fetch(request, env)
      : app.fetch(request, env)

const listen = (server: Server, settings: Settings): Promise<Server> =>
  new Promise((resolve, reject) => {
    server.listen(settings.port, settings.host, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, settings.port)))
  })

function addressOf(server: Server, { host }: Settings): string {
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

const closeServer = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    // Feed streams never end by themselves.
    server.closeAllConnections()
  })

async function main(): Promise<void> {
  const close = await start(readSettings(process.env))
  let closing = false
  const stop = () => {
    if (closing) return
    closing = true
    say('  正在关闭 / Closing …')
    const late = setTimeout(() => process.exit(1), 15_000)
    late.unref()
    close().then(
      () => process.exit(0),
      error => {
        log.error({ err: error })
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
}

function messageOf(error: unknown): string {
  if (error instanceof DirectoryInUse)
    return `数据目录正被进程 ${error.holder.pid} 使用；请先停止它，或换 SISETU_DATA\n  ${error.message}`
  return error instanceof Error ? error.message : String(error)
}

main().catch((error: unknown) => {
  process.stderr.write(`\n  ${messageOf(error)}\n`)
  process.exit(1)
})
