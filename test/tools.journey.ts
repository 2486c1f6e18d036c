import { expect, type JSHandle, type Page, test } from '@playwright/test'
import type { Consequences } from '../server/grid/consequence.ts'
import type { GridDraft, GridMerge } from '../server/grid/draft.ts'
import type { Grid } from '../server/grid/grid.ts'
import type { Coverage } from '../server/grid/rules/coverage.ts'
import type { MapLine } from '../server/partition/partition.ts'
import { lngLatOf, type Spot } from '../server/region/rules/lattice.ts'
import {
  type Bend,
  bendIn,
  borderIn,
  clickSpot,
  coverageOf,
  crossingOf,
  drag,
  pointAt,
  pressTool,
  towards,
} from './journey-grid.ts'
import { ask, lookAt, onScreen, town, visit } from './journey-page.ts'

const hint = (page: Page) => page.locator('.hint')
const rows = (page: Page) => page.getByRole('table', { name: '改动后果' }).locator('tbody tr')
const cursor = (page: Page) => page.evaluate(() => window.__map?.map.getCanvas().style.cursor)

/** So many units from a spot of the outer boundary, away from the town; below zero into it. */
function awayFrom(coverage: Coverage, outer: Spot, units: number): Spot {
  const [a = outer, b = outer] = coverage.neighboursOf(outer).filter(spot => coverage.isOuter(spot))
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const off = (far: number): Spot => [
    outer[0] + Math.round((-dy * far) / Math.hypot(dx, dy)),
    outer[1] + Math.round((dx * far) / Math.hypot(dx, dy)),
  ]
  return off(coverage.faceAt(off(1000)) === undefined ? units : -units)
}

/** A town outside the outer boundary: the demo has one town alone. */
async function placeNeighbour(page: Page, [x, y]: Spot) {
  const half = 1200
  const ring: Spot[] = [
    [x - half, y - half],
    [x + half, y - half],
    [x + half, y + half],
    [x - half, y + half],
    [x - half, y - half],
  ]
  const polygon = { type: 'Polygon', coordinates: [ring.map(lngLatOf)] }
  await page.route('**/api/grid-surroundings?*', async route => {
    const response = await route.fetch()
    const around = await response.json()
    await route.fulfill({
      response,
      json: { ...around, beside: [{ id: 9, name: '东邻镇', nameEn: '', polygon }] },
    })
  })
  await page.reload()
}

/** The ground of each grid as the map shows it, kept in the page: it is long. */
type Shapes = JSHandle<Map<number, string>>
const shapesOn = (page: Page): Promise<Shapes> =>
  page.evaluateHandle(() => {
    const fills = window.journeyEyes.layers().filter(({ id }) => /^grid-fills(\/|$)/.test(id))
    const grids = fills.flatMap(({ items }) => items as Grid[])
    return new Map(grids.map(({ id, polygon }) => [id, JSON.stringify(polygon)]))
  })

/** The ground of some grids as the map shows it now. */
async function shapesOf(page: Page, ids: readonly number[]): Promise<(string | undefined)[]> {
  const shapes = await shapesOn(page)
  const found = await shapes.evaluate((now, wanted) => wanted.map(id => now.get(id)), ids)
  await shapes.dispose()
  return found
}

/** The grids that the map shows otherwise than before. */
async function changedSince(page: Page, before: Shapes): Promise<number[]> {
  const shapes = await shapesOn(page)
  const changed = await page.evaluate(
    ([now, was]) => [...new Set([...was.keys(), ...now.keys()])].filter(id => was.get(id) !== now.get(id)),
    [shapes, before] as const,
  )
  await shapes.dispose()
  return changed
}

/** The draft as the server keeps it, once its edits are these. */
async function keptAs(page: Page, kinds: readonly string[]): Promise<GridDraft> {
  let kept: GridDraft | undefined
  const edits = async () => {
    const drafts = await ask<GridDraft[]>(page, '/api/grid-drafts?town=1&state=draft')
    kept = drafts.find(({ personName }) => personName === '陆志强')
    return kept?.edits.map(({ kind }) => kind)
  }
  await expect.poll(edits, { intervals: [100] }).toEqual(kinds)
  if (!kept) throw new Error('the draft is not kept')
  return kept
}

const hectares = (squareMeters: number) => (squareMeters / 10_000).toFixed(2)

