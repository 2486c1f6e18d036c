import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import postgres from 'postgres'
import { inject } from 'vitest'
import { change } from '../context.ts'
import { migrate } from '../database/migrate.ts'
import { type Database, openDatabase } from '../database/open.ts'
import { contextOf, testTown } from '../test-town.ts'
import { backUp } from './backup.ts'
import type { Measured } from './measure.ts'
import { measureAt, type Source } from './source.ts'
import { readTar, type TarEntry, writeTar } from './tar.ts'

/** A data directory and a database that nobody else uses, on the database of the run. */
export interface Installation {
  dataDirectory: string
  url: string | undefined
  open(): Promise<Database>
  backUp(
    database: Database,
    to: string,
    more?: Partial<Parameters<typeof backUp>[0]>,
  ): ReturnType<typeof backUp>
  measure(): Promise<Measured>
  /** Every file of the towns with its bytes, by name. */
  towns(): Promise<Record<string, string>>
  /** Both gone, as after a lost disk. */
  destroy(): Promise<void>
  remove(): Promise<void>
}

let made = 0

export async function installation(): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'sisetu-backup-'))
  const dataDirectory = join(folder, 'data')
  const server = inject('testPostgresUrl')
  const name = `backup_${process.pid}_${++made}`
  const url = server ? server.replace(/sisetu$/, name) : undefined
  const asAdmin = async (statement: string) => {
    const admin = postgres(server, { max: 1, onnotice: () => {} })
    await admin.unsafe(statement)
    await admin.end()
  }
  if (url) await asAdmin(`create database ${name}`)
  const open = () => openDatabase({ dataDirectory, url })
  const source = (database: Database): Source =>
    url
      ? { kind: 'postgres', url, dataDirectory }
      : { kind: 'embedded', dump: async path => database.dump?.(path) }
  await fill(await open())
  await fillTowns(dataDirectory)
  return {
    dataDirectory,
    url,
    open,
    backUp: (database, to, more = {}) => backUp({ source: source(database), dataDirectory, to, ...more }),
    measure: () => measureAt({ dataDirectory, url }, { progress: () => {} }),
    towns: () => contentsOf(join(dataDirectory, 'towns')),
    async destroy() {
      await rm(dataDirectory, { recursive: true })
      if (!url) return
      await asAdmin(`drop database ${name} with (force)`)
      await asAdmin(`create database ${name}`)
    },
    async remove() {
      await rm(folder, { recursive: true, force: true })
      if (url) await asAdmin(`drop database ${name} with (force)`)
    },
  }
}

async function fill(database: Database): Promise<void> {
  await migrate(database.sql)
  const town = await testTown(database.sql)
  const context = await contextOf(database.sql, town.people.commander)
  for (let number = 1; number <= 20; number++) {
    const entry = {
      verb: 'try',
      noun: 'world',
      id: number,
      after: { 名称: `第 ${number} 号\n`, share: number / 3 },
    }
    await change(context, async ({ record }) => record(entry))
  }
  await database.close()
}

async function fillTowns(dataDirectory: string): Promise<void> {
  const files: Record<string, Buffer> = {
    '1/base.pmtiles': randomBytes(5_000_000),
    '1/roads.osm.pbf': randomBytes(3001),
    '1/valhalla/tiles/2/000/758/832.gph': Buffer.alloc(70_000, 'tile'),
    '.importing-1-2-3/base.pmtiles': Buffer.from('half made'),
  }
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(dataDirectory, 'towns', name)), { recursive: true })
    await writeFile(join(dataDirectory, 'towns', name), bytes)
  }
}

async function contentsOf(directory: string): Promise<Record<string, string>> {
  const names = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = names.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  const found = await Promise.all(
    files
      .filter(path => !path.includes('.importing'))
      .map(async path => [path.slice(directory.length), (await readFile(path)).toString('base64')] as const),
  )
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** A copy of an archive with some of its files changed, and everything around them as it should be. */
export async function forged(
  archive: string,
  to: string,
  forge: (entry: { name: string; bytes: Buffer }) => { name: string; bytes: Buffer } | null,
): Promise<string> {
  const entries: TarEntry[] = []
  const { createReadStream, createWriteStream } = await import('node:fs')
  await pipeline(createReadStream(archive), createGunzip(), chunks =>
    readTar(chunks, async ({ name, body }) => {
      const made = forge({ name, bytes: await buffer(body) })
      if (made) entries.push({ name: made.name, size: made.bytes.length, body: of(made.bytes) })
    }),
  )
  await pipeline(writeTar(of(...entries)), createGzip(), createWriteStream(to))
  return to
}

async function* of<T>(...each: T[]): AsyncGenerator<T> {
  yield* each
}
