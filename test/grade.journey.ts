import { expect, test } from '@playwright/test'
import type { Incident } from '../server/incident/incident.ts'
import { nobody, tell, town, visit } from './journey-page.ts'

test('a gathering has no grade until a commander gives it one, with a reason', async ({ browser }) => {
  const page = await visit(browser, { role: 'commander', path: town, hasMap: false })
  const incident = await tell<Incident>(page, '/api/incidents', {
    townId: 1,
    type: 'crowd',
    title: '广场人群聚集',
    lngLat: [121.9216, 30.8846],
    casualties: { ...nobody, injured: 12 },
  })
  await page.goto(`${town}/incident/${incident.id}`)
  const head = page.getByRole('heading', { name: '广场人群聚集' })
  await expect(head).toBeVisible()
  const badge = page.getByTitle(/^事件等级/)
  await expect(badge.first()).toHaveText('未定级')
  await expect(page.getByText('《突发事件应对法》第三条：社会安全事件不按分级标准定级')).toBeVisible()
  await page.getByRole('region', { name: '未定级' }).getByRole('button', { name: '人工定级' }).click()
  const form = page.getByRole('region', { name: '人工定级' })
  await form.getByRole('radio', { name: '较大' }).click()
  await expect(form.getByRole('button', { name: '确定等级' })).toBeDisabled()
  await form.getByRole('textbox', { name: '定级理由' }).fill('指挥部会商意见')
  if (process.env.SHOTS) await page.screenshot({ path: '/tmp/grade-form.png' })
  await form.getByRole('button', { name: '确定等级' }).click()
  await expect(page.getByText(`事件 ${incident.number} 已定级较大`)).toBeVisible()
  await expect(badge.first()).toHaveText('较大')
  await expect(page.getByText('周岚 人工定级：指挥部会商意见')).toBeVisible()
  await expect(page.getByText(/由未定级定为较大：指挥部会商意见/)).toBeVisible()
})
