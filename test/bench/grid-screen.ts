import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { startPostgres } from '../../server/database/own-postgres.ts'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import { lngLatOf, type Spot, spotOf } from '../../server/region/rules/lattice.ts'
import config from '../playwright.config.ts'
import { percentile, root, signedIn, startServer } from '../server-process.ts'
import { CAP_MS, type Dragged, drag, frameTimes, withTerra } from './grid-drag.ts'
import { board, origin, stepUnits } from './random-edits.ts'

declare global {
  interface Window {
    /** Milliseconds of the page's clock; set by {@link watchEditor}. */
    benchOpenAt?: number
    benchShownAt?: number
  }
}

const [columns, rows] = [50, 40]

/**
 * A town of 2,000 grids in the real page: from the way into the grids until their boundaries can be edited and stand
 * on the map, and from a move of the pointer to the changed pixel, beside terra-draw with the same polygons there.
 */
export async function measureScreen({ quick, say }: { quick: boolean; say(text: string): void }) {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-screen-'))
  say('screen: building the page, a town of 2,000 grids')
  // What the build says would stand among the figures on standard output.
  await promisify(execFile)(process.execPath, ['start.mjs', '--build'], { cwd: root })
  const database = await startPostgres({ directory })
  const sql = postgres(database.url, {
    max: 1,
    onnotice: () => undefined,
    connection: { search_path: 'sisetu, public' },
  })
  await sql`create extension if not exists postgis`
  const server = await startServer(join(directory, 'data'), { DATABASE_URL: database.url })
  const browser = await chromium.launch(config.use?.launchOptions ?? {})
  try {
    const polygons = await foundGrids(sql)
    const manager = await signedIn(server.url, 'grid-manager')
    const { town } = await manager.get<{ town: { code: string } }>('/api/session')
    const place = { url: server.url, cookie: manager.cookie, code: town.code, polygons }
    return await measured(browser, { place, rounds: quick ? 1 : 3, moves: quick ? 6 : 40, say })
  } finally {
    await browser.close()
    await sql.end()
    await server.stop()
    await database.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

interface Place {
  url: string
  cookie: string
  code: string
  polygons: Polygon[]
}

async function measured(
  browser: Browser,
  { place, rounds, moves, say }: { place: Place; rounds: number; moves: number; say(text: string): void },
) {
  say('screen: opening the editor')
  const opened: number[] = []
  let page = await pageOf(browser, place)
  for (let round = 0; round < rounds; round++) {
    if (round > 0) {
      await page.context().close()
      page = await pageOf(browser, place)
    }
    opened.push(await openEditor(page, place))
  }
  say('screen: dragging a corner of four grids')
  const corner = cornerOf(place.polygons)
  await lookAtAll(page, place)
  await page.waitForTimeout(2000)
  const frames = await frameTimes(page)
  const ours = await drag(page, corner, moves)
  const told = (times: number[]) => times.map(Math.round).join(' ')
  say(`opened in ${told(opened)} ms, a bare frame ${told(frames)} ms, moves ${told(ours.times)} ms`)
  await page.context().close()
  say('screen: the same in terra-draw')
  page = await pageOf(browser, place)
  await atGrids(page, place)
  await lookAtAll(page, place)
  const terraGrids = await withTerra(page, place.polygons, middle)
  await page.waitForTimeout(3000)
  // Each takes it seconds.
  const terra = await drag(page, corner, Math.min(moves, 12))
  say(`moves ${told(terra.times)} ms`)
  for (const [who, { seen }] of Object.entries({ ours, terra }))
    if (seen === 0) throw new Error(`no drag was seen on the screen: ${who}`)
  const [p95, terraP95] = [percentile(ours.times, 0.95), percentile(terra.times, 0.95)]
  const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits
  return {
    openTownSeconds: round(percentile(opened, 0.5) / 1000, 2),
    gridsOnScreen: place.polygons.length,
    frameP50Ms: round(percentile(frames, 0.5)),
    dragToPixelP50Ms: round(percentile(ours.times, 0.5)),
    dragToPixelP95Ms: round(p95),
    ...{ dragMoves: ours.times.length, terraGrids, terraMoves: terra.times.length },
    terraDragP50Ms: round(percentile(terra.times, 0.5)),
    terraDragP95Ms: round(terraP95),
    ...lateOnes({ ours, terra }),
    dragVsTerraDraw: round(terraP95 / p95, 2),
  }
}

/** Moves whose pixels did not come within the cap; they count as the cap. */
const lateOnes = ({ ours, terra }: { ours: Dragged; terra: Dragged }) =>
  ours.late + terra.late === 0 ? {} : { capMs: CAP_MS, late: ours.late, terraLate: terra.late }

const middle = (rows / 2) * columns + columns / 2
const cornerOf = (polygons: Polygon[]): LngLat => polygons[middle]?.coordinates[0]?.[0] ?? [0, 0]

/** Grids of a board round the middle of the town, in place of those it has. */
async function foundGrids(sql: Sql): Promise<Polygon[]> {
  const [town] = await sql<{ id: number; lng: number; lat: number; village: number }[]>`
    select t.id, (t.west + t.east) / 2 as lng, (t.south + t.north) / 2 as lat,
      (select min(id) from sisetu.regions v where v.town_id = t.id and v.level = 'village') as village
    from sisetu.regions t where t.level = 'town' order by t.id limit 1`
  if (!town) throw new Error('there is no town')
  const [x, y] = spotOf([town.lng, town.lat])
  const [dx, dy] = [x - origin[0] - (columns * stepUnits) / 2, y - origin[1] - (rows * stepUnits) / 2]
  const shifted = (spot: Spot) => lngLatOf([spot[0] + dx, spot[1] + dy])
  const polygons = board({ columns, rows, bends: 1 }).map(
    ({ rings }): Polygon => ({
      type: 'Polygon',
      coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(shifted)),
    }),
  )
  await sql`update sisetu.grids set retired_at = now() where town_id = ${town.id}`
  const shapes = polygons.map(polygon => JSON.stringify(polygon))
  await sql`insert into sisetu.grids (town_id, region_id, code, name, geom, households)
    select ${town.id}, ${town.village}, 'B' || ordinality, '网格' || ordinality,
      ST_SetSRID(ST_GeomFromGeoJSON(shape), 4326), 3
    from unnest(${shapes}::text[]) with ordinality as given (shape, ordinality)`
  return polygons
}

async function pageOf(browser: Browser, { url, cookie, code }: Place): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, bypassCSP: true })
  const [name = '', value = ''] = cookie.split('=', 2)
  await context.addCookies([{ name, value, url }])
  // The TypeScript loader names inner functions by a helper that pages do not have.
  await context.addInitScript({ content: 'globalThis.__name = value => value' })
  await context.addInitScript(() => localStorage.setItem('sisetuTest', '1'))
  const page = await context.newPage()
  await page.goto(`${url}/${code}/plan`)
  await page.waitForFunction(() => window.__map?.map.loaded() === true, undefined, { timeout: 60_000 })
  await page.waitForTimeout(2000)
  return page
}

