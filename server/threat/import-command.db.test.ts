import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root, startServer } from '../../test/server-process.ts'
import { migrate } from '../database/migrate.ts'
import { openDatabase } from '../database/open.ts'
import { testKind } from '../database/test-database.ts'
import { Terrains } from './terrains.ts'

const samples = resolve(root, process.env.SISETU_SAMPLES ?? '../shared/data', 'terrain')
const nice = join(samples, 'N43E007.hgt.zip')
const andorra = join(samples, 'N42E001.hgt.zip')
const hasSamples = existsSync(nice) && existsSync(andorra)
if (!hasSamples) console.info(`no terrain in ${samples}: its import as a process is not tested`)

let dataDirectory: string
let townId: number

/** Runs the command to its end. */
function importing(args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/cli.ts', 'import', 'terrain', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SISETU_TEST_DATABASE: '', DATABASE_URL: '', SISETU_DATA: dataDirectory },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text))
  return new Promise(done => child.on('close', code => done({ code, said })))
}

const opened = async () => {
  const database = await openDatabase({ dataDirectory })
  await migrate(database.sql)
  return database
}

// The process opens an embedded database of its own, so once is enough.
describe.skipIf(testKind !== 'embedded' || !hasSamples)('terrain by the command line', () => {
  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'sisetu-terrain-'))
    const { sql, close } = await opened()
    const [row] = await sql<{ id: number }[]>`
      insert into regions (code, name, level, west, south, east, north)
      values ('nice', '尼斯', 'town', 7.2, 43.65, 7.3, 43.75) returning id`
    townId = row?.id ?? 0
    await close()
  }, 120_000)
  afterAll(() => rm(dataDirectory, { recursive: true, force: true }))

  test('alone it gives the town its heights, with one row in the journal', async () => {
    const refused = await importing([andorra, '--town', 'nice'])
    expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('N42E001 does not cover')])
    expect(existsSync(join(dataDirectory, 'towns'))).toBe(false)
    const { code, said } = await importing([nice, '--town', 'nice'])
    expect(said).toContain('terrain: N43E007, 3″')
    expect(code).toBe(0)
    const terrain = await new Terrains(dataDirectory).get(townId, [7.2, 43.65, 7.3, 43.75])
    expect(terrain).not.toBeNull()
    const { sql, close } = await opened()
    const rows = await sql`select verb, noun from journal where town_id = ${townId}`
    expect(rows.map(({ verb, noun }) => `${noun}/${verb}`)).toEqual(['region/import-terrain'])
    await close()
  }, 240_000)

  test('beside a running server it goes through that server', async () => {
    await rm(join(dataDirectory, 'towns'), { recursive: true, force: true })
    const server = await startServer(dataDirectory, {
      SISETU_DEMO: '0',
      DATABASE_URL: '',
      SISETU_TEST_DATABASE: '',
    })
    try {
      expect(await importing([nice, '--town', 'nice'])).toMatchObject({
        code: 0,
        said: expect.stringContaining('N43E007'),
      })
      const refusals = [
        { args: [andorra, '--town', 'nice'], says: 'Tile N42E001 does not cover the town' },
        { args: [nice, '--town', 'nowhere'], says: 'There is no town with the code nowhere' },
        { args: [join(samples, 'N00E000.hgt'), '--town', 'nice'], says: 'The file cannot be read' },
        { args: [nice], says: 'import -- terrain' },
      ]
      for (const { args, says } of refusals) {
        expect(await importing(args), says).toEqual({ code: 1, said: expect.stringContaining(says) })
      }
    } finally {
      await server.stop()
    }
    expect(await readdir(join(dataDirectory, 'towns', String(townId), 'terrain'))).toEqual(['N43E007.hgt.gz'])
  }, 240_000)
})
