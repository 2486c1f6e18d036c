import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { change } from '../context.ts'
import { testKind } from '../database/test-database.ts'
import { verify } from '../journal/verify.ts'
import { contextOf, testTown } from '../test-town.ts'
import { Manifest, manifestName } from './manifest.ts'
import type { Measured } from './measure.ts'
import { type RestoreInput, restore } from './restore.ts'
import { forged, type Installation, installation } from './test-installation.ts'

let ours: Installation
let folder: string
let archive: string
let manifest: Manifest
let before: { measured: Measured; towns: Record<string, string> }

beforeAll(async () => {
  ours = await installation()
  folder = dirname(ours.dataDirectory)
  archive = join(folder, 'one.sisetu-backup')
  before = { measured: await ours.measure(), towns: await ours.towns() }
  const database = await ours.open()
  manifest = (await ours.backUp(database, archive)).manifest
  await database.close()
})
afterAll(() => ours.remove())

const restoring = (more: Partial<RestoreInput> = {}) =>
  restore({ archive, dataDirectory: ours.dataDirectory, url: ours.url, overwrite: false, ...more })

const standing = async () => (await stat(join(ours.dataDirectory, 'database')).catch(() => null))?.ino
let stood: number | undefined

const untouched = async () => {
  // Opening the embedded database takes seconds: there the folder must be the same one, and in the end its rows.
  if (testKind === 'postgres') expect(await ours.measure()).toEqual(before.measured)
  expect(await standing()).toBe(stood)
  expect(await ours.towns()).toEqual(before.towns)
  const left = (await readdir(ours.dataDirectory)).filter(name =>
    /partial|restoring|before-restore/.test(name),
  )
  expect(left).toEqual([])
}

describe('a backup', () => {
  test('holds every table with its rows, every file of the towns, and nothing half made', async () => {
    expect(manifest).toMatchObject({ kind: testKind, ...before.measured })
    expect(manifest.journal.brokenAt).toBeNull()
    expect(manifest.tables.find(({ name }) => name === 'cell_rows')).toMatchObject({ rows: 60 })
    expect(manifest.tables.length).toBeGreaterThan(30)
    expect(manifest.files.map(({ name }) => name)).toEqual([
      testKind === 'postgres' ? 'database.pgdump' : 'database.tar.gz',
      'towns/1/base.pmtiles',
      'towns/1/roads.osm.pbf',
      'towns/1/valhalla/tiles/2/000/758/832.gph',
    ])
    // It holds what lets people in.
    expect((await stat(archive)).mode & 0o777).toBe(0o600)
  })

  test('tells one changed value in one row', async () => {
    const database = await ours.open()
    await database.sql`update people set name = name || '一' where id = (select min(id) from people)`
    await database.close()
    const measured = await ours.measure()
    const sums = (of: Measured) => of.tables.map(({ name, sha256 }) => `${name} ${sha256}`)
    const changed = sums(measured).filter(each => !sums(before.measured).includes(each))
    expect(changed.map(each => each.split(' ')[0])).toEqual(['people'])
    before = { ...before, measured }
  })

  test('interrupted at any step leaves nothing', async () => {
    const to = join(folder, 'halves', 'half.sisetu-backup')
    await mkdir(dirname(to), { recursive: true })
    const database = await ours.open()
    for (const at of ['dump', 'prove', 'pack']) {
      const abort = new AbortController()
      const progress = (step: string) => step === at && abort.abort(new Error('interrupted'))
      const made = ours.backUp(database, to, { signal: abort.signal, progress })
      await expect(made).rejects.toThrow('interrupted')
      expect(await readdir(dirname(to))).toEqual([])
    }
    // What a killed one left goes with the next.
    await writeFile(join(dirname(to), '.killed.sisetu-backup.partial-999999999'), '')
    await ours.backUp(database, to)
    expect(await readdir(dirname(to))).toEqual(['half.sisetu-backup'])
    await expect(ours.backUp(database, to)).rejects.toThrow('exists')
    await database.close()
  })
})