/** What the server makes of the draft is what stands on the map and in the list; then it is taken back. */
async function holds(page: Page, kinds: readonly string[], before: Shapes) {
  const kept = await keptAs(page, kinds)
  const path = `/api/grid-drafts/${kept.id}`
  const [{ yours }, { grids }] = await Promise.all([
    ask<GridMerge>(page, `${path}/merge`),
    ask<Consequences>(page, `${path}/consequences`),
  ])
  const made = yours.filter(({ face }) => face > 0)
  const ids = made.map(({ face }) => face)
  // The next picture may still be on its way.
  await expect
    .poll(() => shapesOf(page, ids), `${kinds} ${ids}`)
    .toEqual(made.map(({ polygon }) => JSON.stringify(polygon)))
  expect(yours.length, `${kinds}`).toBeGreaterThan(0)
  for (const { after } of grids.filter(
    each => Math.abs(each.after.squareMeters - each.before.squareMeters) > 50,
  ))
    await expect(rows(page).filter({ hasText: hectares(after.squareMeters) })).not.toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(rows(page)).toHaveCount(0)
  await expect.poll(() => changedSince(page, before)).toEqual([])
}

test('every tool changes the grids under the mouse, says what it does, and is taken back', async ({
  browser,
}) => {
  const page = await visit(browser, {
    ...{ role: 'grid-manager', path: `${town}/grid` },
    // No wider than needed: the less map, the sooner each step is drawn.
    viewport: { width: 1190, height: 620 },
  })
  const coverage = coverageOf(await ask<Grid[]>(page, '/api/grids?town=1&limit=5000'))
  const bend = bendIn(coverage)
  const border = borderIn(coverage)
  await placeNeighbour(page, awayFrom(coverage, border.outer, 5000))
  await page.getByRole('button', { name: '调整边界' }).click()
  await expect(page.getByRole('toolbar', { name: '边界工具' })).toBeVisible()
  await lookAt(page, lngLatOf(bend.corner), 17.6)
  const before = await shapesOn(page)
  expect(await before.evaluate(({ size }) => size)).toBeGreaterThan(2)
  await vertices(page, bend, before)
  await lines(page, bend, before)

  const roads = await ask<MapLine[]>(page, `/api/map-lines?town=1&bbox=121.86,30.85,121.97,30.93`)
  await tracing(page, crossingOf(coverage, roads), before)
  const places = { ...border, inside: awayFrom(coverage, border.outer, -1500) }
  await borders(page, { ...places, beside: awayFrom(coverage, border.outer, 4700) }, before)
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog')
  for (const key of ['重画一段边界', '划转给另一网格', '删除指针下的顶点'])
    await expect(sheet.getByText(key)).toBeVisible()
})

