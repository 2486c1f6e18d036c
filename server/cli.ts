import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { passwordCommand, passwordUsage } from './account/command.ts'
import { askServer, interruption } from './ask-server.ts'
import { backupCommand, backupUsage, restoreCommand, restoreUsage } from './backup/command.ts'
import { finishHalfRestore } from './backup/swap.ts'
import { administratorContext, findServer, ImportOrder } from './control.ts'
import { migrate } from './database/migrate.ts'
import { type Database, openDatabase } from './database/open.ts'
import { Refusal } from './errors.ts'
import { progressBar } from './progress.ts'
import { type ImportSummary, importTown } from './region/import-town.ts'
import { sweepTowns } from './region/sweep.ts'
import { readSettings } from './settings.ts'

const importUsage = `npm run import -- town FILE.osm.pbf --name 贵溪 [--name-en Guixi] [--code guixi]
  Makes a region from one OpenStreetMap extract: base map, roads, unit cells, first draft of the registers.
npm run import -- cells FILE.geojsonl --town guixi [--replace] [--keep-good]
  Reads a region's unit cells, a GeoJSON feature a line (properties: ordinal, code, peopleDay, peopleNight).
  Works beside a running server (same SISETU_DATA) or alone. Ctrl+C leaves nothing behind.
npm run import -- grids FILE --town guixi [--crs EPSG:4490] [--accept-all]
  Gives a region without grids its grids: GeoJSON, zipped Shapefile, GeoPackage, KML or KMZ, or CSV with WKT.
npm run import -- terrain N30E121.hgt[.zip] --town CODE
  Gives a town the heights of one SRTM tile (1 or 3 seconds of arc), for floods.`

const stepNames: Record<string, string> = {
  read: '读取数据 / reading',
  'base-map': '生成底图 / base map',
  roads: '生成路网 / roads',
  cells: '划分单元网格 / unit cells',
  database: '写入数据库 / database',
  done: '完成 / done',
}

const show = progressBar(stepNames)

async function importCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      'name-en': { type: 'string' },
      code: { type: 'string' },
      town: { type: 'string' },
      replace: { type: 'boolean' },
      'keep-good': { type: 'boolean' },
      crs: { type: 'string' },
      'accept-all': { type: 'boolean' },
    },
  })
  const [what, file] = positionals
  if (what === 'cells') return cellsCommand(file, values)
  if (what === 'grids') return gridsCommand(file, values)
  if (what === 'terrain') return terrainCommand(file, values.town)
  if (what !== 'town' || !file || !values.name) throw new Error(importUsage)
  const order = ImportOrder.parse({
    path: resolve(file),
    name: values.name,
    nameEn: values['name-en'] ?? '',
    ...(values.code === undefined ? {} : { code: values.code }),
  })
  const signal = interruption()
  const settings = readSettings(process.env)
  const server = await findServer(settings.dataDirectory)
  const asked = { order, signal, progress: show }
  report(
    server
      ? await askServer<ImportSummary>(server, '/control/import-town', asked)
      : await alone(settings, order, signal),
  )
}

async function cellsCommand(
  file: string | undefined,
  { town, replace = false, ...more }: { town?: string; replace?: boolean; 'keep-good'?: boolean },
): Promise<void> {
  if (!file || !town) throw new Error(importUsage)
  const { importCellsBy } = await import('./region/import-command.ts')
  const settings = readSettings(process.env)
  const order = { path: resolve(file), town, replace, keepGood: more['keep-good'] ?? false }
  await importCellsBy(order, { settings, open: () => openMigrated(settings), progress: show })
}

async function gridsCommand(
  file: string | undefined,
  { town, crs, ...more }: { town?: string; crs?: string; 'accept-all'?: boolean },
): Promise<void> {
  if (!file || !town) throw new Error(importUsage)
  const { importBoundariesBy } = await import('./boundary/import-command.ts')
  const { BoundaryOrder } = await import('./boundary/import-file.ts')
  const settings = readSettings(process.env)
  const given = { path: resolve(file), town, acceptAll: more['accept-all'] ?? false, ...(crs ? { crs } : {}) }
  const order = BoundaryOrder.parse(given)
  await importBoundariesBy(order, { settings, open: () => openMigrated(settings) })
}

/** Through the running server, which holds the database, or alone. */
async function terrainCommand(file: string | undefined, code: string | undefined): Promise<void> {
  if (!file || !code) throw new Error(importUsage)
  const { importTerrainBy } = await import('./threat/import-command.ts')
  const settings = readSettings(process.env)
  const open = () => openMigrated(settings)
  await importTerrainBy({ path: resolve(file), code }, { dataDirectory: settings.dataDirectory, open })
}

