import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { walk } from '../plans/walk.ts'
import type { Recommendation } from '../server/dispatch/dispatch.ts'
import type { Incident } from '../server/incident/incident.ts'
import type { Run } from '../server/plan/plan.ts'
import config from './playwright.config.ts'
import { root, signedIn, startServer } from './server-process.ts'

/** Takes the README's five pictures from a fresh demo town in a running app. */
async function takePictures(): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'sisetu-pictures-'))
  const server = await startServer(data)
  const browser = await chromium.launch(config.use?.launchOptions ?? {})
  try {
    await mkdir(join(root, 'pictures'), { recursive: true })
    const commander = await signedIn(server.url, 'commander')
    const { town } = await commander.get<{ town: { id: number; code: string } }>('/api/session')
    const [incident] = await commander.get<Incident[]>(`/api/incidents?town=${town.id}`)
    if (!incident) throw new Error('the demo town has no incident')
    const at = (path: string) => `${server.url}/${town.code}/${path}`
    const run = await commander.get<Run>(`/api/runs/${incident.runId}`)
    const resource = walk(run.document.root).find(({ node }) => node.kind === 'resource')?.node.id ?? ''
    await picture(browser, {
      name: 'desk',
      url: at(`dispatch/${incident.id}`),
      role: 'commander',
      theme: 'dark',
    })
    await picture(browser, {
      name: 'risk',
      url: at('risk'),
      role: 'grid-manager',
      theme: 'light',
      act: clickRedCell,
    })
    await picture(browser, {
      name: 'plan',
      url: at(`plan?run=${incident.runId}&node=${resource}`),
      role: 'planner',
      theme: 'dark',
    })
    await picture(browser, { name: 'drill', url: at('drill'), role: 'drill-organizer', theme: 'dark' })
    const needs = [{ kind: 'team', skill: 'fire', count: 1 }]
    const asked = await commander.post<Recommendation>(`/api/incidents/${incident.id}/recommendation`, {
      needs,
    })
    const responderId = asked.needs[0]?.chosen[0] ?? 0
    await commander.post(`/api/incidents/${incident.id}/orders`, {
      responderIds: [responderId],
      instruction: '从南门进入，上风向集结；穿重型防化服',
    })
    await picture(browser, {
      name: 'field',
      url: `${server.url}/field`,
      role: 'responder',
      theme: 'dark',
      more: { responderId },
    })
  } finally {
    await browser.close()
    await server.stop()
    await rm(data, { recursive: true, force: true })
  }
}

interface Shot {
  name: string
  url: string
  role: string
  theme: 'dark' | 'light'
  more?: Record<string, unknown>
  act?: (page: Page) => Promise<void>
}

async function picture(browser: Browser, { name, url, role, theme, more, act }: Shot): Promise<void> {
  const isPhone = role === 'responder'
  const context = await browser.newContext({
    viewport: isPhone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  await context.addInitScript(chosen => {
    localStorage.setItem('sisetuTest', '1')
    localStorage.setItem('sisetu.theme', chosen)
  }, theme)
  await context.request.post(new URL('/api/session/demo', url).href, { data: { role, ...more } })
  const page = await context.newPage()
  await page.goto(url)
  await mapIsStill(page)
  await act?.(page)
  await page.waitForTimeout(1500)
  await page.screenshot({
    path: join(root, 'pictures', `${name}.jpg`),
    type: 'jpeg',
    quality: 82,
    timeout: 120_000,
  })
  process.stderr.write(`  pictures/${name}.jpg\n`)
  await context.close()
}

/** Waits until the map has its tiles and nothing of ours is still on the way. */
async function mapIsStill(page: Page): Promise<void> {
  await page.waitForSelector('canvas', { timeout: 90_000 })
  await page.waitForLoadState('networkidle', { timeout: 20_000 }).catch(() => undefined)
  await page.waitForTimeout(8000)
}

/** The chemical park lies in the north-east of the demo town. */
async function clickRedCell(page: Page): Promise<void> {
  const box = await page.locator('canvas').first().boundingBox()
  if (box) await page.mouse.click(box.x + box.width * 0.745, box.y + box.height * 0.335)
  await page.waitForTimeout(4000)
}

await takePictures()