async function vertices(page: Page, { before: a, corner, after: b }: Bend, before: Shapes) {
  // A vertex is put in by a double click, and by a drag of the middle.
  const place = await pointAt(page, towards(corner, a, 0.25))
  await expect(hint(page)).toHaveText(/双击：加顶点 · 按住 Shift 拖动：2 个网格/)
  await page.mouse.dblclick(place.x, place.y)
  await holds(page, ['insert-vertex'], before)
  await pointAt(page, towards(corner, b, 0.5))
  await expect(hint(page)).toHaveText('点击或拖动：在中点加顶点')
  await drag(page, towards(corner, b, 0.5), towards(corner, towards(a, b, 0.5), 0.9))
  await holds(page, ['insert-vertex', 'move-vertex'], before)

  await pointAt(page, corner)
  await expect(hint(page)).toHaveText('拖动：2 个网格共用的顶点')
  expect(await cursor(page)).toBe('grab')
  await page.keyboard.press('Delete')
  await holds(page, ['delete-vertex'], before)

  await page.keyboard.down('Shift')
  await drag(page, towards(corner, a, 0.3), towards(towards(corner, a, 0.3), b, 0.2))
  await page.keyboard.up('Shift')
  await holds(page, ['move-edge'], before)

  // What is half done is given up.
  const { x, y } = await pointAt(page, corner)
  await page.mouse.down()
  await page.mouse.move(x + 20, y + 9, { steps: 3 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(rows(page)).toHaveCount(0)
}

async function lines(page: Page, { before: a, corner, after: b }: Bend, before: Shapes) {
  const middle = towards(a, b, 0.5)
  const deep = towards(corner, middle, 1.7)
  const away = towards(corner, middle, -0.6)
  await pressTool(page, 'b', '重画一段边界')
  await clickSpot(page, a)
  await clickSpot(page, deep)
  await page.keyboard.press('Escape')
  await pointAt(page, deep)
  await expect(hint(page)).toHaveText('点一下，开始画')
  await clickSpot(page, deep)
  await clickSpot(page, away)
  await page.keyboard.press('Enter')
  await expect(hint(page)).toHaveText(/线/)
  await page.keyboard.press('Escape')
  for (const spot of [a, deep]) await clickSpot(page, spot)
  await pointAt(page, b)
  await expect(hint(page)).toHaveText('吸附到顶点')
  await clickSpot(page, b)
  await page.keyboard.press('Enter')
  await holds(page, ['reshape'], before)

  await pressTool(page, 'n', '划出新网格')
  const ring = [towards(corner, a, 0.4), towards(corner, middle, 0.9), towards(corner, b, 0.4), away]
  for (const spot of ring) await clickSpot(page, spot)
  await pointAt(page, ring[0] ?? corner)
  await expect(hint(page)).toHaveText('点击闭合')
  await clickSpot(page, ring[0] ?? corner)
  await holds(page, ['cut-out'], before)

  await pressTool(page, 'f', '划转给另一网格')
  await pointAt(page, away)
  await expect(hint(page)).toHaveText('先点选接收地块的网格')
  await clickSpot(page, away)
  for (const spot of [a, corner, b, deep]) await clickSpot(page, spot)
  await page.keyboard.press('Enter')
  await holds(page, ['transfer'], before)
}

async function tracing(page: Page, { name, spots }: { name: string; spots: Spot[] }, before: Shapes) {
  const [first, last] = [spots[0], spots.at(-1)]
  if (!first || !last) throw new Error('the road has no ends')
  await lookAt(page, lngLatOf(towards(first, last, 0.5)), 16.2)
  await pressTool(page, 'x', '用线分割')
  await pressTool(page, 'k', '沿道路、河流画线')
  await expect(page.getByText('沿路点两处，线自动跟着走')).toBeVisible()
  await pointAt(page, first)
  await expect(hint(page)).toHaveText(`沿 ${name}`)
  await clickSpot(page, first)
  await clickSpot(page, last)
  await page.keyboard.press('Enter')
  await holds(page, ['split'], before)

  // A grid is divided along the same road, one lower grid is picked and both go again.
  await pressTool(page, 'd', '划分下级网格')
  const divide = async () => {
    await clickSpot(page, first)
    await clickSpot(page, last)
    await page.keyboard.press('Enter')
  }
  await divide()
  await expect(rows(page).filter({ hasText: '划分下级' })).toHaveCount(1)
  await holds(page, ['divide'], before)
  await divide()
  await pressTool(page, 'u', '取消下级网格')
  await clickSpot(page, spots[1] ?? first)
  await page.keyboard.press('Enter')
  await keptAs(page, ['divide', 'undivide'])
  for (const kinds of [['divide'], []]) {
    await page.keyboard.press('Control+z')
    await keptAs(page, kinds)
  }
  await expect.poll(() => changedSince(page, before)).toEqual([])
}

async function borders(
  page: Page,
  { corner, outer, inner, inside, beside }: ReturnType<typeof borderIn> & { inside: Spot; beside: Spot },
  before: Shapes,
) {
  await pressTool(page, 'v', '移动顶点与边')
  await lookAt(page, lngLatOf(towards(corner, outer, 0.5)), 17.2)
  await pointAt(page, outer)
  await expect(hint(page)).toHaveText(/拖动：镇的外边界，1 个网格/)
  expect(await cursor(page)).toBe('grab')
  await drag(page, outer, inside)
  await expect(page.getByText('外边界移动', { exact: true })).toBeVisible()
  await expect(page.getByText(/^划入 0\.\d\d 公顷，划出 [\d.]+ 公顷$/)).toBeVisible()
  await holds(page, ['move-vertex'], before)
  await expect(page.getByText('外边界移动', { exact: true })).toHaveCount(0)
  // A town beside it is in the way, and the vertex stays where it last fitted.
  await pointAt(page, outer)
  await page.mouse.down()
  const { x, y } = await onScreen(page, lngLatOf(beside))
  await page.mouse.move(x, y, { steps: 6 })
  await expect(hint(page)).toHaveText(/会占到东邻镇的地/)
  expect(await cursor(page)).toBe('not-allowed')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(rows(page)).toHaveCount(0)
  await drag(page, corner, towards(corner, inner, 0.3))
  await holds(page, ['move-vertex'], before)
}
