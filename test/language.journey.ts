import { expect, type Page, test } from '@playwright/test'
import { sections } from '../web/risk/sections.ts'
import { ask, town, visit } from './journey-page.ts'

const workspaces = [
  'overview',
  'risk',
  'grid',
  'plan',
  'incident',
  'dispatch',
  'resource',
  'drill',
  'settings',
]

// What the product itself says; names of people, places and what people wrote stay in their language.
const chrome = [
  'nav a',
  'header .pill',
  'h3',
  'button.button',
  'button.segment',
  'button.map-tool',
  '[role=tab]',
  '[role=toolbar]',
  'th',
  'label',
  '.legend',
  '.fact small',
  '.empty',
]

/** Texts of the chrome, and labels and placeholders that only some people hear or see, with Chinese in them. */
const chineseIn = (page: Page) =>
  page.evaluate(selectors => {
    const texts = [...document.querySelectorAll(selectors.join(','))].map(each => each.textContent)
    const labels = [
      ...document.querySelectorAll('nav, [role=toolbar], [role=radiogroup], [role=tablist], input'),
    ].flatMap(each => [each.getAttribute('aria-label') ?? '', each.getAttribute('placeholder') ?? ''])
    return [...texts, ...labels].filter(text => /\p{Script=Han}/u.test(text))
  }, chrome)

// Where what people wrote comes from.
const registers = [
  '/api/session',
  '/api/hazards?town=1&limit=1000',
  '/api/dangers?town=1',
  '/api/controls?town=1',
  '/api/installations?town=1',
  '/api/risk/editions?town=1',
  '/api/risk/methods',
]

/** All that has no English beside it: names of people and owners, titles and what was said. */
function written(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value)
  const isTold = (key: string) => entries.some(([other, text]) => other === `${key}En` && text !== '')
  return entries.filter(([key]) => !isTold(key)).flatMap(([, each]) => written(each))
}

/** Chinese words and marks on the page that are not among what people wrote. */
async function chineseWords(page: Page, data: string): Promise<string[]> {
  const words = await page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: string[] = []
    for (let node = walk.nextNode(); node; node = walk.nextNode()) texts.push(node.textContent ?? '')
    for (const each of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        texts.push(each.getAttribute(name) ?? '')
    return texts.flatMap(text => text.match(/[\p{Script=Han}，。：；、（）「」]+/gu) ?? [])
  })
  return [...new Set(words)].filter(word => !data.includes(word))
}

const side = (page: Page) => page.locator('.content')
const press = (page: Page, name: string) => side(page).getByRole('button', { name }).first().click()
const pickFirst = (page: Page) => side(page).locator('.entry, .list-entry').first().click()
const openSection = async (page: Page, query: string) => {
  await page.goto(`${town}/risk?${query}`)
  await expect(side(page).getByRole('heading').first()).toBeVisible()
}

/** What opens on top of a section. */
const forms: Record<string, (page: Page) => Promise<void>> = {
  'what if': async page => {
    await openSection(page, 'section=installations')
    await pickFirst(page)
    await press(page, 'What if')
  },
  'report a danger': async page => {
    await openSection(page, 'section=inspections')
    await press(page, 'Report a danger')
  },
  'who is responsible': async page => {
    await openSection(page, 'section=inspections')
    await pickFirst(page)
    await press(page, 'Name who is responsible')
  },
  method: async page => {
    await openSection(page, 'section=rules')
    await pickFirst(page)
  },
  source: page => openSection(page, 'hazard=1'),
  'correct a source': page => press(page, 'Edit'),
}

test('English leaves no Chinese in the chrome, dark and light', async ({ browser }) => {
  const page = await visit(browser, { role: 'administrator', path: `${town}/settings`, hasMap: false })
  await page.getByTitle('账号').click()
  await page.getByRole('menuitem', { name: 'English' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  const grounds = new Set<string>()
  for (const kind of workspaces) {
    await page.goto(`${town}/${kind}`)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached()
    await expect(page.locator('aside').first().or(page.locator('h2').first()).first()).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    // The account carries a person's name; the other language is called by its own.
    const said = (await chineseIn(page)).filter(text => !/ · Administrator$|^\s*中文\s*$/.test(text))
    expect.soft(said, kind).toEqual([])
  }
  // Of the risk workspace every section, and there every word.
  const read = await Promise.all(registers.map(path => ask<unknown>(page, path)))
  const data = `${written(read).join(' ')} 演示数据 中文 例行检查 3 号罐区液氨罐组`
  for (const section of sections) {
    await page.goto(`${town}/risk?section=${section}`)
    await expect(page.locator('.content').getByRole('heading').first()).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    await expect.poll(() => chineseWords(page, data), section).toEqual([])
  }
  for (const [name, open] of Object.entries(forms)) {
    await open(page)
    await expect.poll(() => chineseWords(page, data), name).toEqual([])
  }
  for (const theme of ['dark', 'light']) {
    if ((await page.locator(`html.${theme}`).count()) === 0) await page.keyboard.press('Alt+T')
    await expect(page.locator('html')).toHaveClass(theme)
    grounds.add(await page.locator('body').evaluate(body => getComputedStyle(body).backgroundColor))
  }
  expect(grounds.size).toBe(2)
})
