import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { startPostgres } from '../../server/database/own-postgres.ts'
import type { LngLat, Polygon } from '../../server/region/place.ts'
import { lngLatOf, type Spot, spotOf } from '../../server/region/rules/lattice.ts'
import config from '../playwright.config.ts'
import { signedIn, startServer } from '../server-process.ts'
import { board, origin, stepUnits } from './random-edits.ts'

const [columns, rows] = [50, 40]
const middle = (rows / 2) * columns + columns / 2

/** A town of 2,000 grids on a running server. */
export interface ScreenTown {
  url: string
  cookie: string
  code: string
  polygons: Polygon[]
  /** The grid in the middle, and the corner it shares with three others. */
  middle: number
  corner: LngLat
  browser: Browser
  close(): Promise<void>
}

/** Starts a database, a server and a browser with such a town; what was started ends again when the rest fails. */
export async function openScreenTown(): Promise<ScreenTown> {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-bench-screen-'))
  const ends = [() => rm(directory, { recursive: true, force: true })]
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) await end()
  }
  try {
    return { ...(await opened(directory, ends)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function opened(directory: string, ends: (() => Promise<void>)[]): Promise<Omit<ScreenTown, 'close'>> {
  const database = await startPostgres({ directory })
  ends.push(() => database.stop())
  const sql = postgres(database.url, {
    max: 1,
    onnotice: () => undefined,
    connection: { search_path: 'sisetu, public' },
  })
  ends.push(() => sql.end())
  await sql`create extension if not exists postgis`
  const server = await startServer(join(directory, 'data'), { DATABASE_URL: database.url })
  ends.push(() => server.stop())
  const browser = await chromium.launch(config.use?.launchOptions ?? {})
  ends.push(() => browser.close())
  const polygons = await foundGrids(sql)
  const manager = await signedIn(server.url, 'grid-manager')
  const { town } = await manager.get<{ town: { code: string } }>('/api/session')
  return {
    ...{ url: server.url, cookie: manager.cookie, code: town.code, polygons, middle, browser },
    corner: polygons[middle]?.coordinates[0]?.[0] ?? [0, 0],
  }
}

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

/** A signed-in page of the size that is measured. */
export async function emptyPage({ browser, url, cookie }: ScreenTown): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, bypassCSP: true })
  const [name = '', value = ''] = cookie.split('=', 2)
  await context.addCookies([{ name, value, url }])
  // The TypeScript loader names inner functions by a helper that pages do not have.
  await context.addInitScript({ content: 'globalThis.__name = value => value' })
  await context.addInitScript(() => localStorage.setItem('sisetuTest', '1'))
  return context.newPage()
}

/** A page of the town at its plans, with nothing of the grids loaded. */
export async function pageOf(town: ScreenTown): Promise<Page> {
  const page = await emptyPage(town)
  await page.goto(`${town.url}/${town.code}/plan`)
  await page.waitForFunction(() => window.__map?.map.loaded() === true, undefined, { timeout: 60_000 })
  await page.waitForTimeout(2000)
  return page
}

/** All grids on the screen. */
export async function lookAtAll(page: Page, { polygons }: ScreenTown): Promise<void> {
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
