import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import type { Sql } from 'postgres'
import { newToken, tokenHash } from '../../server/account/password.ts'
import { administratorContext } from '../../server/control.ts'
import { migrate } from '../../server/database/migrate.ts'
import { openDatabase } from '../../server/database/open.ts'
import { startPostgres } from '../../server/database/own-postgres.ts'
import type { Hazard } from '../../server/hazard/hazard.ts'
import type { LngLat } from '../../server/region/place.ts'
import config from '../playwright.config.ts'
import { percentile, root, startServer } from '../server-process.ts'
import { seedMillion } from './million-rows.ts'
import type { RiskOptions } from './risk.ts'
import { frameMs, hasCells, untilStill, watchPixels } from './screen-page.ts'

const round = (value: number) => Math.round(value * 10) / 10
// The page on a million cells in a browser without a graphics card.
const openWithinMs = 60_000

/**
 * From the request that assesses a source until its cells have other colours on a second person's screen: database,
 * journal, field, feed and the page's own painting in Chromium, one change after another.
 */
export async function measureScreen({ quick, say }: RiskOptions): Promise<Record<string, unknown>> {
  const cells = quick ? 100_000 : 1_000_000
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-screen-'))
  const postgres = await startPostgres({ directory })
  try {
    say('screen: building the page')
    await run(['start.mjs', '--build'])
    say(`screen: ${cells} cells into PostgreSQL`)
    const cookie = await seed({ url: postgres.url, directory, cells })
    const server = await startServer(directory, {
      DATABASE_URL: postgres.url,
      SISETU_DEMO: '0',
      SISETU_LOG: 'silent',
    })
    try {
      say('screen: the field loads')
      const editor = clientOf(server.url, cookie)
      const [town] = await editor.ask<{ id: number; code: string }[]>('GET', '/api/towns')
      if (!town) throw new Error('the generated town is not there')
      await editor.ask('GET', `/api/risk/summary?town=${town.id}&scale=residual`)
      return await onSecondScreen({ server: server.url, cookie, editor, town, rounds: quick ? 12 : 24, say })
    } finally {
      await server.stop()
    }
  } finally {
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

const run = (args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' })
    child.on('exit', code =>
      code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`)),
    )
  })

/** @returns the cookie of a signed-in administrator */
async function seed({
  url,
  directory,
  cells,
}: {
  url: string
  directory: string
  cells: number
}): Promise<string> {
  const database = await openDatabase({ url, dataDirectory: directory, statementMs: 900_000 })
  try {
    await migrate(database.sql)
    await seedMillion(database.sql, { cells, sources: cells / 10 })
    return await signedIn(database.sql)
  } finally {
    await database.close()
  }
}

async function signedIn(sql: Sql): Promise<string> {
  const { actor } = await administratorContext(sql)
  const token = newToken()
  await sql`insert into sessions (token_hash, person_id, expires_at)
    values (${tokenHash(token)}, ${actor.id}, now() + interval '1 hour')`
  return `sisetu_session=${token}`
}

const clientOf = (url: string, cookie: string) => ({
  ask: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
    return reply.json()
  },
})

interface Screen {
  server: string
  cookie: string
  editor: ReturnType<typeof clientOf>
  town: { id: number; code: string }
  rounds: number
  say(text: string): void
}

async function onSecondScreen(screen: Screen): Promise<Record<string, unknown>> {
  const { editor, town, rounds, say } = screen
  const source = await quietSource(screen)
  const method = await methodOf(editor)
  const browser = await chromium.launch(config.use?.launchOptions ?? {})
  try {
    say('screen: the second screen opens')
    const began = performance.now()
    const page = await openPage(browser, screen, source.lngLat)
    const openSeconds = (performance.now() - began) / 1000
    // A desk that has stood open for a moment: its map and its symbols are drawn.
    await pause(4000)
    say(`screen: ${rounds} changes`)
    // Without a graphics card one picture of the map takes this long, whatever the change: the floor.
    const frames = await page.evaluate(frameMs)
    const times: number[] = []
    let version = source.version
    for (let i = 0; i < rounds + 2; i++) {
      await page.evaluate(watchPixels, around(source))
      // What reading the pixels made the map draw again is drawn too: one change is measured, not two.
      await page.evaluate(untilStill)
      const started = Date.now()
      const changed = await editor.ask<Hazard>('POST', `/api/hazards/${source.id}/assessments`, {
        scale: 'residual',
        methodId: method,
        inputs: i % 2 === 0 ? { L: '6', E: '6', C: '15' } : { L: '1', E: '6', C: '7' },
        reason: 'bench',
        version,
      })
      version = changed.version
      await page.waitForFunction(() => window.benchPaintedAt !== undefined, undefined, { timeout: 20_000 })
      // The first rounds warm the engines.
      if (i > 1) times.push((await page.evaluate(() => window.benchPaintedAt ?? Number.NaN)) - started)
    }
    const picture = process.env.BENCH_PICTURES
    if (picture) await page.screenshot({ path: join(picture, 'screen.png') })
    return {
      screenCells: await cellsOf(screen, town.id),
      screenOpenSeconds: round(openSeconds),
      editToScreenP50Ms: round(percentile(times, 0.5)),
      editToScreenP95Ms: round(percentile(times, 0.95)),
      screenFrameP50Ms: round(percentile(frames, 0.5)),
      screenFrameP95Ms: round(percentile(frames, 0.95)),
      editToScreenRounds: times.length,
    }
  } finally {
    await browser.close()
  }
}

async function cellsOf({ editor }: Screen, town: number): Promise<number> {
  const { levels } = await editor.ask<{ levels: Record<string, number> }>(
    'GET',
    `/api/risk/summary?town=${town}&scale=residual`,
  )
  return Object.values(levels).reduce((sum, count) => sum + count, 0)
}

async function methodOf(editor: Screen['editor']): Promise<number> {
  const methods = await editor.ask<{ id: number; method: string; edition: string }[]>(
    'GET',
    '/api/risk/methods',
  )
  const found = methods.find(({ method, edition }) => method === 'LEC' && edition === 'A')
  if (!found) throw new Error('the method LEC is not there')
  return found.id
}

/** A blue source whose neighbourhood has no red one: its cells change colour whenever it does. */
async function quietSource({ editor, town }: Screen): Promise<Hazard> {
  const sources = await editor.ask<Hazard[]>('GET', `/api/hazards?town=${town.id}&limit=200`)
  for (const source of sources) {
    if (source.reachMeters < 350 || source.reachMeters > 700) continue
    const [lng, lat] = source.lngLat
    const box = [lng - 0.008, lat - 0.008, lng + 0.008, lat + 0.008].join(',')
    const { levels } = await editor.ask<{ levels: Record<string, number> }>(
      'GET',
      `/api/risk/summary?town=${town.id}&scale=residual&bbox=${box}`,
    )
    if (levels['1'] === 0) return source
  }
  throw new Error('every source has a red one beside it')
}

/** Nine places within the reach of a source, beside its own symbol. */
const around = ({ lngLat: [lng, lat] }: Hazard): LngLat[] =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8].map(i => [
    lng + 0.0022 * Math.cos((i * 2 * Math.PI) / 9),
    lat + 0.0019 * Math.sin((i * 2 * Math.PI) / 9),
  ])

async function openPage(
  browser: Browser,
  { server, cookie, town }: Screen,
  [lng, lat]: LngLat,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const [name = '', value = ''] = cookie.split('=', 2)
  await context.addCookies([{ name, value, url: server }])
  // The TypeScript loader names inner functions by a helper that pages do not have.
  await context.addInitScript({ content: 'globalThis.__name = value => value' })
  await context.addInitScript(() => localStorage.setItem('sisetuTest', '1'))
  const page = await context.newPage()
  await page.goto(`${server}/${town.code}/risk#ll=${lng},${lat}&z=13.5`)
  await page.waitForFunction(hasCells, undefined, { timeout: openWithinMs })
  return page
}
