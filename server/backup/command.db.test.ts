import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root, type ServerProcess, startServer } from '../../test/server-process.ts'
import { testKind } from '../database/test-database.ts'
import { type Installation, installation } from './test-installation.ts'

interface Ended {
  code: number | null
  said: string
}

interface Run {
  environment?: Record<string, string>
  stdin?: string
  onSaid?: (said: string, child: ChildProcess) => void
}

/** Runs one of our programs to its end. */
function run(args: string[], { environment = {}, stdin = '', onSaid = () => {} }: Run = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, SISETU_TEST_DATABASE: '', DATABASE_URL: '', ...environment },
  })
  child.stdin.end(stdin)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      said += text
      onSaid(said, child)
    })
  }
  return new Promise(resolve => child.on('close', code => resolve({ code, said })))
}

const cli = (command: string, args: string[] = [], more: Run = {}) =>
  run(['server/cli.ts', command, ...args], more)

describe('backup, loss and restore by the command line', () => {
  let ours: Installation
  let environment: Record<string, string>
  let archive: string

  beforeAll(async () => {
    ours = await installation()
    environment = { SISETU_DATA: ours.dataDirectory, DATABASE_URL: ours.url ?? '' }
    archive = join(dirname(ours.dataDirectory), 'one.sisetu-backup')
  })
  afterAll(() => ours?.remove())

  test('says what it is for, and ends with 2 when it is not understood', async () => {
    for (const command of ['backup', 'restore']) {
      expect(await cli(command, ['--help'])).toMatchObject({
        code: 0,
        said: expect.stringContaining(command),
      })
    }
    expect((await cli('bakcup')).code).toBe(2)
  })

  test('interrupted, a backup leaves nothing and ends with 1', async () => {
    const backups = join(ours.dataDirectory, 'backups')
    const onSaid = (said: string, child: ChildProcess) => said.includes('packing') && child.kill('SIGINT')
    const { code, said } = await cli('backup', [], { environment, onSaid })
    expect(said).toContain('nothing was left behind')
    expect(code).toBe(1)
    expect(await readdir(backups)).toEqual([])
  })

  test('one command saves it, one brings it back, and what comes out is what went in', async () => {
    const before = { measured: await ours.measure(), towns: await ours.towns() }
    const saved = await cli('backup', ['--to', archive], { environment })
    expect(saved).toMatchObject({ code: 0, said: expect.stringContaining(archive) })
    expect(await cli('restore', [archive], { environment })).toMatchObject({
      code: 1,
      said: expect.stringContaining('--yes'),
    })
    await ours.destroy()
    const restored = await cli('restore', [archive], { environment })
    expect(restored.said).toContain('row counts and SHA-256 of all tables equal the manifest')
    expect(restored.said).toContain('the journal’s chain holds'.replace('’', "'"))
    expect(restored.code).toBe(0)
    expect({ measured: await ours.measure(), towns: await ours.towns() }).toEqual(before)
  })

  test('nothing to save or nothing to restore is said, and makes nothing', async () => {
    const nowhere = join(dirname(ours.dataDirectory), 'nowhere')
    const absent = await cli('restore', [join(nowhere, 'x')], { environment })
    expect(absent).toMatchObject({ code: 1, said: expect.stringContaining('there is no such file') })
    if (testKind === 'postgres') return
    const empty = await cli('backup', [], { environment: { SISETU_DATA: nowhere } })
    expect(empty).toMatchObject({ code: 1, said: expect.stringContaining('SISETU_DATA') })
    expect(existsSync(join(nowhere, 'database'))).toBe(false)
  })

  test.runIf(testKind === 'postgres')(
    'without pg_dump it says what to install and leaves nothing',
    async () => {
      // A folder with node alone.
      const bare = join(dirname(ours.dataDirectory), 'bare')
      await mkdir(bare)
      const to = join(bare, 'x.sisetu-backup')
      const { code, said } = await cli('backup', ['--to', to], {
        environment: { ...environment, PATH: bare },
      })
      expect(said).toContain('postgresql-client')
      expect(code).toBe(1)
      expect(await readdir(bare)).toEqual([])
    },
  )
})

// A server of the embedded database is enough: these are about the process.
describe.skipIf(testKind !== 'embedded')('beside a running server', () => {
  let folder: string
  let data: string
  let server: ServerProcess
  const password = 'correct horse battery'

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sisetu-beside-'))
    data = join(folder, 'data')
    server = await startServer(data, { SISETU_DEMO: '0', DATABASE_URL: '', SISETU_TEST_DATABASE: '' })
  })
  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('a backup is taken while it serves, a restore waits for its end', async () => {
    await mkdir(join(data, 'towns', '1'), { recursive: true })
    await writeFile(join(data, 'towns', '1', 'base.pmtiles'), 'tiles')
    const environment = { SISETU_DATA: data }
    const saved = await cli('backup', ['--to', join(folder, 'x.sisetu-backup')], { environment })
    expect(saved).toMatchObject({ code: 0, said: expect.stringContaining('2 文件 files') })
    expect(await readdir(join(data, 'dumps'))).toEqual([])
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    const refused = await cli('restore', [join(folder, 'x.sisetu-backup'), '--yes'], { environment })
    expect(refused).toMatchObject({
      code: 1,
      said: expect.stringContaining('Sisetu is running on this data'),
    })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  const toNetwork = { PORT: '0', HOST: '0.0.0.0' }

  test('the network is not served while demo sign-in is on or no administrator has a password', async () => {
    await server.stop()
    const environment = { ...toNetwork, SISETU_DATA: data }
    const demo = await run(['server/main.ts'], { environment })
    expect(demo).toMatchObject({ code: 1, said: expect.stringContaining('SISETU_DEMO=0') })
    const more = { ...environment, SISETU_DEMO: '0' }
    const unguarded = await run(['server/main.ts'], { environment: more })
    expect(unguarded).toMatchObject({ code: 1, said: expect.stringContaining('npm run password') })
  })

  test('it is served once the administrator has a password', async () => {
    const more = { ...toNetwork, SISETU_DATA: data, SISETU_DEMO: '0' }
    const short = await cli('password', [], { environment: more, stdin: 'short\n' })
    expect(short).toMatchObject({ code: 1, said: expect.stringContaining('12') })
    expect(await cli('password', [], { environment: more, stdin: `${password}\n` })).toMatchObject({
      code: 0,
    })
    server = await startServer(data, {
      HOST: '0.0.0.0',
      SISETU_DEMO: '0',
      DATABASE_URL: '',
      SISETU_TEST_DATABASE: '',
    })
    const signedIn = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'administrator', password }),
    })
    expect(signedIn.status).toBe(201)
  })
})
