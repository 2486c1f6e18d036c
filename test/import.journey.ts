import { expect, type Page, test } from '@playwright/test'
import type { BoundaryImport } from '../server/boundary/boundary.ts'
import type { GridDraft } from '../server/grid/draft.ts'
import type { Grid } from '../server/grid/grid.ts'
import type { LngLat } from '../server/region/place.ts'
import { ask, town, visit } from './journey-page.ts'

interface Feature {
  properties: { name: string; code: string }
  geometry: { type: 'Polygon'; coordinates: LngLat[][] }
}
interface Collection {
  features: Feature[]
}

/** Far apart in the file of the town, so that one spoilt grid does not mend another. */
const [knotted, swollen, shrunk, renamed] = [5, 60, 120, 180]
const newName = '改名网格'

const ringAt = ({ features }: Collection, at: number) => features[at]?.geometry.coordinates[0] ?? []
const key = (lngLat: readonly number[]) => lngLat.join()

/** Where the ring of a grid has a corner, not its first, that exactly one other grid has too. */
function sharedPlace(file: Collection, at: number): number {
  const holders = new Map<string, number>()
  for (const { geometry } of file.features)
    for (const corner of geometry.coordinates[0]?.slice(1) ?? [])
      holders.set(key(corner), (holders.get(key(corner)) ?? 0) + 1)
  const place = ringAt(file, at).findIndex((corner, i) => i > 1 && holders.get(key(corner)) === 2)
  if (place < 0) throw new Error(`grid ${at} shares no corner`)
  return place
}

/** Moves a corner of one grid alone, as somebody does who redraws a boundary without its neighbour. */
function pull(file: Collection, at: number, [x, y]: LngLat) {
  const ring = ringAt(file, at)
  const place = sharedPlace(file, at)
  const [was = [0, 0]] = ring.slice(place, place + 1)
  ring[place] = [was[0] + x, was[1] + y]
}

/** The town's own file with a knot, an overlap, a gap and a new name in it. */
function spoilt(text: string): string {
  const file: Collection = JSON.parse(text)
  const ring = ringAt(file, knotted)
  const place = sharedPlace(file, knotted)
  const [x, y] = ring[place] ?? [0, 0]
  const side = 0.0004
  ring.splice(place + 1, 0, [x + side, y + side], [x + side, y], [x, y + side])
  pull(file, swollen, [0.0012, 0.0009])
  pull(file, shrunk, [-0.0012, -0.0009])
  const feature = file.features[renamed]
  if (feature) feature.properties.name = newName
  return JSON.stringify(file)
}

async function downloaded(page: Page): Promise<string> {
  await page.getByRole('button', { name: '导出边界' }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载', exact: true }).click()
  const parts: Buffer[] = []
  for await (const part of await (await waiting).createReadStream()) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString('utf8')
}

const choose = (page: Page, name: string, text: string) =>
  page
    .getByLabel('选择文件')
    .first()
    .setInputFiles({ name, mimeType: 'application/geo+json', buffer: Buffer.from(text) })

const decided = (page: Page) =>
  page.waitForResponse(
    answer => answer.request().method() === 'PUT' && answer.url().includes('/boundary-imports/'),
  )

test('a spoilt file is mended defect by defect and proposed as a draft', async ({ browser }) => {
  const page = await visit(browser, { role: 'grid-manager', path: `${town}/grid`, hasMap: false })
  const text = await downloaded(page)
  const before = await ask<Grid[]>(page, '/api/grids?town=1&limit=1000')

  await page.getByRole('button', { name: '导入边界' }).click()
  await choose(page, '坏的.geojson', '{"type":"FeatureCollection","features":[{"type":"Feature"')
  await expect(page.getByRole('alert').filter({ hasText: '这个文件没有导入' })).toContainText(
    '请检查文件是否传完整',
  )
  await choose(page, '街道送来的.geojson', spoilt(text))
  await expect(page.getByText('文件没有说明坐标系')).toBeVisible()
  await expect(page.getByText('最吻合')).toBeVisible()
  await page.getByRole('button', { name: /^用这个坐标系/ }).click()

  const path = `/api/boundary-imports/${new URL(page.url()).searchParams.get('boundary')}`
  await expect(page.getByRole('heading', { name: /处待定$/ })).toBeVisible()
  const found = await ask<BoundaryImport>(page, path)
  const kinds = new Set(found.defects.map(({ kind }) => kind))
  expect(kinds).toContain('self-crossing')
  expect([...kinds].some(kind => kind === 'overlap' || kind === 'sliver')).toBe(true)

  // One is taken otherwise than proposed, all of one kind as proposed, then the rest.
  const other = found.defects.find(({ choices }) => choices.length > 1)
  const row = page.locator(`[data-defect="${other?.id}"]`)
  await row.locator('.line').click()
  const first = decided(page)
  await row.locator('.choices').getByRole('button').nth(1).click()
  await first
  await expect(row).toContainText('已定')
  const answered = (await ask<BoundaryImport>(page, path)).defects.find(({ id }) => id === other?.id)
  expect(answered?.answer).not.toBe(other?.proposal)
  expect(other?.choices).toContain(answered?.answer)
  const second = decided(page)
  await page
    .getByRole('region', { name: '自相交' })
    .getByRole('button', { name: /^接受这/ })
    .click()
  await second
  const use = page.getByRole('button', { name: /^作为网格草稿/ })
  await expect(use).toBeDisabled()
  await page.getByRole('button', { name: /^全部接受/ }).click()
  await expect(page.getByRole('heading', { name: '全部已定' })).toBeVisible()
  await page.getByRole('tab', { name: /^面积/ }).click()
  const areas = page.getByRole('table').filter({ hasText: '整理后' })
  await expect(areas.locator('tbody tr').first()).toContainText('%')

  await use.click()
  await expect(page.getByText('由文件“街道送来的.geojson”导入')).toBeVisible()
  await expect(page.getByText(newName).first()).toBeVisible()
  await page.getByRole('button', { name: /^提交审核/ }).click()
  await expect(page.getByText('已提交，等待他人审核')).toBeVisible()
  const drafts = await ask<GridDraft[]>(page, '/api/grid-drafts?town=1')
  expect(drafts.find(({ imported }) => imported)?.state).toBe('proposed')
  expect(await ask<Grid[]>(page, '/api/grids?town=1&limit=1000'), 'nothing is in force yet').toEqual(before)
})
