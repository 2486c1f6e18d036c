import { expect, test } from '@playwright/test'
import type { PlanRecord } from '../server/plan/plan.ts'
import { ask, town, visit } from './journey-page.ts'

// Ways to make a browser run a title: all must be refused, or be letters on the screen.
const hostile = [
  '<img src=x onerror="window.harmed=1">',
  '<svg onload="window.harmed=1"></svg>',
  '<script>window.harmed=1</script>',
  '"><iframe srcdoc="<script>parent.harmed=1</script>"></iframe>',
  '<a href="javascript:window.harmed=1">x</a>',
  '[x](javascript:window.harmed=1)',
  '$\\href{javascript:window.harmed=1}{x}$',
  '<style>*{display:none}</style>',
]

// The mind map writes signs of markup full width: they read the same and are none.
const shown = (title: string) => title.replaceAll('<', '＜').replaceAll('>', '＞')

test('hostile titles of a plan are letters, never a script', async ({ browser }) => {
  const page = await visit(browser, { role: 'planner', path: `${town}/plan`, hasMap: false })
  const plans = await ask<{ id: number; code: string }[]>(page, '/api/plans?town=1')
  const source = await ask<PlanRecord>(page, `/api/plans/${plans.find(({ code }) => code === 'crowd')?.id}`)
  const children = hostile.map((title, place) => ({
    id: `hostile-${place}`,
    kind: 'task' as const,
    title: { zh: title, en: title },
    note: { zh: title, en: title },
  }))
  const root = { ...source.document.root, children }
  const document = {
    ...source.document,
    code: `hostile-${Date.now()}`,
    title: { zh: hostile[0], en: 'Hostile' },
    root,
  }
  const answer = await page.context().request.post('/api/plans', { data: { townId: 1, document } })
  if (!answer.ok()) return expect([400, 422]).toContain(answer.status())
  const { id }: PlanRecord = await answer.json()

  await page.goto(`${town}/plan/${id}`)
  const topics = page.locator('me-tpc')
  for (const title of hostile) await expect(topics.filter({ hasText: shown(title) })).not.toHaveCount(0)
  await topics
    .filter({ hasText: shown(hostile[2] ?? '') })
    .first()
    .click()
  for (const view of ['大纲', '清单', '正文']) await page.getByRole('radio', { name: view }).click()
  expect(await page.evaluate(() => Reflect.get(window, 'harmed'))).toBeUndefined()
  const made = page.locator(
    'me-tpc img, me-tpc svg, me-tpc iframe, me-tpc script, me-tpc a, article img, article script',
  )
  await expect(made).toHaveCount(0)
})
