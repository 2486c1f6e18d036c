import { expect, test } from '@playwright/test'
import type { BoundaryEdit } from '../server/grid/boundary-edit.ts'
import type { GridDraft, GridPublication } from '../server/grid/draft.ts'
import type { Grid } from '../server/grid/grid.ts'
import { bendIn, coverageOf, towards } from './journey-grid.ts'
import { ask, tell, town, visit } from './journey-page.ts'

/** Half of a grid on each side of a line from north to south. */
function halving({ id, polygon }: Grid) {
  const units = (polygon.coordinates[0] ?? []).map(spot => spot.map(each => Math.round(each * 1e7)))
  const side = (i: number) => units.map(spot => spot[i] ?? 0)
  const middle = Math.round((Math.min(...side(0)) + Math.max(...side(0))) / 2)
  const line = [
    [middle, Math.min(...side(1)) - 500],
    [middle, Math.max(...side(1)) + 500],
  ]
  return { kind: 'split', line, faces: [id] }
}

const gridsOf = async (page: Parameters<typeof ask>[0], at?: string) =>
  ask<Grid[]>(page, `/api/grids?town=1&limit=5000${at ? `&at=${at}` : ''}`)

test('a grid is split, named, reviewed by another, looked at on other days and put back', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'grid-manager', path: `${town}/grid`, hasMap: false })
  const before = await gridsOf(page)
  const crowded = before
    .filter(({ level }) => level === 'first')
    .sort((a, b) => b.people - a.people)
    .find(({ name }) => /\d/.test(name))
  if (!crowded) throw new Error('nobody lives in the demo town')
  const seen = before
    .filter(({ regionId }) => regionId === crowded.regionId)
    .map(({ id, version }) => ({ id, version }))
  const body = { townId: 1, name: '拆分', edits: [halving(crowded)], seen, reason: '', version: 0 }
  const kept = await tell<GridDraft>(page, '/api/grid-drafts', body)

  await page.goto(`${town}/grid?draft=${kept.id}`)
  await page.getByRole('textbox', { name: /^名称/ }).fill('滨河东格')
  const code = page.getByRole('textbox', { name: '编码', exact: true })
  await expect(code).toHaveValue(/^\d{12,}$/)
  const given = await code.inputValue()
  expect(before.map(grid => grid.code)).not.toContain(given)
  await page.getByRole('textbox', { name: '网格长', exact: true }).fill('陶宏伟')
  const table = page.getByRole('table', { name: '改动后果' })
  await expect(table.getByRole('row', { name: /滨河东格/ })).toContainText('新设')
  await page.getByRole('textbox', { name: '变更原因' }).fill('人口密集')
  await expect(table.getByRole('row', { name: /滨河东格/ })).not.toContainText('…')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('已提交，等待他人审核')).toBeVisible()
  expect(page.url()).toContain(`review=${kept.id}`)

  const other = await visit(browser, {
    role: 'commander',
    path: `${town}/grid?review=${kept.id}`,
    hasMap: false,
  })
  await expect(other.getByText(given)).toBeVisible()
  await other.getByRole('textbox', { name: '生效日期' }).fill('2030-01-02')
  await other.getByRole('button', { name: /^批准/ }).click()
  await expect(other.getByText('批准，2030-01-02 生效')).toBeVisible()
  await other.goto(`${town}/grid?at=2030-01-03`)
  await expect(other.getByText('正在查看 2030-01-03 的网格')).toBeVisible()
  await other.getByRole('searchbox', { name: '搜索网格名称、编码、网格长' }).fill('滨河东格')
  const coming = other.getByRole('button', { name: /^滨河东格/ })
  await expect(coming).toBeVisible()
  await other.getByRole('button', { name: /^回到今天/ }).click()
  await expect(coming).toBeHidden()
  expect(other.url()).not.toContain('at=')

  // What waits is taken back and approved for now.
  const waiting = await ask<GridDraft>(page, `/api/grid-drafts/${kept.id}`)
  const path = `/api/grid-drafts/${kept.id}`
  const recalled = await tell<GridDraft>(page, `${path}/recall`, { version: waiting.version })
  const again = await tell<GridDraft>(page, `${path}/propose`, { version: recalled.version })
  await tell(other, `${path}/approve`, { version: again.version, effectiveAt: null, note: '' })
  const [latest] = await ask<GridPublication[]>(page, '/api/grid-publications?town=1')
  expect(latest).toMatchObject({ draftId: kept.id, made: [expect.any(Number)] })

  await page.goto(`${town}/grid?history=${latest?.id}`)
  await expect(page.getByRole('table', { name: '变更的网格' })).toContainText('滨河东格 · 新设')
  await page.keyboard.press('r')
  await page.getByRole('textbox', { name: '变更原因' }).fill('拆分有误')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('table', { name: '改动后果' })).toContainText('撤销')
  await page.getByRole('button', { name: /^提交审核/ }).click()
  await expect(page.getByText('已提交，等待他人审核')).toBeVisible()
  const restoring = (await ask<GridDraft[]>(page, '/api/grid-drafts?town=1&state=proposed')).find(
    draft => draft.restore !== null,
  )
  await tell(other, `/api/grid-drafts/${restoring?.id}/approve`, {
    ...{ version: restoring?.version, effectiveAt: null, note: '' },
  })
  const shapes = (grids: readonly Grid[]) =>
    grids.map(({ id, name, polygon }) => [id, name, JSON.stringify(polygon)])
  expect(shapes(await gridsOf(page))).toEqual(shapes(before))
})

