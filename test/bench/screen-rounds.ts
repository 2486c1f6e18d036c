import { loadavg } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import type { Hazard } from '../../server/hazard/hazard.ts'
import type { LngLat } from '../../server/region/place.ts'
import config from '../playwright.config.ts'
import { percentile } from '../server-process.ts'
import { millionBounds } from './million.ts'
import { boundsInView, frameMs, hasCells, untilStill, watchPixels } from './screen-page.ts'
import { measureSwipe } from './screen-swipe.ts'

export interface Client {
  ask<T>(method: string, path: string, body?: unknown): Promise<T>
}

export interface Screen {
  server: string
  cookie: string
  editor: Client
  town: { id: number; code: string }
  cells: number
  rounds: number
  say(text: string): void
}

/** What the second person looks at, and the source that changes before their eyes. */
interface Look {
  name: string
  kind: 'near' | 'far'
  lngLat: LngLat
  zoom: number
  source: Hazard
}

interface Seen {
  cells: number
  openSeconds: number
  times: number[]
  frames: number[]
  swipe: Record<string, number>
}

const round = (value: number) => Math.round(value * 10) / 10
// The page on a million cells in a browser without a graphics card.
const openWithinMs = 60_000
/** Where one assesses a source: its cells are areas with outlines, and some thousand of them are on screen. */
const WORKING_ZOOM = 13.5
/** Screens show the symbols of so many sources, those that were first. */
const SOURCES_WITH_SYMBOL = 2000
/** Pixels of the map on a screen of 1440 by 900 with the panel beside it. */
const MAP_PIXELS = { width: 984, height: 856 }

/** Milliseconds from the request to the changed colour on screen in both views. */
export async function onSecondScreen(screen: Screen): Promise<Record<string, unknown>> {
  const browser = await chromium.launch(config.use?.launchOptions ?? {})
  try {
    const method = await methodOf(screen.editor)
    const working = await look(screen, { browser, method, look: await workingLook(screen) })
    const county = await look(screen, { browser, method, look: await countyLook(screen) })
    return {
      screenCells: await cellsWithin(screen),
      editToScreenRounds: working.times.length,
      ...figuresOf('', working),
      ...figuresOf('County', county),
      ...working.swipe,
    }
  } finally {
    await browser.close()
  }
}

/** `editToScreenP95Ms` is of the working view, `editToScreenCountyP95Ms` of the whole county. */
const figuresOf = (view: '' | 'County', { cells, openSeconds, times, frames }: Seen) => ({
  [`screen${view}CellsInView`]: cells,
  [`screen${view}OpenSeconds`]: round(openSeconds),
  [`editToScreen${view}P50Ms`]: round(percentile(times, 0.5)),
  [`editToScreen${view}P95Ms`]: round(percentile(times, 0.95)),
  [`editToScreen${view}MaxMs`]: round(Math.max(...times)),
  // What drawing the whole picture anew takes without a graphics card, whatever has changed.
  [`screen${view}FrameP50Ms`]: round(percentile(frames, 0.5)),
  [`screen${view}FrameP95Ms`]: round(percentile(frames, 0.95)),
})

async function look(
  screen: Screen,
  { browser, method, look }: { browser: Browser; method: number; look: Look },
): Promise<Seen> {
  const { say, rounds } = screen
  say(`screen: the second screen opens, ${look.name}`)
  const began = performance.now()
  const page = await openPage(browser, screen, look)
  const openSeconds = (performance.now() - began) / 1000
  // A desk that has stood open for a moment: its map and its symbols are drawn.
  await page.evaluate(untilStill)
  const frames = await page.evaluate(frameMs)
  const cells = await cellsWithin(screen, await page.evaluate(boundsInView))
  say(`screen: ${rounds} changes with ${cells} cells in view`)
  const times = await changes(screen, { page, method, source: look.source })
  const picture = process.env.BENCH_PICTURES
  if (picture) await page.screenshot({ path: join(picture, `screen-${look.kind}.png`) })
  const swipe = look.kind === 'near' ? await swipeAcross(screen, page) : {}
  await page.context().close()
  return { cells, openSeconds, times, frames, swipe }
}

