import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../database/test-database.ts'
import { cookieOf, testApp } from '../test-app.ts'
import { testFolder } from '../test-folder.ts'
import { block, type TestTown, testTown } from '../test-town.ts'
import { aside } from './aside.ts'
import type { BoundaryProgress } from './boundary.ts'
import { progressBoard } from './progress.ts'

const { sql } = await testDatabase()
let town: TestTown
const dataDirectory = await testFolder('cancel')

beforeAll(async () => {
  town = await testTown(sql)
})
afterAll(() => aside.close())

const file = () =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: {}, geometry: block(0, 0, { columns: 1, rows: 1 }) }],
  })

interface Sending {
  signal?: AbortSignal
  progress?: string
}

async function send(body: BodyInit, { signal, progress }: Sending = {}): Promise<Response> {
  const app = testApp(sql, { dataDirectory })
  return app.request(
    `/api/boundary-imports?town=${town.id}&name=a.geojson${progress ? `&progress=${progress}` : ''}`,
    {
      method: 'POST',
      headers: {
        cookie: await cookieOf(sql, town.people['grid-manager']),
        'content-type': 'application/octet-stream',
      },
      body,
      ...(signal ? { signal } : {}),
      ...(typeof body === 'string' ? {} : { duplex: 'half' }),
    },
  )
}

const kept = async () => {
  const [row] = await sql`select count(*)::int as count from boundary_imports where town_id = ${town.id}`
  const [journal] = await sql`
    select count(*)::int as count from journal where town_id = ${town.id} and noun = 'boundary-import'`
  return {
    imports: row?.count,
    journal: journal?.count,
    files: await readdir(join(dataDirectory, 'incoming')),
  }
}

test('an upload that stops in the middle leaves nothing', async () => {
  const abort = new AbortController()
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(Buffer.from('{"type":"FeatureCollection",'))
      abort.abort()
      controller.error(abort.signal.reason)
    },
  })
  expect((await send(body, abort)).status).toBe(422)
  expect(await kept()).toEqual({ imports: 0, journal: 0, files: [] })
})

test('a file that is being read when its sender goes leaves nothing, and the next is read', async () => {
  const abort = new AbortController()
  const { prepare } = aside
  const spy = vi.spyOn(aside, 'prepare').mockImplementation((job, bounds) => {
    const said = prepare.call(aside, job, bounds)
    setTimeout(() => abort.abort())
    return said
  })
  expect((await send(file(), abort)).status).toBe(422)
  spy.mockRestore()
  expect(await kept()).toEqual({ imports: 0, journal: 0, files: [] })
  expect((await send(file())).status).toBe(201)
  expect(await kept()).toMatchObject({ imports: 1, journal: 1, files: [] })
})

test('a sender who goes after his file was read leaves nothing', async () => {
  const before = await kept()
  const abort = new AbortController()
  const { prepare } = aside
  const spy = vi.spyOn(aside, 'prepare').mockImplementation(async (job, bounds) => {
    const said = await prepare.call(aside, job, bounds)
    abort.abort()
    return said
  })
  expect((await send(file(), abort)).status).toBe(422)
  spy.mockRestore()
  expect(await kept()).toEqual(before)
})

test('how far a file is is told from step to step while it is read, and forgotten after', async () => {
  const told: BoundaryProgress[] = []
  const { prepare } = aside
  const spy = vi.spyOn(aside, 'prepare').mockImplementation((job, bounds = {}) => {
    const tell = (progress: BoundaryProgress) => {
      bounds.tell?.(progress)
      told.push(progressBoard.of(key))
    }
    return prepare.call(aside, job, { ...bounds, tell })
  })
  const key = randomUUID()
  expect((await send(file(), { progress: key })).status).toBe(201)
  spy.mockRestore()
  const shares = told.map(({ share }) => share)
  expect(told.map(({ step }) => step)).toEqual(expect.arrayContaining(['reading']))
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  const answer = await testApp(sql, { dataDirectory }).request(`/api/boundary-progress?key=${key}`, {
    headers: { cookie: await cookieOf(sql, town.people['grid-manager']) },
  })
  expect(await answer.json()).toEqual({ step: null, share: 0 })
})