/** Two neighbours, and two others that can be joined, all in one village. */
function neighbours(all: readonly Grid[]) {
  const coverage = coverageOf(all)
  const bend = bendIn(coverage)
  const [inside, outside] = bend.grids.map(id => all.find(grid => grid.id === id))
  const village = coverage.faceIds.filter(
    face => !bend.grids.includes(face) && coverage.parentOf(face) === inside?.regionId,
  )
  const pairs = village.flatMap(a => village.map(b => ({ kind: 'merge' as const, faces: [a, b] })))
  const join = pairs.find(edit => edit.faces[0] !== edit.faces[1] && coverage.apply(edit).done)
  if (!inside || !outside || !join) throw new Error('no village has four such grids')
  return { bend, inside, outside, join }
}

test('two people draw at one boundary: both are warned, and the second merges step by step', async ({
  browser,
}) => {
  const page = await visit(browser, { role: 'grid-manager', path: `${town}/grid`, hasMap: false })
  const other = await visit(browser, { role: 'administrator', path: `${town}/grid`, hasMap: false })
  const all = await gridsOf(page)
  const { bend, inside, outside, join } = neighbours(all)
  const draft = (name: string, edits: object[], ids: readonly number[]) => {
    const seen = all.flatMap(({ id, version }) => (ids.includes(id) ? [{ id, version }] : []))
    return { townId: 1, name, edits, seen, reason: '', version: 0 }
  }
  const into: BoundaryEdit = { kind: 'merge', faces: [outside.id, inside.id] }
  const move = { kind: 'move-vertex', from: bend.corner, to: towards(bend.corner, bend.before, 0.1) }
  const first = await tell<GridDraft>(page, '/api/grid-drafts', draft('两格并一格', [into], bend.grids))
  const edits = [move, halving(inside), join]
  const second = await tell<GridDraft>(
    other,
    '/api/grid-drafts',
    draft('一格拆两格', edits, [...bend.grids, ...join.faces]),
  )
  await page.goto(`${town}/grid?draft=${first.id}`)
  await other.goto(`${town}/grid?draft=${second.id}`)
  for (const [who, name] of [
    [page, '一格拆两格'],
    [other, '两格并一格'],
  ] as const) {
    const line = who.locator('.line-item', { hasText: name })
    await expect(line.getByRole('status')).toContainText(inside.name)
  }

  await page.getByRole('textbox', { name: '变更原因' }).fill('人口减少')
  await page.getByRole('button', { name: '直接发布' }).click()
  // The grid that is no more is named too, and nothing of the second draft is lost until it is compared.
  await expect(other.getByText(/的边界刚被他人修改/)).toContainText(inside.name)
  await other.getByRole('button', { name: /^比较并合并/ }).click()
  const steps = other.locator('ol > li')
  await expect(steps).toHaveCount(3)
  await expect(steps.nth(1)).toContainText('冲突')
  await expect(steps.nth(2)).toContainText('可以叠加')
  await steps.nth(2).getByRole('button', { name: '舍去' }).click()
  await expect(other.getByRole('button', { name: /^合并：留 0 舍 3/ })).toBeVisible()
  await steps.nth(2).getByRole('button', { name: '保留' }).click()
  await other.getByRole('button', { name: /^合并：留 1 舍 2/ }).click()
  await other.getByRole('textbox', { name: '变更原因' }).fill('只并另外两格')
  await other.getByRole('button', { name: /^提交审核/ }).click()
  await expect(other.getByText('已提交，等待他人审核')).toBeVisible()
  const proposed = await ask<GridDraft>(other, `/api/grid-drafts/${second.id}`)
  expect(proposed.edits).toEqual([join])
  await page.goto(`${town}/grid?review=${second.id}`)
  await page.getByRole('button', { name: /^批准/ }).click()
  await expect(page.getByText('已批准并生效')).toBeVisible()
  const now = await gridsOf(page)
  const gone = all.filter(({ id }) => !now.some(grid => grid.id === id)).map(({ id }) => id)
  expect(gone.sort()).toEqual([inside.id, join.faces[1]].sort())
})
