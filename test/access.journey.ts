import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import type { Incident } from '../server/incident/incident.ts'
import type { Section } from '../web/risk/sections.ts'
import { ask, town, visit } from './journey-page.ts'

/** The checker brings its own copy of the browser library's types; they are the same thing. */
const forAxe = (page: Page) => page as unknown as ConstructorParameters<typeof AxeBuilder>[0]['page']

const gravest = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page: forAxe(page) }).exclude('canvas').analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(node => node.target.join(' '))
          .slice(0, 4)
          .join(' | ')}`,
    )
}

test('sign-in, plan, incident and field have no grave faults for assistive technology', async ({
  browser,
}) => {
  const signIn = await visit(browser, { hasMap: false })
  await expect(signIn.getByRole('heading', { name: '以演示角色进入' })).toBeVisible()
  expect.soft(await gravest(signIn), 'sign-in').toEqual([])

  const page = await visit(browser, { role: 'commander', path: `${town}/plan`, hasMap: false })
  await expect(page.locator('me-tpc').first()).toBeVisible()
  expect.soft(await gravest(page), 'plan').toEqual([])

  const incidents = await ask<Incident[]>(page, '/api/incidents?town=1')
  const leak = incidents.find(({ title }) => title === '临江化工园区 3 号罐区液氨泄漏')
  await page.goto(`${town}/incident/${leak?.id}`)
  await expect(page.getByRole('heading', { name: '临江化工园区 3 号罐区液氨泄漏' })).toBeVisible()
  await expect(page.getByRole('region', { name: '推荐组合' })).toBeVisible()
  expect.soft(await gravest(page), 'incident').toEqual([])

  const phone = { width: 390, height: 844 }
  const field = await visit(browser, { role: 'responder', path: '/field', hasMap: false, viewport: phone })
  await expect(field.getByRole('heading', { level: 1 }).first()).toBeVisible()
  expect.soft(await gravest(field), 'field').toEqual([])
})

test('the risk workspace and its forms have no grave faults for assistive technology', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'planner', path: `${town}/risk`, hasMap: false })
  const content = page.locator('.content')
  for (const section of ['editions', 'threats', 'inspections'] satisfies Section[]) {
    await page.goto(`${town}/risk?section=${section}`)
    await expect(content.getByRole('heading').first()).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    expect.soft(await gravest(page), section).toEqual([])
  }
  for (const query of ['cell=3000', 'hazard=1']) {
    await page.goto(`${town}/risk?${query}`)
    await expect(content.getByRole('heading').first()).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    expect.soft(await gravest(page), query).toEqual([])
  }
  await page.keyboard.press('a')
  await expect(content.getByRole('textbox').first()).toBeFocused()
  expect.soft(await gravest(page), 'assess').toEqual([])
  await page.keyboard.press('Escape')
  await expect(content.getByRole('button', { name: '修改' })).toBeVisible()
})
