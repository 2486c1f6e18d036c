import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import type { Hazard } from '../server/hazard/hazard.ts'
import type { LngLat } from '../server/region/place.ts'
import type { Impact, Threat } from '../server/threat/threat.ts'
import { ask, journeyServer, town, visit } from './journey-page.ts'

async function choose(page: Page, list: string, name: string | RegExp) {
  await page.getByLabel(list, { exact: true }).click()
  await page.getByRole('option', { name }).click()
}

async function enter(page: Page, name: string, text: string) {
  const field = page.getByRole('textbox', { name, exact: true })
  await field.fill(text)
  await field.blur()
}

const rings = (page: Page) =>
  page.locator('section', { has: page.getByRole('heading', { name: '影响范围' }) }).getByRole('button')

test('every model draws its zones, one becomes a danger zone, and both are withdrawn', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'commander', path: town, hasMap: false })
  const hazards = await ask<Hazard[]>(page, '/api/hazards?town=1&limit=1000')
  const tanks = hazards.find(({ name }) => name === '3 号罐区液氨罐组')
  await page.goto(`${town}/risk?section=threats&hazard=${tanks?.id}`)
  await expect(page.getByText('初始隔离').first()).toBeVisible()

  // Worked examples of the standards, as a person would enter them.
  await choose(page, '物质', /^汽油/)
  await choose(page, '模型', /^液池火热辐射/)
  await enter(page, '液池直径', '10')
  await enter(page, '热辐射阈值 kW/m²', '12.5, 4, 1.6')
  for (const meters of ['21 m', '36 m', '57 m']) await expect(rings(page).getByText(meters)).toBeVisible()

  await choose(page, '物质', /^液化石油气/)
  await choose(page, '模型', /^爆炸超压/)
  await enter(page, '参与质量', '1000')
  await choose(page, '方法', /^EPA/)
  await expect(rings(page).getByText('169 m')).toBeVisible()

  await choose(page, '模型', /^火球热辐射/)
  await enter(page, '热辐射阈值 kW/m²', '37.5, 12.5, 4')
  await expect(rings(page)).toHaveCount(3)

  await choose(page, '物质', /^一氧化碳/)
  await choose(page, '模型', /^高斯烟羽/)
  await expect(rings(page).first()).toBeVisible()
  // Heavier than air: the neutral plume is refused, and what to use instead is one click away.
  await choose(page, '物质', /^氯 /)
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByRole('button', { name: /^改用初始隔离与防护/ }).click()
  await expect(rings(page).first()).toBeVisible()

  await choose(page, '物质', /^氨/)
  const wind = page.getByRole('slider', { name: '风向（来向）' })
  const from = Number(await wind.getAttribute('aria-valuenow'))
  await wind.press('PageUp')
  await expect(wind).toHaveAttribute('aria-valuenow', String((from + 45) % 360))
  await page.getByRole('button', { name: '划为危险区' }).click()
  await expect(page.getByText(/划定危险区，调度路线将避开/)).toBeVisible()
  const kept = await ask<Threat[]>(page, '/api/threats?town=1')
  expect(kept[0]).toMatchObject({ hazardId: tanks?.id, weather: { windFromDegrees: (from + 45) % 360 } })
  const zones = async () => (await ask<{ id: number }[]>(page, '/api/zones?town=1')).map(({ id }) => id)
  expect(kept[0]?.zoneIds).toHaveLength(1)
  expect(await zones()).toEqual(expect.arrayContaining(kept[0]?.zoneIds ?? []))

  await page.getByRole('button', { name: '撤销并解除危险区' }).click()
  await expect(page.getByText(/^已撤销/)).toBeVisible()
  await expect.poll(zones).not.toEqual(expect.arrayContaining(kept[0]?.zoneIds ?? []))
})

/** Posts of an `.hgt` of three seconds from side to side. */
const posts = 1201
/** Ground at 10 m with one square hollow at 2 m, so many posts to each side of a place in N30E121. */
function hollowAround([lng, lat]: LngLat, posted: number): Buffer {
  const [column, row] = [Math.round((lng - 121) * 1200), Math.round((31 - lat) * 1200)]
  const heights = Buffer.alloc(posts * posts * 2)
  for (let y = 0; y < posts; y++)
    for (let x = 0; x < posts; x++) {
      const isLow = Math.abs(x - column) <= posted && Math.abs(y - row) <= posted
      heights.writeInt16BE(isLow ? 2 : 10, (y * posts + x) * 2)
    }
  return heights
}

