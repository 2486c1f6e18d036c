import { expect, test } from '@playwright/test'
import type { Order } from '../server/dispatch/dispatch.ts'
import type { Drill } from '../server/drill/drill.ts'
import type { Incident } from '../server/incident/incident.ts'
import type { LngLat } from '../server/region/place.ts'
import {
  ask,
  clickMap,
  drawnAt,
  goTo,
  itemsOf,
  lookAt,
  mapStands,
  markerOf,
  tell,
  town,
  visit,
} from './journey-page.ts'
import { liveRows } from './live-rows.ts'

const pier: LngLat = [121.9098, 30.8931]
const gate: LngLat = [121.9142, 30.8974]
const title = '演练：商铺火灾'
const name = '消防-2026-1'

test('a drill runs on its own clock, leaves the live world alone, and plays back', async ({ browser }) => {
  const page = await visit(browser, { role: 'drill-organizer', path: `${town}/drill` })
  await mapStands(page)
  const before = await liveRows(page)
  expect(before.journal.length).toBeGreaterThan(5)
  await page.getByRole('button', { name: '开设演练', exact: true }).click()
  await page.getByRole('textbox', { name: '演练名称' }).fill(name)
  await page.getByRole('dialog').getByRole('button', { name: '开设演练' }).click()
  const banner = page.getByRole('banner')
  await expect(banner.getByText(`演练 · ${name}`)).toBeVisible()
  await expect(banner).toHaveClass(/\bdrill\b/)

  // Nobody has to find out how to start it: its clock runs, and it says what to do.
  await expect(page.getByText('1 倍运行', { exact: true })).toBeVisible()
  await expect(page.getByText('时钟正在走。报告一起演练事件，演练就开始了。')).toBeVisible()
  await page.getByRole('button', { name: '报告演练事件' }).click()
  await expect(page).toHaveURL(/\/incident/)
  await page.getByRole('radio', { name: '火灾', exact: true }).click()
  await page.getByRole('textbox', { name: '标题' }).fill(title)
  await lookAt(page, pier, 15)
  await clickMap(page, pier)
  await page.getByRole('button', { name: '登记事件' }).click()
  await expect(page.getByRole('heading', { name: title })).toBeVisible()
  await page.getByRole('button', { name: /^启动.级响应/ }).click()
  await expect(page.getByRole('region', { name: /^预案 · .级响应/ })).toBeVisible()
  await page.getByRole('button', { name: '+ 需求' }).click()
  await page.getByRole('button', { name: '加入', exact: true }).click()
  const order = page.getByRole('button', { name: /^下达 [1-9]\d* 条调派令/ })
  await order.click()
  await expect(page.getByText(/^已下达 \d+ 条调派令$/)).toBeVisible()

  const [drill] = await ask<Drill[]>(page, '/api/drills?town=1')
  const [sent] = await ask<Order[]>(page, '/api/orders?town=1', drill?.worldId)
  const responderId = sent?.responderId ?? 0
  const station = await markerOf(page, responderId)
  await tell(page, '/api/positions', { responderId, lngLat: gate }, drill?.worldId)
  await expect.poll(() => markerOf(page, responderId)).toEqual(gate)

  await goTo(page, '演练')
  await page.getByRole('button', { name: '16 倍', exact: true }).click()
  await expect(page.getByText('16 倍运行', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '暂停', exact: true }).click()
  await expect(banner.getByText('已暂停')).toBeVisible()

  const live = await ask<Incident[]>(page, '/api/incidents?town=1')
  expect(live.map(incident => incident.title)).not.toContain(title)
  const rehearsed = await ask<Incident[]>(page, '/api/incidents?town=1', drill?.worldId)
  expect(rehearsed.map(incident => incident.title)).toContain(title)

  await page.getByRole('button', { name: '结束演练', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束演练' }).click()
  await expect(page.getByText('演练已结束，可以回放')).toBeVisible()
  const titles = async () => JSON.stringify(await itemsOf(page, 'incidents'))
  await expect.poll(titles).toContain(title)
  expect(await liveRows(page), 'not one live row has changed').toEqual(before)

  // What the map draws follows the slider: the incident comes, and the team is where it was then.
  await expect.poll(() => drawnAt(page, pier, 15)).toContain('incidents')
  expect(await markerOf(page, responderId)).toEqual(gate)
  const slider = page.getByRole('slider', { name: '回放的时刻' })
  await slider.press('Home')
  await expect.poll(titles).not.toContain(title)
  expect(await drawnAt(page, pier, 15)).not.toContain('incidents')
  expect(await markerOf(page, responderId)).toEqual(station)
  await slider.press('End')
  await expect.poll(titles).toContain(title)
  expect(await drawnAt(page, gate)).toContain('responders')
})
