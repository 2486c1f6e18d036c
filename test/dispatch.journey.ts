import { expect, type Page, test } from '@playwright/test'
import type { Order } from '../server/dispatch/dispatch.ts'
import type { LngLat } from '../server/region/place.ts'
import {
  ask,
  clickMap,
  drawnAt,
  itemsOf,
  lookAt,
  mapStands,
  markerOf,
  reportFire,
  tell,
  town,
  visit,
} from './journey-page.ts'

const hall: LngLat = [121.9216, 30.8846]

/** Adds a need by hand; the form begins at one fire team. */
async function need(page: Page, kind: string, count: number) {
  await page.getByRole('button', { name: '+ 需求' }).click()
  await page.getByRole('radio', { name: kind, exact: true }).click()
  await page.getByRole('textbox', { name: '数量' }).fill(String(count))
  await page.getByRole('textbox', { name: '数量' }).blur()
  await page.getByRole('button', { name: '加入', exact: true }).click()
}

const going = (page: Page) =>
  page.getByRole('region', { name: '推荐组合' }).getByRole('button', { pressed: true })

/** Names with minutes, as they stand. */
const rowsOf = (page: Page) => going(page).allTextContents()

test('two fire teams and an expert are sent round a closure, and another desk sees it', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'commander', path: town })
  const incident = await reportFire(page, '会堂冒烟', hall)
  await page.goto(`${town}/dispatch/${incident.id}`)
  await mapStands(page)
  await need(page, '队伍', 2)
  await expect(going(page)).toHaveCount(2)
  await need(page, '专家', 1)
  await expect(going(page)).toHaveCount(3)
  for (const text of await rowsOf(page)) expect(text).toMatch(/\d+:\d\d/)
  const before = await rowsOf(page)
  await expect.poll(async () => (await waysOn(page)).length).toBe(3)
  const [drawn = []] = await waysOn(page)
  expect(await drawnAt(page, drawn[Math.floor(drawn.length / 2)] ?? hall)).toContain('routes')

  const path = `${town}/dispatch/${incident.id}`
  const other = await visit(browser, { role: 'commander', path, hasMap: false })

  // A closure across the way of the first team, drawn on the map a little before it arrives.
  const [way] = await routes(page, incident.id)
  const [from, to] = across(way ?? [], 0.6)
  await lookAt(page, from, 17)
  await page.keyboard.press('c')
  await expect(page.getByRole('group', { name: '封闭道路' })).toBeVisible()
  await clickMap(page, from)
  await clickMap(page, to)
  await page.getByRole('button', { name: '结束' }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('道路已封闭，路线已按封闭重算')).toBeVisible()
  await expect(page.getByText(/避开 \d+ 处封闭/)).toBeVisible()
  await expect.poll(() => rowsOf(page)).not.toEqual(before)
  const goesThrough = async () => (await waysOn(page)).some(line => crosses(line, [from, to]))
  expect(crosses(way ?? [], [from, to]), 'the closure lies across the first way').toBe(true)
  await expect.poll(goesThrough).toBe(false)
  expect(await waysOn(page)).toHaveLength(3)
  expect(await itemsOf(page, 'closures')).not.toHaveLength(0)
  await expect(other.getByRole('region', { name: '现场管控' })).toContainText('会堂冒烟，道路封闭')

  await page.getByRole('button', { name: '下达 3 条调派令' }).click()
  await expect(page.getByText('已下达 3 条调派令')).toBeVisible()
  const orders = await ask<Order[]>(page, `/api/orders?town=1`)
  const mine = orders.filter(order => order.incidentId === incident.id)
  expect(mine).toHaveLength(3)
  const sent = other.getByRole('region', { name: '已下达' })
  for (const { responderName } of mine)
    await expect(sent.getByRole('group', { name: responderName })).toBeVisible()

  // A team says where it is, and its mark stands there on the map without a reload.
  const [team] = mine
  const responderId = team?.responderId ?? 0
  const onTheWay: LngLat = [hall[0] + 0.004, hall[1] + 0.003]
  expect(await markerOf(page, responderId)).not.toEqual(onTheWay)
  await tell(page, '/api/positions', { responderId, lngLat: onTheWay })
  await expect.poll(() => markerOf(page, responderId)).toEqual(onTheWay)
  expect(await drawnAt(page, onTheWay)).toContain('responders')
})