describe('a restore is refused and touches nothing', () => {
  beforeAll(async () => {
    stood = await standing()
  })
  afterAll(async () => expect(await ours.measure()).toEqual(before.measured))

  test('over data that is there', async () => {
    await expect(restoring()).rejects.toThrow('--yes')
    await untouched()
  })

  test('while a program of ours has the data open', async () => {
    const database = await ours.open()
    await database.sql`select 1`
    await expect(restoring({ overwrite: true })).rejects.toThrow('Sisetu is running on this data')
    await database.close()
    await untouched()
  })

  test('of an archive that is cut off or has one bit turned', async () => {
    const bytes = await readFile(archive)
    const damagedPath = join(folder, 'damaged.sisetu-backup')
    for (const at of [20, Math.floor(bytes.length / 2), bytes.length - 6]) {
      const turned = Buffer.from(bytes)
      turned.writeUInt8(turned.readUInt8(at) ^ 4, at)
      await writeFile(damagedPath, turned)
      await expect(restoring({ archive: damagedPath, overwrite: true })).rejects.toThrow('damaged')
    }
    await writeFile(damagedPath, bytes)
    await truncate(damagedPath, bytes.length - 1)
    await expect(restoring({ archive: damagedPath, overwrite: true })).rejects.toThrow('damaged')
    await writeFile(damagedPath, 'no archive at all')
    await expect(restoring({ archive: damagedPath, overwrite: true })).rejects.toThrow('damaged')
    await untouched()
  })

  const withManifest = (edit: (manifest: Manifest) => Manifest) => (entry: { name: string; bytes: Buffer }) =>
    entry.name === manifestName
      ? {
          ...entry,
          bytes: Buffer.from(JSON.stringify(edit(Manifest.parse(JSON.parse(String(entry.bytes)))))),
        }
      : entry

  const forgeries: [string, string, Parameters<typeof forged>[2]][] = [
    [
      'a file of another content',
      'base.pmtiles',
      entry => (entry.name.endsWith('pmtiles') ? { ...entry, bytes: Buffer.from('other') } : entry),
    ],
    ['a missing file', 'roads.osm.pbf', entry => (entry.name.endsWith('.pbf') ? null : entry)],
    ['a missing manifest', 'manifest.json', entry => (entry.name === manifestName ? null : entry)],
    [
      'a file outside its folder',
      'unknown file',
      entry => (entry.name.endsWith('.pbf') ? { ...entry, name: 'towns/../../escaped' } : entry),
    ],
    [
      'another kind of database',
      'DATABASE_URL',
      withManifest(each => {
        const kind = each.kind === 'postgres' ? 'embedded' : 'postgres'
        const name = kind === 'postgres' ? 'database.pgdump' : 'database.tar.gz'
        return { ...each, kind, files: each.files.map((file, i) => (i === 0 ? { ...file, name } : file)) }
      }),
    ],
    [
      'a newer version',
      'update Sisetu first',
      withManifest(each => ({ ...each, migrations: [...each.migrations, '9999_later'] })),
    ],
    [
      'tables that come out otherwise than the manifest says',
      'differs from the manifest',
      withManifest(each => ({
        ...each,
        tables: each.tables.map(table =>
          table.name === 'cell_rows' ? { ...table, sha256: '0'.repeat(64) } : table,
        ),
      })),
    ],
  ]
  test.each(forgeries)('of an archive with %s', async (what, said, forge) => {
    const renamed: typeof forge = entry => {
      const made = forge(entry)
      const isDump = made?.name.startsWith('database.') && what === 'another kind of database'
      if (!made || !isDump) return made
      return { ...made, name: made.name === 'database.pgdump' ? 'database.tar.gz' : 'database.pgdump' }
    }
    const path = await forged(archive, join(folder, 'forged.sisetu-backup'), renamed)
    await expect(restoring({ archive: path, overwrite: true })).rejects.toThrow(said)
    await untouched()
  })

  test.each(['unpack', 'database', 'compare'])('when it is interrupted at %s', async at => {
    const abort = new AbortController()
    const progress = (step: string) => step === at && abort.abort(new Error('interrupted'))
    const restored = restoring({ overwrite: true, signal: abort.signal, progress })
    await expect(restored).rejects.toThrow('interrupted')
    await untouched()
  })
})

describe('a restore', () => {
  test('keeps what was there aside, and both are whole', async () => {
    const { aside, found } = await restoring({ overwrite: true })
    expect(found.tables).toEqual(manifest.tables)
    expect(await ours.towns()).toEqual(before.towns)
    expect(aside).toHaveLength(2)
    const [first = '', towns = ''] = aside
    expect(await readdir(towns)).toEqual(expect.arrayContaining(['1']))
    if (testKind === 'embedded') return expect(existsSync(join(first, 'PG_VERSION'))).toBe(true)
    const database = await ours.open()
    const [people] = await database.sql`select count(*)::int as n from ${database.sql(first)}.people`
    await database.close()
    expect(people?.n).toBe(before.measured.tables.find(({ name }) => name === 'people')?.rows)
  })

  test('brings everything back after a loss of everything, and work goes on', async () => {
    await ours.destroy()
    const { found, aside } = await restoring()
    expect(aside).toEqual([])
    expect(found).toEqual({
      server: manifest.server,
      migrations: manifest.migrations,
      journal: { rows: manifest.journal.rows, brokenAt: null },
      tables: manifest.tables,
    })
    expect((await ours.measure()).tables).toEqual(manifest.tables)
    expect(await ours.towns()).toEqual(before.towns)
    const { sql, close } = await ours.open()
    // Numbers go on where they were, and the application has its rights and no more than these.
    const town = await testTown(sql)
    const context = await contextOf(sql, town.people.commander)
    await change(context, async ({ record }) => record({ verb: 'try', noun: 'world', id: 1 }))
    await expect(change(context, ({ sql: tx }) => tx`delete from journal`)).rejects.toMatchObject({
      code: '42501',
    })
    expect(await verify(sql)).toEqual({ rows: manifest.journal.rows + 1, brokenAt: null })
    const rights = await sql`select count(*)::int as n from pg_default_acl a join pg_namespace n
      on n.oid = a.defaclnamespace where n.nspname = 'sisetu'`
    expect(rights).toEqual([{ n: 2 }])
    await close()
  })
})