/** From the press on the grids of the rail until the boundaries to edit stand in a drawn frame, in milliseconds. */
async function openEditor(page: Page, place: Place): Promise<number> {
  await lookAtAll(page, place)
  const corners = place.polygons.flatMap(({ coordinates }) => coordinates[0]?.slice(0, 1) ?? [])
  await page.evaluate(watchEditor, {
    path: `/${place.code}/grid`,
    corners: corners.filter((_, i) => i % 97 === 0),
  })
  await page.waitForFunction(() => window.benchShownAt !== undefined, undefined, { timeout: 60_000 })
  const ms = await page.evaluate(() => (window.benchShownAt ?? 0) - (window.benchOpenAt ?? 0))
  await page.waitForTimeout(3000)
  return ms
}

/** The grids to read alone. */
async function atGrids(page: Page, place: Place): Promise<void> {
  await lookAtAll(page, place)
  await page.locator(`a[href*="/${place.code}/grid"]`).first().click()
  await page.waitForTimeout(4000)
}

async function lookAtAll(page: Page, { polygons }: Place): Promise<void> {
  const all = polygons.flatMap(({ coordinates }) => coordinates.flat())
  const [lngs, lats] = [all.map(([lng]) => lng), all.map(([, lat]) => lat)]
  const box: [number, number, number, number] = [
    Math.min(...lngs),
    Math.min(...lats),
    Math.max(...lngs),
    Math.max(...lats),
  ]
  await page.evaluate(bounds => window.__map?.map.fitBounds(bounds, { padding: 10, duration: 0 }), box)
}

/** Runs in the page: goes to the grids, opens the editor as soon as it can be, and notes the frame after its boundaries. */
function watchEditor({ path, corners }: { path: string; corners: LngLat[] }) {
  delete window.benchShownAt
  let isOpening = false
  const map = window.__map?.map
  const plain = [...(map?.getCanvasContainer().querySelectorAll('canvas') ?? [])].find(
    canvas => canvas !== map?.getCanvas(),
  )
  const context = plain?.getContext('2d')
  const isDrawn = () =>
    corners.every(corner => {
      const { x, y } = map?.project(corner) ?? { x: 0, y: 0 }
      return context?.getImageData(x - 2, y - 2, 4, 4).data.some(value => value > 0)
    })
  const look = () => {
    const edit = [...document.querySelectorAll('button')].find(button => /调整边界/.test(button.textContent))
    if (!isOpening && edit && !edit.disabled) {
      edit.click()
      isOpening = true
    }
    // What stands at the start of a frame was painted in the one before. The tools are there as well.
    if (isOpening && document.querySelector('[role=toolbar][aria-orientation=vertical]') && isDrawn()) {
      window.benchShownAt = performance.now()
      return
    }
    requestAnimationFrame(look)
  }
  window.benchOpenAt = performance.now()
  document.querySelector<HTMLAnchorElement>(`a[href*="${path}"]`)?.click()
  requestAnimationFrame(look)
}