async function alone(
  settings: ReturnType<typeof readSettings>,
  { code, ...order }: { path: string; name: string; nameEn: string; code?: string | undefined },
  signal: AbortSignal,
): Promise<ImportSummary> {
  const database = await openMigrated(settings)
  try {
    await sweepTowns(database.sql, settings.dataDirectory)
    const context = await administratorContext(database.sql)
    const options = { dataDirectory: settings.dataDirectory, progress: show, signal }
    return await importTown(context, { ...order, ...(code === undefined ? {} : { code }) }, options)
  } finally {
    await database.close()
  }
}

function report(summary: ImportSummary): void {
  const line = (zh: string, en: string, value: string | number) =>
    process.stdout.write(`  ${zh} ${en}: ${value}\n`)
  process.stdout.write(`\n${summary.name}（${summary.code}） ${summary.seconds} s\n`)
  line('底图瓦片', 'base map tiles', summary.tiles)
  line('道路边', 'road edges', `${summary.roadEdges}（Valhalla ${summary.valhalla}）`)
  line('单元网格', 'unit cells', summary.cells)
  line('地名', 'places', summary.places)
  line('风险源（草稿）', 'hazard drafts', summary.hazards)
  line('避难场所（草稿）', 'shelter drafts', summary.shelters)
  line('队伍（草稿）', 'responder drafts', summary.responders)
  line('重点防护目标（草稿）', 'key target drafts', summary.targets)
}

async function openMigrated({
  databaseUrl,
  dataDirectory,
}: ReturnType<typeof readSettings>): Promise<Database> {
  await finishHalfRestore(dataDirectory)
  const database = await openDatabase({ url: databaseUrl, dataDirectory })
  await migrate(database.sql)
  return database
}

async function doctor(): Promise<void> {
  const settings = readSettings(process.env)
  const server = await findServer(settings.dataDirectory)
  if (server) {
    const answer = await fetch(`${server.url}/readyz`)
    process.stdout.write(`${JSON.stringify(await answer.json(), null, 2)}\n`)
    if (!answer.ok) process.exitCode = 1
    return
  }
  const { inspect } = await import('./database/inspect.ts')
  const { verify } = await import('./journal/verify.ts')
  const database = await openMigrated(settings)
  try {
    const journal = await verify(database.sql)
    process.stdout.write(`${JSON.stringify({ database: await inspect(database), journal }, null, 2)}\n`)
    if (journal.brokenAt !== null) process.exitCode = 1
  } finally {
    await database.close()
  }
}

/** Makes what the first start of the embedded database copies; part of the build. */
async function prepare(): Promise<void> {
  const { makeSnapshot } = await import('./database/snapshot.ts')
  await makeSnapshot()
}

const doctorUsage = `npm run doctor
  Says the state of the server or, when none runs, of the database and the journal.`

interface Command {
  run: (args: string[]) => Promise<void>
  usage: string
}

const commands: Record<string, Command> = {
  import: { run: importCommand, usage: importUsage },
  backup: { run: args => backupCommand(args, readSettings(process.env)), usage: backupUsage },
  restore: { run: args => restoreCommand(args, readSettings(process.env)), usage: restoreUsage },
  password: {
    run: () => passwordCommand(() => openMigrated(readSettings(process.env))),
    usage: passwordUsage,
  },
  doctor: { run: doctor, usage: doctorUsage },
  prepare: { run: prepare, usage: 'part of the build: makes the empty database that a first start copies' },
}
const [name = '', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command || args.includes('--help')) {
  const usages = command ? [command.usage] : Object.values(commands).map(({ usage }) => usage)
  process.stdout.write(`${usages.join('\n\n')}\n`)
  process.exitCode = command ? 0 : 2
} else {
  command.run(args).then(
    () => undefined,
    (error: unknown) => {
      process.stderr.write(`\n${wordsOf(error)}\n`)
      process.exit(1)
    },
  )
}

function wordsOf(error: unknown): string {
  if (error instanceof Refusal) {
    const lines = [error.words, ...error.errors.map(({ message }) => message)]
    return lines.map(({ zh, en }) => `${zh} / ${en}`).join('\n  ')
  }
  if (!(error instanceof Error)) return String(error)
  const isAway =
    'code' in error && /^(ECONN|ENOTFOUND|EAI_|CONNECT_TIMEOUT|EHOSTUNREACH)/.test(String(error.code))
  const remedy =
    '连不上数据库，请检查 DATABASE_URL 与数据库是否在运行 / check DATABASE_URL and that the database runs'
  return isAway ? `${error.message}\n${remedy}` : error.message
}
