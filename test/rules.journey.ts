import { expect, test } from '@playwright/test'
import type { Hazard } from '../server/hazard/hazard.ts'
import type { ControlEdition } from '../server/inspection/inspection.ts'
import type { RiskCell, RiskMethod } from '../server/risk/risk.ts'
import type { RiskSettings } from '../server/risk/rules/settings-words.ts'
import { ask, town, visit } from './journey-page.ts'

test('a method gets a new version, colouring rules are tried and undone, a warning raises a cell', async ({
  browser,
}) => {
  const page = await visit(browser, {
    role: 'administrator',
    path: `${town}/risk?section=rules&view=methods`,
    hasMap: false,
  })
  await page.getByRole('button', { name: /MES 评价法（通用表）/ }).click()
  await page.getByRole('button', { name: '起草新版' }).click()
  const red = page.getByRole('textbox', { name: '重大风险起点' })
  await red.fill('60')
  await expect(page.getByText('分界应按等级依次升高或降低')).toBeVisible()
  await red.fill('200')
  await expect(page.getByText('等级不变')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('heading', { name: 'MES 评价法（通用表）', exact: true })).toBeVisible()
  const methods = await ask<RiskMethod[]>(page, '/api/risk/methods')
  const versions = methods.filter(({ method, edition }) => method === 'MES' && edition === 'common')
  expect(versions.map(({ revision, inForce, bands }) => [revision, inForce, bands[0]?.from])).toEqual([
    [2, true, '200'],
    [1, false, '180'],
  ])

  await page.getByRole('button', { name: '返回' }).click()
  await page.getByRole('radio', { name: '上色规则' }).click()
  await page.getByRole('button', { name: '加一段距离' }).click()
  await expect(page.getByText(/\d 格降级/)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: '撤销' }).click()
  const decays = async () =>
    (await ask<RiskSettings[]>(page, '/api/risk/settings/history?town=1')).map(({ decay }) => decay.length)
  await expect.poll(decays).toEqual([0, 2])

  await page.getByRole('radio', { name: '管控规则' }).click()
  await page.getByRole('textbox', { name: '检查频次' }).first().fill('3')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/管控规则第 \d 版已生效/)).toBeVisible()
  await page.getByRole('button', { name: '撤销' }).last().click()
  const days = async () =>
    (await ask<ControlEdition[]>(page, '/api/control-rules/editions?town=1')).map(
      ({ rules }) => rules[0]?.inspectDays,
    )
  await expect.poll(async () => (await days()).length).toBe(3)
  const [inForce, tried, shipped] = await days()
  expect([inForce === shipped, tried]).toEqual([true, 3])

  const hazards = await ask<Hazard[]>(page, '/api/hazards?town=1&limit=200')
  const slope = hazards.find(({ kind }) => kind === 'slope')
  const [lng, lat] = slope?.lngLat ?? [0, 0]
  const severity = async () =>
    (await ask<RiskCell>(page, `/api/risk/at?town=1&scale=live&lng=${lng}&lat=${lat}`)).severity
  const before = await severity()
  await page.getByRole('tab', { name: '实时' }).click()
  const live = page.getByRole('radiogroup', { name: '实时' })
  await live.getByRole('radio', { name: '预警' }).click()
  await page.getByRole('button', { name: '发布预警' }).click()
  await page.getByRole('radio', { name: '红', exact: true }).click()
  await page.getByLabel('种类').click()
  await page.getByRole('option', { name: '地质灾害' }).click()
  await expect(page.getByText('范围内 1 个风险源会被上调')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('地质灾害红色预警').first()).toBeVisible()
  await expect.poll(severity).toBeGreaterThan(before)
  await live.getByRole('radio', { name: '上调' }).click()
  await expect(page.getByText(slope?.name ?? '—')).toBeVisible()
})
