import { expect, test } from '@playwright/test'
import type { LngLat } from '../server/region/place.ts'
import { mapStands, markerOf, reportFire, tell, town, visit } from './journey-page.ts'

const depot: LngLat = [121.9391, 30.8702]
const teamId = 11

test('a team takes its order on a phone and the commander watches it drive', async ({ browser }) => {
  const desk = await visit(browser, { role: 'commander', path: town })
  const incident = await reportFire(desk, '公交车库冒烟', depot)
  await desk.goto(`${town}/dispatch/${incident.id}`)
  await mapStands(desk)

  const phone = await visit(browser, {
    role: 'responder',
    responderId: teamId,
    path: '/field',
    viewport: { width: 390, height: 844 },
  })
  await expect(phone.getByRole('heading', { name: '待命' })).toBeVisible()
  await tell(desk, `/api/incidents/${incident.id}/orders`, { responderIds: [teamId] })
  await expect(phone.getByRole('heading', { name: '公交车库冒烟' })).toBeVisible()

  const order = desk.getByRole('region', { name: '已下达' }).getByRole('group', { name: '交警镜湖中队' })
  await phone.getByRole('button', { name: '收到，接令' }).click()
  await expect(order.getByRole('list', { name: '已接令' })).toBeVisible()
  await phone.getByRole('button', { name: '我已出发' }).click()
  await expect(order.getByRole('list', { name: '已出发' })).toBeVisible()

  const placeOf = async () => JSON.stringify(await markerOf(desk, teamId))
  const station = await placeOf()
  await phone.getByRole('button', { name: '模拟行驶（演示）' }).click()
  await expect.poll(placeOf).not.toBe(station)
  const onTheWay = await placeOf()
  await expect.poll(placeOf).not.toBe(onTheWay)

  await phone.getByRole('button', { name: '我已到场' }).click()
  await expect(phone.getByText('已到场，等待指挥席指令')).toBeVisible()
  await expect(order.getByRole('list', { name: '已到场' })).toBeVisible()
  await expect(order).toContainText(/\d\d:\d\d 到场/)
  const width = await phone.evaluate(() => document.documentElement.scrollWidth)
  expect(width, 'nothing is wider than the phone').toBeLessThanOrEqual(390)
})
