import { expect, test } from '@playwright/test'
import type { Assessment, Hazard } from '../server/hazard/hazard.ts'
import { ask, town, visit } from './journey-page.ts'

test('a source is assessed by keys alone, on both scales, and its history says what cannot be compared', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'planner', path: `${town}/risk`, hasMap: false })
  const hazards = await ask<Hazard[]>(page, '/api/hazards?town=1&limit=200')
  const hazard = hazards.find(({ name }) => name === '听涛安置房工地')
  expect(hazard).toMatchObject({ inherentLevel: 0, residualLevel: 0 })
  await page.goto(`${town}/risk?hazard=${hazard?.id}`)
  await expect(page.getByRole('heading', { name: '听涛安置房工地' })).toBeVisible()

  await page.keyboard.press('a')
  const cell = (name: string) => page.getByRole('textbox', { name, exact: true })
  await expect(cell('L 可能性，固有风险')).toBeFocused()
  await page.keyboard.type('4')
  await expect(page.getByText('L 不能取“4”，可取 10, 6, 3, 1, 0.5, 0.2, 0.1')).toBeVisible()
  const keys = [
    'Backspace',
    '3',
    'PageDown',
    '6',
    'PageDown',
    '1',
    '5',
    'ArrowRight',
    '1',
    '5',
    'PageUp',
    '6',
    'PageUp',
    '6',
  ]
  for (const key of keys) await page.keyboard.press(key)
  await expect(page.getByText('D = L3 × E6 × C15 = 270')).toBeVisible()
  await expect(page.getByText('D = L6 × E6 × C15 = 540')).toBeVisible()

  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: '原因' })).toBeFocused()
  await page.keyboard.type('喷淋停用')
  await page.keyboard.press('Enter')
  await expect(page.getByText('已保存「听涛安置房工地」的评估')).toBeVisible()
  const rows = await ask<Assessment[]>(page, `/api/hazards/${hazard?.id}/assessments`)
  expect(rows).toMatchObject([
    { scale: 'residual', score: '540', level: 1, reason: '喷淋停用', edition: 'A' },
    { scale: 'inherent', score: '270', level: 2 },
  ])

  const park = hazards.find(({ name }) => name === '3 号罐区液氨罐组')
  await page.goto(`${town}/risk?hazard=${park?.id}`)
  await page.getByRole('button', { name: 'D = L3 × E6 × C40 = 720' }).click()
  await expect(page.getByText('上一次用的是另一种方法，分值不可相比')).toBeVisible()
})