async function importTerrain(heights: Buffer): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'sisetu-hollow-'))
  try {
    const path = join(directory, 'N30E121.hgt')
    await writeFile(path, heights)
    const args = ['--import', 'tsx', 'server/cli.ts', 'import', 'terrain', path, '--town', town.slice(1)]
    const env = { ...process.env, SISETU_DATA: journeyServer().data }
    return (await promisify(execFile)(process.execPath, args, { env })).stdout
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

test('a flood fills the hollow of an imported terrain and no more, and counts who lies in it', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'commander', path: town, hasMap: false })
  const hazards = await ask<Hazard[]>(page, '/api/hazards?town=1&limit=1000')
  const low = hazards.find(({ name }) => name === '三环东加油站')
  if (!low) throw new Error('the demo town has no such fuel station')
  expect(await importTerrain(hollowAround(low.lngLat, 4))).toContain('N30E121, 3″')

  await page.goto(`${town}/risk?section=threats&hazard=${low.id}`)
  await choose(page, '模型', /^静水淹没/)
  await enter(page, '水位（高程）', '1')
  const refused = page.getByRole('alert').filter({ hasText: '起点地面高 2 m，不低于水位 1 m' })
  await expect(refused).toBeVisible()
  await enter(page, '水位（高程）', '5')
  await rings(page).filter({ hasText: '淹没范围' }).click()
  const says = page.getByRole('list', { name: '模型与适用范围' })
  await expect(page.getByText('静水淹没（浴缸法）：与水源连通且低于水位的地面')).toBeVisible()
  await expect(says).toContainText('不计流速、时间、堤防、管网和建筑，是可能淹没的上限')
  await expect(says).toContainText('SRTM')

  await page.getByRole('button', { name: /^保存/ }).click()
  await expect(page.getByText(/^已保存/).first()).toBeVisible()
  const [kept] = await ask<Threat[]>(page, '/api/threats?town=1')
  if (!kept) throw new Error('nothing was kept')
  expect(kept.inputs).toMatchObject({ model: 'flood', waterLevelMeters: 5 })
  const at = kept.result.rings.findIndex(({ key }) => key === 'depth-0')
  const outline = (kept.result.rings[at]?.polygon.coordinates ?? []).flat(2)
  const post = 1 / 1200
  for (const [axis, middle] of low.lngLat.entries()) {
    const along = outline.map(lngLat => Number(lngLat[axis]))
    // Between the last low post and the first high one.
    for (const end of [Math.min(...along), Math.max(...along)])
      expect(Math.abs(Math.abs(end - middle) - 4.5 * post)).toBeLessThan(1.1 * post)
  }

  const impact = await ask<Impact>(page, `/api/threats/${kept.id}/impact`)
  const ring = impact.rings[at]
  if (!ring) throw new Error('nobody counted')
  expect(ring.peopleDay).toBeGreaterThan(0)
  const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)
  const ofVillages = sum(impact.villages.map(each => each.peopleDay[at] ?? 0))
  expect(Math.abs(ofVillages - ring.peopleDay)).toBeLessThan(1 + impact.villages.length / 2)
  const ofCells = sum(impact.cells.map(({ peopleDay, shares }) => peopleDay * (shares[at] ?? 0)))
  expect(Math.abs(ofCells - ring.peopleDay)).toBeLessThan(1 + impact.cells.length / 2)
  await rings(page).filter({ hasText: '淹没范围' }).click()
  const counted = page.getByRole('tab', { name: `单元 ${ring.cells}` })
  await expect(counted).toBeVisible()
  const [village] = [...impact.villages].sort((a, b) => (b.peopleDay[at] ?? 0) - (a.peopleDay[at] ?? 0))
  await expect(page.getByText(village?.name ?? '-', { exact: true }).first()).toBeVisible()
  await counted.click()
  await expect(page.getByText(impact.cells[0]?.code ?? '-').first()).toBeVisible()
})
