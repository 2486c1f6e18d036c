import { expect, test } from '@playwright/test'
import type { LngLat } from '../server/region/place.ts'
import { clickMap, itemsOf, lookAt, mapStands, town, visit } from './journey-page.ts'

const yard: LngLat = [121.9098, 30.8931]

test('a commander reports a fire, starts its plan at Ⅲ, and others see it done', async ({ browser }) => {
  const page = await visit(browser, { role: 'commander', path: `${town}/incident` })
  await mapStands(page)
  await page.getByRole('button', { name: '报告事件' }).click()
  await page.getByRole('radio', { name: '火灾', exact: true }).click()
  await lookAt(page, yard, 16)
  await clickMap(page, yard)
  await expect(page.getByText(/网格 \d+/)).toBeVisible()
  await page.getByRole('textbox', { name: '标题' }).fill('镜湖路商铺火灾')
  await page.getByRole('textbox', { name: '死亡' }).fill('3')
  await page.getByRole('textbox', { name: '死亡' }).blur()
  await expect(page.getByRole('region', { name: '按现有情况定级' })).toContainText('较大')
  await page.getByRole('button', { name: '登记事件' }).click()

  await expect(page.getByRole('heading', { name: '镜湖路商铺火灾' })).toBeVisible()
  await expect(page.getByText(/死亡 3 人/).first()).toBeVisible()
  const proposed = page.getByRole('region', { name: '匹配预案' })
  await expect(proposed.getByRole('heading', { name: '火灾事故应急预案' })).toBeVisible()
  await proposed.getByRole('radio', { name: 'Ⅲ级' }).click()
  await proposed.getByRole('button', { name: '启动Ⅲ级响应' }).click()
  const running = page.getByRole('region', { name: '预案 · Ⅲ级响应' })
  await expect(running).toBeVisible()
  await expect.poll(async () => JSON.stringify(await itemsOf(page, 'incidents'))).toContain('镜湖路商铺火灾')

  // The first thing to do, and its place in the mind map of somebody else.
  const box = running.getByRole('checkbox', { checked: false }).and(page.locator(':enabled')).first()
  const title = (await box.getAttribute('aria-label')) ?? ''
  const href = await running.getByRole('link', { name: /在脑图中查看/ }).getAttribute('href')
  const other = await visit(browser, { role: 'planner', path: href ?? '', hasMap: false })
  const node = other.locator('me-tpc', { hasText: title }).first()
  await expect(node).toBeVisible()
  await expect(node).not.toHaveAttribute('data-tone', 'done')
  await box.click()
  await expect(node).toHaveAttribute('data-tone', 'done')
  await expect(node).toContainText('周岚')
  await expect(running.getByRole('checkbox', { name: title })).toBeChecked()
})
