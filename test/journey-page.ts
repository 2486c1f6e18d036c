// What every journey needs: a signed-in page, the town's facts by HTTP, and eyes on the map.
import { type Browser, type BrowserContextOptions, expect, type Page, test } from '@playwright/test'
import type { DemoRole } from '../server/account/account.ts'
import type { Incident } from '../server/incident/incident.ts'
import type { LngLat } from '../server/region/place.ts'
import { type JourneyServer, serverOf } from './journey-servers.ts'

export const town = '/999115100000'

interface Layer {
  id: string
  items: unknown
}
declare global {
  interface Window {
    journeyEyes: {
      stands(): boolean
      layers(): Layer[]
      /** The mean colour round a place. */
      colour(lngLat: LngLat): Promise<string>
      /** Ids of the layers that have something within 16 pixels of a place. */
      near(lngLat: LngLat): string[]
    }
  }
}

/** Runs in the page before everything else. Only fields that the map engines keep to themselves are read here. */
function openEyes() {
  localStorage.setItem('sisetuTest', '1')
  const deckOf = () => Reflect.get(window.__map?.overlay ?? {}, '_deck')
  const layersOf = (deck: object) => Reflect.get(deck, 'layerManager').getLayers()
  window.journeyEyes = {
    stands() {
      const map = window.__map?.map
      const deck = deckOf()
      if (!map?.loaded() || !map.areTilesLoaded() || map.isMoving() || !deck?.isInitialized) return false
      if (deck.layerManager.needsUpdate()) return false
      return layersOf(deck).every((layer: { isLoaded: boolean }) => layer.isLoaded)
    },
    layers() {
      const deck = deckOf()
      if (!deck?.isInitialized) return []
      return layersOf(deck).map((layer: { id: string; props: { data: unknown; visible: boolean } }) => ({
        id: layer.id,
        items: Array.isArray(layer.props.data) ? layer.props.data : [],
      }))
    },
    colour(lngLat) {
      const map = window.__map?.map
      if (!map) return Promise.reject(new Error('there is no map'))
      const side = 14
      return new Promise(resolve => {
        map.once('render', () => {
          const gl = map.getCanvas().getContext('webgl2')
          const { x, y } = map.project(lngLat)
          const pixels = new Uint8Array(side * side * 4)
          const bottom = map.getCanvas().height - y
          gl?.readPixels(x - side / 2, bottom - side / 2, side, side, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
          const mean = (channel: number) =>
            pixels.reduce((sum, value, at) => (at % 4 === channel ? sum + value : sum), 0) / side ** 2
          resolve([0, 1, 2].map(channel => Math.round(mean(channel))).join())
        })
        map.triggerRepaint()
      })
    },
    near(lngLat) {
      const { x, y } = window.__map?.map.project(lngLat) ?? { x: 0, y: 0 }
      const found = window.__map?.overlay.pickObjects({ x: x - 16, y: y - 16, width: 32, height: 32 }) ?? []
      return found.map(({ layer }) => layer?.id ?? '')
    },
  }
}

interface Visit extends BrowserContextOptions {
  role?: DemoRole
  responderId?: number
  path?: string
  /** False leaves out the map, by far the slowest part without a graphics card: such a page says so and works on. */
  hasMap?: boolean
}

/** Runs in the page before everything else: a browser without WebGL 2. */
function closeEyes() {
  const getContext = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = new Proxy(getContext, {
    apply: (target, canvas, [kind, ...more]) =>
      String(kind).startsWith('webgl') ? null : Reflect.apply(target, canvas, [kind, ...more]),
  })
}

/** The server that the running journey has. */
export const journeyServer = (): JourneyServer => serverOf(test.info().project.name)

/** A browser of its own: nothing is shared with other visits but the server. */
export async function visit(
  browser: Browser,
  { role, responderId, path = '/', hasMap = true, ...options }: Visit,
) {
  const context = await browser.newContext({ baseURL: journeyServer().url, ...options })
  await context.addInitScript(hasMap ? openEyes : closeEyes)
  if (role) {
    const answer = await context.request.post('/api/session/demo', {
      data: { role, ...(responderId === undefined ? {} : { responderId }) },
    })
    expect(answer.status()).toBe(201)
  }
  const page = await context.newPage()
  await page.goto(path)
  return page
}

export const mapStands = (page: Page) =>
  page.waitForFunction(() => window.journeyEyes.stands(), undefined, { polling: 100 })

/** Looks at a place at once, and waits until all there is to see is drawn. */
export async function lookAt(page: Page, lngLat: LngLat, zoom: number) {
  await mapStands(page)
  await page.evaluate(
    look => {
      // Answers nothing: the map that this answers would come over here whole, all its tiles within.
      window.__map?.map.jumpTo({ center: look.lngLat, zoom: look.zoom })
    },
    { lngLat, zoom },
  )
  await mapStands(page)
}

/** Where a place of the map is on the screen. */
export async function onScreen(page: Page, lngLat: LngLat): Promise<{ x: number; y: number }> {
  const place = await page.evaluate(at => {
    const map = window.__map?.map
    const box = map?.getCanvas().getBoundingClientRect()
    const { x, y } = map?.project(at) ?? { x: 0, y: 0 }
    return { x: (box?.left ?? 0) + x, y: (box?.top ?? 0) + y }
  }, lngLat)
  return place
}

export async function clickMap(page: Page, lngLat: LngLat) {
  const { x, y } = await onScreen(page, lngLat)
  await page.mouse.click(x, y)
}

/** The items a layer draws now; those of its parts (`responders/disc`, `responders/ring`) together. */
export const itemsOf = (page: Page, id: string): Promise<unknown[]> =>
  page.evaluate(
    wanted =>
      window.journeyEyes
        .layers()
        .filter(layer => layer.id === wanted || layer.id.startsWith(`${wanted}/`))
        .flatMap(layer => (Array.isArray(layer.items) ? layer.items : [])),
    id,
  )

/** Where a team stands on the map now. */
export async function markerOf(page: Page, responderId: number): Promise<LngLat | undefined> {
  const items = await itemsOf(page, 'responders')
  return items.find(
    (item): item is { lngLat: LngLat } =>
      typeof item === 'object' &&
      item !== null &&
      Reflect.get(item, 'noun') === 'responder' &&
      Reflect.get(item, 'nounId') === responderId,
  )?.lngLat
}

/** Looks at a place and says which layers can be touched there: what the graphics card drew, not what it was given. */
export async function drawnAt(page: Page, lngLat: LngLat, zoom = 16): Promise<string[]> {
  await lookAt(page, lngLat, zoom)
  const ids = await page.evaluate(at => window.journeyEyes.near(at), lngLat)
  return [...new Set(ids.map(id => id.split('/')[0] ?? id))]
}

export const nobody = { dead: 0, missing: 0, severe: 0, injured: 0, trapped: 0 }

/** Reports a fire as the person on the page. */
export const reportFire = (page: Page, title: string, lngLat: LngLat) =>
  tell<Incident>(page, '/api/incidents', {
    townId: 1,
    type: 'fire',
    title,
    description: '',
    lngLat,
    address: '',
    channel: 'hotline',
    casualties: nobody,
    affected: 0,
    lossTenThousandYuan: 0,
    burntHectares: 0,
  })

/** Asks the server as the person on the page; answers what it said, whatever its shape. */
export async function ask<T>(page: Page, path: string, worldId = 0): Promise<T> {
  const answer = await page.context().request.get(path, { headers: { 'sisetu-world': String(worldId) } })
  expect(answer.status(), path).toBe(200)
  return answer.json()
}

export async function tell<T>(page: Page, path: string, data: unknown, worldId = 0): Promise<T> {
  const headers = { 'sisetu-world': String(worldId) }
  const answer = await page.context().request.post(path, { data, headers })
  expect(answer.ok(), `${path}: ${answer.ok() ? '' : await answer.text()}`).toBe(true)
  return answer.json()
}

/** Goes to another workspace by the rail, as people do. */
export const goTo = (page: Page, name: string | RegExp) =>
  page.getByRole('navigation').getByRole('link', { name }).click()
