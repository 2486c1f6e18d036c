import { expect, type Page, test } from '@playwright/test'
import type { Grid } from '../server/grid/grid.ts'
import type { LngLat } from '../server/region/place.ts'
import { ask, lookAt, onScreen, town, visit } from './journey-page.ts'

const key = (lngLat: readonly number[]) => lngLat.map(each => each.toFixed(7)).join()

const cornersOf = (grid: Grid) => new Set((grid.polygon.coordinates[0] ?? []).map(key))

/** A corner that exactly two grids share and that stands well clear of the next ones along the line. */
function sharedCorner(grids: readonly Grid[]): LngLat {
  const holders = new Map<string, number>()
  for (const grid of grids)
    for (const corner of cornersOf(grid)) holders.set(corner, (holders.get(corner) ?? 0) + 1)
  for (const grid of grids) {
    const ring = grid.polygon.coordinates[0] ?? []
    for (let at = 1; at < ring.length - 1; at++) {
      const [before, here, after] = [ring[at - 1], ring[at], ring[at + 1]]
      if (!before || !here || !after || holders.get(key(here)) !== 2) continue
      const others = grids.filter(each => each !== grid && cornersOf(each).has(key(here)))
      const along = [before, after].every(end => others.some(each => cornersOf(each).has(key(end))))
      if (along && Math.min(far(before, here), far(here, after)) > 0.0004) return here
    }
  }
  throw new Error('no two grids share a corner that stands clear')
}

const far = (a: LngLat, b: LngLat) => Math.hypot(a[0] - b[0], a[1] - b[1])

/** Opens the editor and drags a corner by some pixels. */
async function drag(page: Page, corner: LngLat, [dx, dy]: readonly [number, number]) {
  await page.getByRole('button', { name: '调整边界' }).click()
  await expect(page.getByRole('toolbar', { name: '边界工具' })).toBeVisible()
  await lookAt(page, corner, 17.5)
  const { x, y } = await onScreen(page, corner)
  await page.mouse.move(x - 40, y - 40)
  await page.mouse.move(x, y, { steps: 4 })
  await expect(page.getByText('拖动：2 个网格共用的顶点')).toBeVisible()
  await page.mouse.down()
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 })
  await page.mouse.move(x + dx, y + dy, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByText('草稿已保存')).toBeVisible()
}

const published = (page: Page) => page.getByText('已发布，2 个网格的边界已更新')

test('two grids follow a shared corner, and a stale publisher sees both versions', async ({ browser }) => {
  const page = await visit(browser, { role: 'grid-manager', path: `${town}/grid` })
  const before = await ask<Grid[]>(page, '/api/grids?town=1&limit=1000')
  const corner = sharedCorner(before)
  await drag(page, corner, [26, 18])
  await expect(page.getByRole('table', { name: '改动后果' }).locator('tbody tr')).toHaveCount(2)
  await page.reload()
  await expect(page.getByText('1 处改动').first()).toBeVisible()
  await expect(page.getByRole('table', { name: '改动后果' }).locator('tbody tr')).toHaveCount(2)

  const other = await visit(browser, { role: 'administrator', path: `${town}/grid` })
  await drag(other, corner, [-24, 20])

  await page.getByRole('textbox', { name: '变更原因' }).fill('河道改线')
  await page.getByRole('button', { name: '发布', exact: false }).last().click()
  await expect(published(page)).toBeVisible()
  const after = await ask<Grid[]>(page, '/api/grids?town=1&limit=1000')
  const holders = (grids: readonly Grid[]) => grids.filter(grid => cornersOf(grid).has(key(corner)))
  expect(holders(before)).toHaveLength(2)
  expect(holders(after)).toHaveLength(0)
  const [one, two] = holders(before).map(({ id }) => after.find(grid => grid.id === id))
  const old = new Set(before.flatMap(grid => [...cornersOf(grid)]))
  const moved = [...(one ? cornersOf(one) : [])].filter(each => !old.has(each))
  expect(moved, 'one new corner, the same in both grids').toHaveLength(1)
  expect(two && cornersOf(two).has(moved[0] ?? '')).toBe(true)

  await expect(other.getByText(/的边界刚被他人修改/)).toBeVisible()
  await other.getByRole('button', { name: '比较两个版本' }).click()
  await expect(other.getByText('边界被他人先改了')).toBeVisible()
  await expect(other.getByText('我的草稿').first()).toBeVisible()
  await expect(other.getByText('对方已发布').first()).toBeVisible()
  await other.getByRole('button', { name: '采用对方版本' }).click()
  await expect(other.getByText('已采用对方版本，草稿已丢弃')).toBeVisible()
})
