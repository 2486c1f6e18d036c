import { type Browser, chromium, type Page } from '@playwright/test'
import type { Order, Recommendation } from '../../server/dispatch/dispatch.ts'
import type { Incident } from '../../server/incident/incident.ts'
import config from '../playwright.config.ts'
import { percentile, signedIn } from '../server-process.ts'

declare global {
  interface Window {
    /** Milliseconds of the page's clock; set by {@link watchColour}. */
    benchShellAt?: number
    benchColourAt?: number
    /** Wall clock of the frame in which the awaited order stood on screen; set by {@link watchOrder}. */
    benchSeenAt?: number
  }
}

export interface ScreenFigures {
  firstColourSeconds: number
  orderToScreenP50Ms: number
  orderToScreenP95Ms: number
}

/** Real pages in Chromium against a running server: first colours, and an order on a second commander's desk. */
export async function measureScreens(url: string, rounds: number): Promise<ScreenFigures> {
  const browser = await chromium.launch(config.use?.launchOptions ?? {})
  try {
    const colours: number[] = []
    for (let i = 0; i < (rounds > 10 ? 5 : 2); i++) colours.push(await firstColour(browser, url))
    const times = await orderTimes(browser, { url, rounds })
    return {
      firstColourSeconds: percentile(colours, 0.5),
      orderToScreenP50Ms: percentile(times, 0.5),
      orderToScreenP95Ms: percentile(times, 0.95),
    }
  } finally {
    await browser.close()
  }
}

async function signedInPage(
  browser: Browser,
  { url, cookie }: { url: string; cookie: string },
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const [name = '', value = ''] = cookie.split('=', 2)
  await context.addCookies([{ name, value, url }])
  // The TypeScript loader names inner functions by a helper that pages do not have.
  await context.addInitScript({ content: 'globalThis.__name = value => value' })
  await context.addInitScript(() => localStorage.setItem('sisetuTest', '1'))
  return context.newPage()
}

/** Seconds from the mounted app to the first frame with the risk cells, in a browser without a cache. */
async function firstColour(browser: Browser, url: string): Promise<number> {
  const manager = await signedIn(url, 'grid-manager')
  const { town } = await manager.get<{ town: { code: string } }>('/api/session')
  const page = await signedInPage(browser, { url, cookie: manager.cookie })
  await page.addInitScript(watchColour)
  await page.goto(`${url}/${town.code}/risk`)
  await page.waitForFunction(() => window.benchColourAt !== undefined, undefined, { timeout: 60_000 })
  const milliseconds = await page.evaluate(() => (window.benchColourAt ?? 0) - (window.benchShellAt ?? 0))
  await page.context().close()
  return milliseconds / 1000
}

/** Runs in the page: notes when the app is mounted and when a frame with loaded cells has been drawn. */
function watchColour() {
  const look = () => {
    if (window.benchShellAt === undefined && document.querySelector('#app > *')) {
      window.benchShellAt = performance.now()
    }
    const stage = window.__map
    const deck = Reflect.get(stage?.overlay ?? {}, '_deck')
    const layers: { id: string; isLoaded: boolean; props: { visible: boolean } }[] = deck?.isInitialized
      ? Reflect.get(deck, 'layerManager').getLayers()
      : []
    const cells = layers.filter(layer => layer.id.startsWith('risk-cells/') && layer.props.visible)
    if (stage && cells.length > 0 && cells.every(layer => layer.isLoaded)) {
      stage.map.once('render', () => {
        window.benchColourAt = performance.now()
      })
      stage.map.triggerRepaint()
      return
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

/** Runs in the page: notes the first frame in which the order of a team stands on the desk. */
function watchOrder(name: string) {
  delete window.benchSeenAt
  const isThere = () => document.querySelector(`[role="group"][aria-label="${CSS.escape(name)}"]`) !== null
  const observer = new MutationObserver(() => {
    if (!isThere()) return
    observer.disconnect()
    requestAnimationFrame(() => {
      window.benchSeenAt = Date.now()
    })
  })
  observer.observe(document.body, { subtree: true, childList: true, attributes: true })
}

/** Milliseconds from the first commander's request until the second one's desk shows the order. */
async function orderTimes(browser: Browser, { url, rounds }: { url: string; rounds: number }) {
  const commander = await signedIn(url, 'commander')
  const { town } = await commander.get<{ town: { id: number; code: string } }>('/api/session')
  const incidents = await commander.get<Incident[]>(`/api/incidents?town=${town.id}`)
  const incident = incidents.find(each => each.state !== 'closed')
  if (!incident) throw new Error('the demo town has no running incident')
  const other = await signedIn(url, 'commander')
  const page = await signedInPage(browser, { url, cookie: other.cookie })
  await page.goto(`${url}/${town.code}/dispatch/${incident.id}`)
  await page.waitForFunction(() => window.__map?.map.loaded() === true, undefined, { timeout: 60_000 })
  // A desk that has stood open for a moment: its map and its symbols are drawn.
  await page.waitForTimeout(3000)
  const asked = await commander.post<Recommendation>(`/api/incidents/${incident.id}/recommendation`, {
    needs: [{ kind: 'team', skill: 'fire', count: 1 }],
    routes: false,
  })
  const team = asked.needs[0]?.candidates.find(each => each.chosen)
  if (!team) throw new Error('no fire team is free')
  const times: number[] = []
  for (let i = 0; i < rounds + 1; i++) {
    await page.evaluate(watchOrder, team.name)
    const started = Date.now()
    const [order] = await commander.post<Order[]>(`/api/incidents/${incident.id}/orders`, {
      responderIds: [team.responderId],
    })
    await page.waitForFunction(() => window.benchSeenAt !== undefined, undefined, { timeout: 20_000 })
    // The first round warms the engines.
    if (i > 0) times.push((await page.evaluate(() => window.benchSeenAt ?? Number.NaN)) - started)
    if (order) await release(commander, page, order)
    // Until what the release made the desk draw is drawn too: one order is measured, not two.
    await page.waitForTimeout(2000)
  }
  return times
}

async function release(commander: Awaited<ReturnType<typeof signedIn>>, page: Page, order: Order) {
  await commander.post(`/api/orders/${order.id}/release`, { version: order.version, reason: '' })
  await page
    .locator(`[role="group"][aria-label="${order.responderName}"]`)
    .waitFor({ state: 'detached', timeout: 20_000 })
}
