import { expect, type Page, test } from '@playwright/test'
import type { GridDraft } from '../server/grid/draft.ts'
import type { Grid } from '../server/grid/grid.ts'
import { buildCoverage } from '../server/grid/rules/build-coverage.ts'
import { inCoverage } from '../server/grid/rules/leaves.ts'
import type { LngLat } from '../server/region/place.ts'
import { spotOf } from '../server/region/rules/lattice.ts'
import { ask, itemsOf, lookAt, onScreen, town, visit } from './journey-page.ts'

const key = (lngLat: readonly number[]) => lngLat.map(each => each.toFixed(7)).join()
const cornersOf = (grid: Grid) => new Set((grid.polygon.coordinates[0] ?? []).map(key))
const far = (a: LngLat, b: LngLat) => Math.hypot(a[0] - b[0], a[1] - b[1])

/** A corner that exactly two grids share and that stands well clear of the next ones along the line. */
function sharedCorner(grids: readonly Grid[]): { corner: LngLat; holders: Grid[] } {
  const holdersOf = new Map<string, Grid[]>()
  for (const grid of grids)
    for (const corner of cornersOf(grid)) holdersOf.set(corner, [...(holdersOf.get(corner) ?? []), grid])
  for (const grid of grids) {
    const ring = grid.polygon.coordinates[0] ?? []
    for (let at = 1; at < ring.length - 1; at++) {
      const [before, here, after] = [ring[at - 1], ring[at], ring[at + 1]]
      const holders = here ? (holdersOf.get(key(here)) ?? []) : []
      if (!before || !here || !after || holders.length !== 2) continue
      const along = [before, after].every(end => holders.every(each => cornersOf(each).has(key(end))))
      if (along && Math.min(far(before, here), far(here, after)) > 0.0004) return { corner: here, holders }
    }
  }
  throw new Error('no two grids share a corner that stands clear')
}

/** The line from north to south through the middle of a grid, a little longer than it. */
function middleLine(grid: Grid): [LngLat, LngLat] {
  const { north, south, x } = boxOf(grid)
  const over = (north - south) * 0.15
  return [
    [x, north + over],
    [x, south - over],
  ]
}

/** A grid that none of the others named touches and that its middle line cuts in two, and nothing else. */
function aloneGrid(grids: readonly Grid[], others: readonly Grid[]): Grid {
  const taken = new Set(others.flatMap(grid => [...cornersOf(grid)]))
  const { coverage } = buildCoverage(grids)
  const found = grids.find(grid => {
    if ([...cornersOf(grid)].some(corner => taken.has(corner))) return false
    const result = coverage.apply({ kind: 'split', line: middleLine(grid).map(spotOf) })
    if (!result.done) return false
    coverage.apply(result.inverse)
    return result.faces.length === 2 && result.faces.includes(grid.id)
  })
  if (!found) throw new Error('no grid stands apart from the others')
  return found
}

const boxOf = ({ polygon }: Grid) => {
  const ring = polygon.coordinates[0] ?? []
  const [xs, ys] = [ring.map(([x]) => x), ring.map(([, y]) => y)]
  const [west, south, east, north] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  return { west, south, east, north, x: (west + east) / 2, y: (south + north) / 2 }
}

/** Looks at some grids from as high as shows them whole, with room around. */
async function lookOver(page: Page, grids: readonly Grid[]) {
  const boxes = grids.map(boxOf)
  const [west, south] = [Math.min(...boxes.map(box => box.west)), Math.min(...boxes.map(box => box.south))]
  const [east, north] = [Math.max(...boxes.map(box => box.east)), Math.max(...boxes.map(box => box.north))]
  // A world of 512 pixels at zoom 0; the picture is to be no more than 380 pixels wide or high.
  const zoom = Math.log2((380 * 360) / (512 * Math.max(east - west, (north - south) * 1.17)))
  await lookAt(page, [(west + east) / 2, (south + north) / 2], zoom)
}

async function pressTool(page: Page, chord: string, name: string) {
  await page.keyboard.press(chord)
  await expect(page.getByRole('button', { name }).first()).toHaveAttribute('aria-pressed', 'true')
}

/** Clicks a place of the map and waits until the next click can be no double one. */
async function clickAt(page: Page, lngLat: LngLat) {
  const { x, y } = await onScreen(page, lngLat)
  await page.mouse.move(x - 6, y - 6)
  await page.mouse.move(x, y)
  await page.mouse.click(x, y)
  await page.waitForTimeout(450)
}

async function dragCorner(page: Page, corner: LngLat, [dx, dy]: readonly [number, number]) {
  await lookAt(page, corner, 17.5)
  const { x, y } = await onScreen(page, corner)
  await page.mouse.move(x - 40, y - 40)
  await page.mouse.move(x, y, { steps: 4 })
  await expect(page.getByText('拖动：2 个网格共用的顶点')).toBeVisible()
  await page.mouse.down()
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 4 })
  await page.mouse.move(x + dx, y + dy, { steps: 4 })
  await page.mouse.up()
}

