import { expect, test } from '@playwright/test'
import type { RiskMethod } from '../server/risk/risk.ts'
import type { RiskSettings } from '../server/risk/rules/settings-words.ts'
import { ask, town, visit } from './journey-page.ts'

test('a method gets a new version after its faults are mended, and colouring rules are tried, saved and undone', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'administrator', path: `${town}/risk`, hasMap: false })
  await page.keyboard.press('g')
  await page.keyboard.press('m')
  await page.getByRole('button', { name: /MES 评价法（通用表）/ }).click()
  await expect(page.getByText('未核验').first()).toBeVisible()
  await page.keyboard.press('e')
  const red = page.getByRole('textbox', { name: '重大风险起点' })
  await red.fill('60')
  await expect(page.getByText('分界应按等级依次升高或降低')).toBeVisible()
  await red.fill('200')
  await expect(page.getByText('若按新版重评')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('已发布「MES 评价法（通用表）」第 2 版')).toBeVisible()
  const versions = (await ask<RiskMethod[]>(page, '/api/risk/methods')).filter(
    ({ method, edition }) => method === 'MES' && edition === 'common',
  )
  expect(versions.map(({ revision, inForce, bands }) => [revision, inForce, bands[0]?.from])).toEqual([
    [2, true, '200'],
    [1, false, '180'],
  ])

  await page.keyboard.press('g')
  await page.keyboard.press('c')
  await page.getByRole('button', { name: '加一段距离' }).click()
  await expect(page.getByText(/\d 格降级/)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('上色规则第 1 版已生效', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: '撤销' }).click()
  await expect(page.getByText('上色规则第 2 版已生效', { exact: false })).toBeVisible()
  const [now, before] = await ask<RiskSettings[]>(page, '/api/risk/settings/history?town=1')
  expect([now?.decay, before?.decay.length]).toEqual([[], 2])
})
