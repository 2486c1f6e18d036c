import { expect, test } from '@playwright/test'
import type { LngLat } from '../server/region/place.ts'
import type { RiskCell } from '../server/risk/risk.ts'
import { ask, clickMap, lookAt, mapStands, town, visit } from './journey-page.ts'

// The chemical park, where cells of several levels lie side by side.
const park: LngLat = [121.9418, 30.904]
const around = [-0.004, -0.002, 0.002, 0.004].flatMap(lng =>
  [-0.003, -0.0015, 0.0015, 0.003].map((lat): LngLat => [park[0] + lng, park[1] + lat]),
)
const names = ['未评估', '重大', '较大', '一般', '低'] as const
const why = ['没有颜色', '是红色', '是橙色', '是黄色', '是蓝色'] as const

test('the map opens on the four colours and every cell says why', async ({ browser }) => {
  const page = await visit(browser, { role: 'administrator', path: `${town}/risk` })
  await mapStands(page)
  const legend = page.getByRole('region', { name: '风险等级' })
  for (const name of names) await expect(legend.getByRole('button', { name })).toBeVisible()

  await lookAt(page, park, 15)
  const bare = await page.evaluate(
    places => places.find(each => window.journeyEyes.near(each).every(id => id.startsWith('risk-cells'))),
    around,
  )
  const place = bare ?? park
  const cell = await ask<RiskCell>(page, `/api/risk/at?town=1&lng=${place[0]}&lat=${place[1]}&scale=residual`)
  expect(cell.level).toBeGreaterThan(0)
  const coloured = await page.evaluate(at => window.journeyEyes.colour(at), place)
  await legend.getByRole('button', { name: names[cell.level] }).click()
  await expect.poll(() => page.evaluate(at => window.journeyEyes.colour(at), place)).not.toBe(coloured)
  await legend.getByRole('button', { name: names[cell.level] }).click()

  await clickMap(page, place)
  await expect(page.getByText(cell.code)).toBeVisible()
  await expect(page.getByRole('heading', { name: `为什么${why[cell.level]}` })).toBeVisible()
  for (const { name } of cell.contributions.slice(0, 3))
    await expect(page.getByText(name).first()).toBeVisible()

  await lookAt(page, [121.905, 30.89], 16)
  const streets = await page.evaluate(() =>
    (window.__map?.map.queryRenderedFeatures() ?? [])
      .filter(feature => feature.layer.type === 'symbol')
      .map(feature => String(feature.properties.name ?? '')),
  )
  expect(streets.filter(name => /[路街道巷]$/.test(name)).length, streets.join(' ')).toBeGreaterThan(2)

  await expect(page).toHaveURL(/#ll=121\.905\d*,30\.8900\d*&z=16\.00/)
  await page.reload()
  await mapStands(page)
  const look = await page.evaluate(() => window.__map?.map.getCenter().toArray() ?? [])
  expect(look[0]).toBeCloseTo(121.905, 4)
  expect(await page.evaluate(() => window.__map?.map.getZoom())).toBeCloseTo(16, 1)

  await page.keyboard.press('/')
  await page.getByRole('combobox', { name: '搜索' }).fill('镜湖')
  await expect(page.getByRole('option').getByText('镜湖', { exact: true })).toHaveCount(1)
  // A sports centre may be a target to protect and a risk source too: each group says what its rows are.
  for (const group of await page.getByRole('listbox').getByRole('group').all()) {
    const found = await group.getByRole('option').allTextContents()
    const [twice] = found.map(text => text.trim()).filter((text, place, all) => all.indexOf(text) !== place)
    expect(twice, 'found twice').toBeUndefined()
  }
  await page.getByRole('option', { name: '镜湖', exact: true }).click()
  await expect(page).toHaveURL(/#ll=121\.915\d*,30\.89/)
})