const consequences = (page: Page) => page.getByRole('table', { name: '改动后果' }).locator('tbody tr')

test('a grid manager moves, splits and merges; a second person puts it in force', async ({ browser }) => {
  const page = await visit(browser, { role: 'grid-manager', path: `${town}/grid` })
  const all = await ask<Grid[]>(page, '/api/grids?town=1&limit=1000')
  const grids = inCoverage(all)
  const { corner, holders } = sharedCorner(grids)
  const cut = aloneGrid(grids, holders)
  const { holders: pair } = sharedCorner(grids.filter(grid => ![...holders, cut].includes(grid)))

  await page.getByRole('button', { name: '调整边界' }).click()
  await expect(page.getByRole('toolbar', { name: '边界工具' })).toBeVisible()
  await dragCorner(page, corner, [26, 18])
  await expect(consequences(page)).toHaveCount(2)

  await lookOver(page, [cut])
  await pressTool(page, 'x', '用线分割')
  for (const end of middleLine(cut)) await clickAt(page, end)
  await page.keyboard.press('Enter')
  await expect(consequences(page)).toHaveCount(4)

  await lookOver(page, pair)
  await pressTool(page, 'j', '合并网格')
  for (const grid of pair) await clickAt(page, await insideOf(page, grid))
  await page.keyboard.press('Enter')
  await expect(consequences(page)).toHaveCount(6)

  await page.keyboard.press('Control+z')
  await expect(consequences(page)).toHaveCount(4)
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect(consequences(page)).toHaveCount(0)
  for (const rows of [2, 4, 6]) {
    await page.keyboard.press('Control+Shift+z')
    await expect(consequences(page)).toHaveCount(rows)
  }
  await expect(page.getByText('草稿已保存')).toBeVisible()

  await page.getByRole('textbox', { name: '变更原因' }).fill('河道改线，南片合并')
  await page.getByRole('button', { name: /^提交审核/ }).click()
  await expect(page.getByText('已提交，等待他人审核')).toBeVisible()
  expect(await ask<Grid[]>(page, '/api/grids?town=1&limit=1000'), 'nothing is in force yet').toEqual(all)
  const drafts = await ask<GridDraft[]>(page, '/api/grid-drafts?town=1')
  const proposal = drafts.find(({ state, reason }) => state === 'proposed' && reason.startsWith('河道'))
  expect(proposal?.edits).toHaveLength(3)

  const other = await visit(browser, { role: 'commander', path: `${town}/grid` })
  const line = other.locator('.line-item', { hasText: proposal?.name ?? '' })
  await line.getByRole('button', { name: '查看' }).click()
  await expect(other.getByText('河道改线，南片合并')).toBeVisible()
  const before = new Date().toISOString()
  await other.getByRole('button', { name: /^批准/ }).click()
  await expect(other.getByText('已批准并生效')).toBeVisible()

  const after = await ask<Grid[]>(page, '/api/grids?town=1&limit=1000')
  const at = (list: readonly Grid[], { id }: Grid) => list.find(grid => grid.id === id)
  const gone = pair.filter(grid => !at(after, grid))
  const made = after.filter(grid => !at(all, grid))
  expect([gone.length, made.length]).toEqual([1, 1])
  const moved = holders.map(grid => at(after, grid))
  expect(moved.map(grid => grid && cornersOf(grid).has(key(corner)))).toEqual([false, false])
  const old = new Set(all.flatMap(grid => [...cornersOf(grid)]))
  const [first, second] = moved.map(grid => [...(grid ? cornersOf(grid) : [])].filter(each => !old.has(each)))
  expect(first, 'one new corner, the same in both grids').toHaveLength(1)
  expect(second).toEqual(first)

  // The map of the one who proposed it has heard of it; the day before still has the old grids.
  await expect
    .poll(async () => (await itemsOf(page, 'grid-fills')).map(item => Reflect.get(Object(item), 'id')))
    .toContain(made[0]?.id)
  const then = await ask<Grid[]>(page, `/api/grids?town=1&limit=1000&at=${before}`)
  expect(then.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort())
  const was = then.find(({ id }) => id === cut.id)
  expect(was?.polygon).toEqual(cut.polygon)
  expect(at(after, cut)?.polygon).not.toEqual(cut.polygon)
})

/** A place inside a grid, as the map itself finds it: the middle of the box may lie outside. */
async function insideOf(page: Page, grid: Grid): Promise<LngLat> {
  const { west, south, east, north } = boxOf(grid)
  const tries = [0.5, 0.35, 0.65, 0.2, 0.8].flatMap(u => [0.5, 0.35, 0.65].map(v => [u, v] as const))
  for (const [u, v] of tries) {
    const lngLat: LngLat = [west + (east - west) * u, south + (north - south) * v]
    const [found] = await ask<Grid[]>(page, `/api/grids/at?town=1&lng=${lngLat[0]}&lat=${lngLat[1]}`)
    if (found?.id === grid.id) return lngLat
  }
  throw new Error(`no place inside ${grid.name}`)
}
