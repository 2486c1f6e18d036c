import { expect, test } from '@playwright/test'
import { journeyServer, town, visit } from './journey-page.ts'

const homes = [
  { sign: '指挥长', home: `${town}/incident`, heading: '事件' },
  { sign: '预案编制员', home: `${town}/plan`, heading: '预案' },
  { sign: '网格长', home: `${town}/grid`, heading: '网格' },
  { sign: '演练组织者', home: `${town}/drill`, heading: '演练' },
  { sign: '管理员', home: `${town}/overview`, heading: '态势' },
]

test('every demo role lands where its day begins', async ({ browser }) => {
  for (const { sign, home, heading } of homes) {
    const page = await visit(browser, { hasMap: false })
    await page.getByRole('button', { name: new RegExp(`^${sign}`) }).click()
    await expect(page).toHaveURL(url => url.pathname === home)
    await expect(page.getByRole('heading', { level: 1, name: heading }).first()).toBeAttached()
    await page.context().close()
  }
  const team = await visit(browser, { viewport: { width: 390, height: 844 }, hasMap: false })
  await team.getByRole('button', { name: /^救援队员/ }).click()
  await expect(team).toHaveURL(url => url.pathname === '/field')
  await expect(team.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(team.getByText('芦滨消防救援站', { exact: true }).first()).toBeVisible()
})

test('the administrator link works once, and signing out ends the session', async ({ browser }) => {
  const { pathname, search } = new URL(journeyServer().link)
  const page = await visit(browser, { path: pathname + search, hasMap: false })
  await expect(page.getByTitle('账号')).toContainText('系统管理员')
  await expect(page).toHaveURL(url => !url.search.includes('key'))
  await page.getByTitle('账号').click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page.getByRole('heading', { name: '以演示角色进入' })).toBeVisible()
  const again = await visit(browser, { path: pathname + search, hasMap: false })
  await expect(again.getByText('一次性链接无效或已用过')).toBeVisible()
  await expect(again.getByRole('button', { name: '登录' })).toBeVisible()
})