/** Today's map beside a signed one. */
async function swipeAcross({ editor, town, say }: Screen, page: Page): Promise<Record<string, number>> {
  say('screen: a swipe between an edition and the map of now')
  const edition = { townId: town.id, name: 'bench', evenUnchanged: true, evenUnassessed: true }
  await editor.ask('POST', '/api/risk/editions', edition)
  return measureSwipe(page)
}

async function changes(
  { editor, rounds, say }: Screen,
  { page, method, source }: { page: Page; method: number; source: Hazard },
): Promise<number[]> {
  const times: number[] = []
  let { version } = source
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
    const answered = Date.now() - started
    await page.waitForFunction(() => window.benchPaintedAt !== undefined, undefined, { timeout: 20_000 })
    const painted = (await page.evaluate(() => window.benchPaintedAt ?? Number.NaN)) - started
    if (painted > 300) say(`  ${painted} ms to the pixel, ${answered} ms to the answer; load ${loadavg()[0]}`)
    // The first rounds warm the engines.
    if (i > 1) times.push(painted)
  }
  return times
}

async function cellsWithin({ editor, town }: Screen, box?: readonly number[]): Promise<number> {
  const bbox = box ? `&bbox=${box.join(',')}` : ''
  const { levels } = await editor.ask<{ levels: Record<string, number> }>(
    'GET',
    `/api/risk/summary?town=${town.id}&scale=residual${bbox}`,
  )
  return Object.values(levels).reduce((sum, count) => sum + count, 0)
}

async function methodOf(editor: Client): Promise<number> {
  const methods = await editor.ask<{ id: number; method: string; edition: string }[]>(
    'GET',
    '/api/risk/methods',
  )
  const found = methods.find(({ method, edition }) => method === 'LEC' && edition === 'A')
  if (!found) throw new Error('the method LEC is not there')
  return found.id
}

const sourcesOf = ({ editor, town }: Screen, more: string) =>
  editor.ask<Hazard[]>('GET', `/api/hazards?town=${town.id}&${more}`)

async function workingLook(screen: Screen): Promise<Look> {
  const source = await quietSource(screen, await sourcesOf(screen, 'limit=200'))
  return { name: 'where one works', kind: 'near', lngLat: source.lngLat, zoom: WORKING_ZOOM, source }
}

/** The whole county; the source has no symbol that would cover its few pixels. */
async function countyLook(screen: Screen): Promise<Look> {
  const shown = await sourcesOf(screen, `limit=${SOURCES_WITH_SYMBOL}`)
  const behind = await sourcesOf(screen, `limit=2000&cursor=${shown.at(-1)?.id ?? 0}`)
  const [west, south, east, north] = millionBounds(screen.cells)
  const degreesPerPixel = Math.max(
    (east - west) / MAP_PIXELS.width,
    ((north - south) / MAP_PIXELS.height) * 1.16,
  )
  const isClear = ({ lngLat: [lng, lat] }: Hazard) =>
    shown.every(({ lngLat: [x, y] }) => Math.hypot(x - lng, y - lat) > 18 * degreesPerPixel)
  const inside = behind.filter(
    ({ lngLat: [lng, lat] }) => Math.abs(lng - (west + east) / 2) < 0.3 * (east - west) && lat > south,
  )
  return {
    name: 'the whole county',
    kind: 'far',
    lngLat: [(west + east) / 2, (south + north) / 2],
    zoom: Math.log2(360 / (512 * degreesPerPixel)),
    source: await quietSource(screen, inside.filter(isClear)),
  }
}

/** A blue source whose neighbourhood has no red one: its cells change colour whenever it does. */
async function quietSource({ editor, town }: Screen, sources: readonly Hazard[]): Promise<Hazard> {
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

async function openPage(browser: Browser, { server, cookie, town }: Screen, look: Look): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const [name = '', value = ''] = cookie.split('=', 2)
  await context.addCookies([{ name, value, url: server }])
  // The TypeScript loader names inner functions by a helper that pages do not have.
  await context.addInitScript({ content: 'globalThis.__name = value => value' })
  await context.addInitScript(() => localStorage.setItem('sisetuTest', '1'))
  const page = await context.newPage()
  await page.goto(`${server}/${town.code}/risk#ll=${look.lngLat.join(',')}&z=${look.zoom.toFixed(2)}`)
  await page.waitForFunction(hasCells, look.kind, { timeout: openWithinMs })
  return page
}