test('of two commanders who order the same team at once, one is told who was quicker and when', async ({
  browser,
}) => {
  const first = await visit(browser, { role: 'commander', path: town, hasMap: false })
  const incidents = [await reportFire(first, '车库起火', hall), await reportFire(first, '垃圾站起火', hall)]
  const second = await visit(browser, { role: 'deputy-commander', path: town, hasMap: false })
  await expect(first.getByTitle('账号')).toContainText('周岚')
  await expect(second.getByTitle('账号')).toContainText('罗明远')
  const desks = [first, second]
  for (const [place, desk] of desks.entries()) {
    await desk.goto(`${town}/dispatch/${incidents[place]?.id}`)
    await need(desk, '队伍', 1)
    await expect(going(desk)).toHaveCount(1)
  }
  await expect(going(second)).toHaveText(await going(first).allTextContents())
  // Both orders are on their way before either reaches the server.
  let waiting = 0
  let letGo = () => {}
  const both = new Promise<void>(resolve => {
    letGo = resolve
  })
  for (const desk of desks) {
    await desk.route('**/api/incidents/*/orders', async route => {
      waiting += 1
      if (waiting === desks.length) letGo()
      await both
      await route.continue()
    })
  }
  await Promise.all(desks.map(desk => desk.getByRole('button', { name: '下达 1 条调派令' }).click()))
  const told = (desk: Page) => desk.getByRole('alert').filter({ hasText: '慢了一步' })
  await expect.poll(async () => (await told(first).count()) + (await told(second).count())).toBe(1)
  const isFirstLate = (await told(first).count()) === 1
  const [loser, winner, name] = isFirstLate ? [first, second, '罗明远'] : [second, first, '周岚']
  await expect(winner.getByText('已下达 1 条调派令')).toBeVisible()
  const orders = await ask<Order[]>(winner, '/api/orders?town=1&state=open')
  const [won, ...more] = orders.filter(({ incidentId }) => incidents.some(({ id }) => id === incidentId))
  expect(more, 'the team was ordered once').toEqual([])
  expect(won?.orderedBy).toBe(name)
  const at = new Date(won?.orderedAt ?? 0).toLocaleTimeString('en-GB', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  })
  await expect(told(loser)).toContainText(`「${won?.responderName}」已由 ${name} 于 ${at} 派往事件`)
})

async function routes(page: Page, id: number): Promise<LngLat[][]> {
  const reply = await tell<{
    needs: { candidates: { chosen: boolean; route: { coordinates: LngLat[] } | null }[] }[]
  }>(page, `/api/incidents/${id}/recommendation`, { needs: [{ kind: 'team', skill: 'fire', count: 2 }] })
  return reply.needs.flatMap(each =>
    each.candidates.flatMap(({ chosen, route }) => (chosen && route ? [route.coordinates] : [])),
  )
}

/** The ways the map draws for those who go, one line each. */
async function waysOn(page: Page): Promise<LngLat[][]> {
  const items = await itemsOf(page, 'routes')
  const lines = items.flatMap((item): [unknown, LngLat[]][] =>
    isWay(item) && item.state === 'chosen' ? [[item.id, item.line]] : [],
  )
  return [...new Map(lines).values()]
}

const isWay = (item: unknown): item is { id: unknown; state: string; line: LngLat[] } =>
  typeof item === 'object' && item !== null && 'line' in item && 'state' in item

/** Whether a line goes over a stretch. */
function crosses(line: readonly LngLat[], [a, b]: readonly [LngLat, LngLat]): boolean {
  const side = (p: LngLat, q: LngLat, r: LngLat) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  return line.some((c, place) => {
    const d = line[place + 1]
    return d !== undefined && side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
  })
}

/** Two points astride a line at a share of its points, some 15 m to either side. */
function across(line: readonly LngLat[], share: number): [LngLat, LngLat] {
  const at = Math.floor((line.length - 2) * share)
  const a: LngLat = line[at] ?? [0, 0]
  const b: LngLat = line[at + 1] ?? [0, 0]
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = Math.hypot(dx, dy) || 1
  const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  const side = (by: number): LngLat => [x - (dy / length) * by, y + (dx / length) * by]
  return [side(0.00015), side(-0.00015)]
}
