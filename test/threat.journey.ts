import { expect, type Page, test } from '@playwright/test'
import type { Hazard } from '../server/hazard/hazard.ts'
import type { Threat } from '../server/threat/threat.ts'
import { ask, town, visit } from './journey-page.ts'

async function choose(page: Page, list: string, name: string | RegExp) {
  await page.getByLabel(list, { exact: true }).click()
  await page.getByRole('option', { name }).click()
}

async function enter(page: Page, name: string, text: string) {
  const field = page.getByRole('textbox', { name, exact: true })
  await field.fill(text)
  await field.blur()
}

const rings = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: '影响范围' }) }).getByRole('button')

test('every model draws its zones, one becomes a danger zone, and both are withdrawn', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'commander', path: town, hasMap: false })
  const hazards = await ask<Hazard[]>(page, '/api/hazards?town=1&limit=1000')
  const tanks = hazards.find(({ name }) => name === '3 号罐区液氨罐组')
  await page.goto(`${town}/risk?section=threats&hazard=${tanks?.id}`)
  await expect(page.getByText('初始隔离').first()).toBeVisible()

  // Worked examples of the standards, as a person would enter them.
  await choose(page, '物质', /^汽油/)
  await choose(page, '模型', /^液池火热辐射/)
  await enter(page, '液池直径', '10')
  await enter(page, '热辐射阈值 kW/m²', '12.5, 4, 1.6')
  for (const meters of ['21 m', '36 m', '57 m']) await expect(rings(page).getByText(meters)).toBeVisible()

  await choose(page, '物质', /^液化石油气/)
  await choose(page, '模型', /^爆炸超压/)
  await enter(page, '参与质量', '1000')
  await choose(page, '方法', /^EPA/)
  await expect(rings(page).getByText('169 m')).toBeVisible()

  await choose(page, '模型', /^火球热辐射/)
  await enter(page, '热辐射阈值 kW/m²', '37.5, 12.5, 4')
  await expect(rings(page)).toHaveCount(3)

  await choose(page, '物质', /^一氧化碳/)
  await choose(page, '模型', /^高斯烟羽/)
  await expect(rings(page).first()).toBeVisible()
  // Heavier than air: the neutral plume is refused, and what to use instead is one click away.
  await choose(page, '物质', /^氯 /)
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: /^改用初始隔离与防护/ }).click()
  await expect(rings(page).first()).toBeVisible()

  await choose(page, '物质', /^氨/)
  const wind = page.getByRole('slider', { name: '风向（来向）' })
  const from = Number(await wind.getAttribute('aria-valuenow'))
  await wind.press('PageUp')
  await expect(wind).toHaveAttribute('aria-valuenow', String((from + 45) % 360))
  await page.getByRole('button', { name: '划为危险区' }).click()
  await expect(page.getByText(/划定危险区，调度路线将避开/)).toBeVisible()
  const kept = await ask<Threat[]>(page, '/api/threats?town=1')
  expect(kept[0]).toMatchObject({ hazardId: tanks?.id, weather: { windFromDegrees: (from + 45) % 360 } })
  const zones = async () => (await ask<{ id: number }[]>(page, '/api/zones?town=1')).map(({ id }) => id)
  expect(kept[0]?.zoneIds).toHaveLength(1)
  expect(await zones()).toEqual(expect.arrayContaining(kept[0]?.zoneIds ?? []))

  await page.getByRole('button', { name: '撤销并解除危险区' }).click()
  await expect(page.getByText(/^已撤销/)).toBeVisible()
  await expect.poll(zones).not.toEqual(expect.arrayContaining(kept[0]?.zoneIds ?? []))
})
