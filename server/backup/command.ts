import { existsSync } from 'node:fs'
import { copyFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findServer } from '../control.ts'
import { openDatabase } from '../database/open.ts'
import { progressBar } from '../progress.ts'
import type { Settings } from '../settings.ts'
import { backUp } from './backup.ts'
import { restore } from './restore.ts'
import type { Source } from './source.ts'
import { finishHalfRestore } from './swap.ts'
import { said, stamp } from './words.ts'

export const backupUsage = `npm run backup [-- --to FILE]
  Writes database, base maps and roads into one archive, .sisetu/backups/<time>.sisetu-backup by default.
  Works beside a running server (same SISETU_DATA, DATABASE_URL) or alone. Ctrl+C leaves nothing behind.
  PostgreSQL needs its client pg_dump. The archive holds password hashes: keep it as safe as the data.`

export const restoreUsage = `npm run restore -- FILE [--yes]
  Puts an archive's data in place, once every file and table was checked against its manifest.
  --yes  data that is there is renamed to *.before-restore-<time> and kept; without it, it is refused
  The server must be stopped. On any failure the old data is put back.`

const show = progressBar({
  dump: '导出数据库 / dumping the database',
  prove: '核对导出的数据库 / proving the dump',
  pack: '打包 / packing',
  unpack: '解包并核对 / unpacking and checking',
  database: '恢复数据库 / restoring the database',
  compare: '逐表核对 / comparing table by table',
  swap: '就位 / putting in place',
  done: '完成 / done',
})

function interruptible(): AbortSignal {
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () =>
      abort.abort(new Error('中断，未留下任何内容 / interrupted, nothing was left behind')),
    )
  return abort.signal
}

export async function backupCommand(args: string[], settings: Settings): Promise<void> {
  const { values } = parseArgs({ args, options: { to: { type: 'string' } } })
  const { dataDirectory } = settings
  const startedAt = new Date()
  const to = resolve(values.to ?? join(dataDirectory, 'backups', `${stamp(startedAt)}.sisetu-backup`))
  const signal = interruptible()
  const { source, close } = await findSource(settings)
  try {
    const { bytes, manifest } = await backUp({ source, dataDirectory, to, signal, progress: show })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const seconds = ((Date.now() - startedAt.getTime()) / 1000).toFixed(1)
    tell(`备份 Backup: ${to}`)
    tell(
      `${(bytes / 1e6).toFixed(1)} MB, ${seconds} s; ${manifest.tables.length} 表 tables, ${rows} 行 rows, ${manifest.files.length} 文件 files`,
    )
    if (manifest.journal.brokenAt !== null) {
      tell(`注意：日志链在第 ${manifest.journal.brokenAt} 行断开 / the journal is broken at that row`)
    }
  } finally {
    await close()
  }
}

async function findSource({ databaseUrl, dataDirectory }: Settings): Promise<{
  source: Source
  close: () => Promise<void>
}> {
  const nothing = async () => {}
  if (databaseUrl) return { source: { kind: 'postgres', url: databaseUrl, dataDirectory }, close: nothing }
  const server = await findServer(dataDirectory)
  if (server) return { source: { kind: 'embedded', dump: path => dumpBeside(server, path) }, close: nothing }
  await finishHalfRestore(dataDirectory)
  if (!existsSync(join(dataDirectory, 'database'))) {
    throw said(
      `${dataDirectory} 里没有数据库；请检查 SISETU_DATA 或 DATABASE_URL`,
      `there is no database in ${dataDirectory}; check SISETU_DATA or DATABASE_URL`,
    )
  }
  const database = await openDatabase({ dataDirectory })
  const dump = async (path: string) => database.dump?.(path)
  return { source: { kind: 'embedded', dump }, close: database.close }
}

/** The server writes among its own dumps, where it may surely write; from there the dump is fetched. */
async function dumpBeside(server: { url: string; token: string }, path: string): Promise<void> {
  const answer = await fetch(`${server.url}/control/dump`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}` },
  })
  const told: { path?: string; detail?: string } = await answer.json()
  if (!answer.ok || told.path === undefined) throw new Error(told.detail ?? `${answer.status}`)
  try {
    await copyFile(told.path, path)
  } finally {
    await rm(told.path, { force: true })
  }
}

export async function restoreCommand(args: string[], settings: Settings): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { yes: { type: 'boolean', default: false } },
  })
  const [file] = positionals
  if (file === undefined) throw new Error(restoreUsage)
  const { dataDirectory, databaseUrl } = settings
  const server = await findServer(dataDirectory)
  if (server) {
    throw said(
      `四色图正在运行：${server.url}（进程 ${server.pid}）；请先停止它再恢复`,
      `Sisetu is running on this data: ${server.url} (process ${server.pid}); stop it, then restore again`,
    )
  }
  const { manifest, found, aside } = await restore({
    archive: resolve(file),
    dataDirectory,
    url: databaseUrl,
    overwrite: values.yes,
    signal: interruptible(),
    progress: show,
  })
  const rows = found.tables.reduce((sum, table) => sum + table.rows, 0)
  tell(`已恢复 Restored: ${manifest.at}（${manifest.version}）`)
  tell(
    `${found.tables.length} 表、${rows} 行的行数与 SHA-256 全部与清单一致 / row counts and SHA-256 of all tables equal the manifest`,
  )
  tell(journalWords(found.journal))
  for (const each of aside) tell(`原有数据保留在 The data from before is kept in: ${each}`)
}

const journalWords = ({ rows, brokenAt }: { rows: number; brokenAt: number | null }) =>
  brokenAt === null
    ? `日志链完好：${rows} 行 / the journal's chain holds over ${rows} rows`
    : `日志链在第 ${brokenAt} 行断开，备份时即如此 / the journal is broken at row ${brokenAt}, as it was when backed up`

const tell = (line: string) => process.stdout.write(`  ${line}\n`)
