import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testKind } from '../server/database/test-database.ts'
import { root, type ServerProcess, signedIn, startServer } from './server-process.ts'
import { writeSmallExtract } from './small-extract.ts'

interface Ended {
  code: number | null
  said: string
}

let folder: string
let data: string
let extract: string
let server: ServerProcess

/** Runs one of our programs to its end; `onSaid` may interrupt it. */
function run(
  args: string[],
  environment: Record<string, string>,
  onSaid: (said: string, child: ChildProcess) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SISETU_TEST_DATABASE: '', DATABASE_URL: '', ...environment },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      said += text
      onSaid(said, child)
    })
  }
  return new Promise(resolve => child.on('close', code => resolve({ code, said })))
}

const importing = (args: string[], onSaid?: (said: string, child: ChildProcess) => void) =>
  run(['server/cli.ts', 'import', 'town', ...args], { SISETU_DATA: data }, onSaid)

const halfMade = () =>
  existsSync(join(data, 'towns')) ? readdirSync(join(data, 'towns')).filter(name => name.startsWith('.')) : []

// The processes open an embedded database of their own, so once is enough.
describe.skipIf(testKind !== 'embedded')('the processes', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sisetu-start-'))
    data = join(folder, 'data')
    extract = join(folder, 'small.osm.pbf')
    await writeSmallExtract(extract)
    server = await startServer(data)
  })
  afterAll(async () => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  test('a second server on the same data is refused and told which process has it', async () => {
    const second = await run(['server/main.ts'], { SISETU_DATA: data, PORT: '0' })
    expect(second.code).toBe(1)
    expect(second.said).toContain(String(server.pid))
    expect(second.said).toContain('SISETU_DATA')
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  })

  test('a taken port and an unknown setting are said before anything is opened', async () => {
    const other = createServer()
    const port = await new Promise<number>(resolve => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    const elsewhere = join(folder, 'elsewhere')
    const taken = await run(['server/main.ts'], { SISETU_DATA: elsewhere, PORT: String(port) })
    other.close()
    expect(taken).toMatchObject({ code: 1, said: expect.stringContaining(`端口 ${port} 已被占用`) })
    expect(existsSync(join(elsewhere, 'database'))).toBe(false)
    const wrong = await run(['server/main.ts'], { SISETU_DATE: elsewhere })
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('SISETU_DATA') })
  })

  test('the command line imports through the running server, which serves the town at once', async () => {
    const { code, said } = await importing([extract, '--name', '试验镇', '--code', 'trial'])
    expect(said).toContain('试验镇（trial）')
    expect(code).toBe(0)
    const person = await signedIn(server.url, 'administrator')
    const towns = await person.get<{ id: number; code: string; cells: number }[]>('/api/towns')
    const town = towns.find(each => each.code === 'trial')
    expect(town?.cells).toBeGreaterThan(40)
    const tiles = await fetch(`${server.url}/tiles/base.pmtiles?town=${town?.id}`, {
      headers: { range: 'bytes=0-6' },
    })
    expect(await tiles.text()).toBe('PMTiles')
    const { levels } = await person.get<{ levels: Record<string, number> }>(
      `/api/risk/summary?town=${town?.id}&scale=residual`,
    )
    expect(levels).toEqual({ '0': town?.cells, '1': 0, '2': 0, '3': 0, '4': 0 })
  })

  test('an interrupted or refused command ends with 1 and leaves nothing', async () => {
    const interrupted = await importing([extract, '--name', '半个镇', '--code', 'half'], (said, child) => {
      if (said.includes('base map')) child.kill('SIGINT')
    })
    expect(interrupted).toMatchObject({ code: 1, said: expect.stringContaining('中断') })
    const broken = join(folder, 'broken.osm.pbf')
    await writeFile(broken, 'not a map')
    const refused = await importing([broken, '--name', '坏文件'])
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('不是 OSM PBF') })
    const missing = await importing([join(folder, 'absent.osm.pbf'), '--name', '无'])
    expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('没有这个文件') })
    await expect.poll(halfMade, { timeout: 10_000 }).toEqual([])
    const person = await signedIn(server.url, 'administrator')
    const codes = (await person.get<{ code: string }[]>('/api/towns')).map(town => town.code)
    expect(codes).not.toContain('half')
  })

  test('stopped, it leaves no process and no address, and the command line works alone', async () => {
    const children = descendants(server.pid)
    await server.stop()
    expect(existsSync(join(data, 'server.json'))).toBe(false)
    expect(existsSync(join(data, 'database.lock'))).toBe(false)
    await expect.poll(() => children.filter(isAlive), { timeout: 5000 }).toEqual([])
    const alone = await importing([extract, '--name', '又一个', '--code', 'trial'])
    expect(alone).toMatchObject({ code: 1, said: expect.stringContaining('trial 已被占用') })
  })
})

function descendants(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(path)
    ? readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number)
    : []
  return children.flatMap(child => [child, ...descendants(child)])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
