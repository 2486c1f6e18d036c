import { expect, it } from 'vitest'
import { isKnownNeed, needText, supplyItems } from './need.ts'

it('says a need in both languages', () => {
  expect(needText({ kind: 'expert', skill: 'chemical', count: 1 })).toEqual({
    zh: '1 名化工专家',
    en: '1 chemical engineering expert',
  })
  expect(needText({ kind: 'supply', skill: '防化服', count: 6 })).toEqual({
    zh: '防化服 6 套',
    en: 'Chemical protective suits × 6',
  })
  expect(needText({ kind: 'supply', skill: '独家物资', count: 2, withinMinutes: 5 }).zh).toBe(
    '独家物资 2 件（5 分钟内）',
  )
})

it('knows skills for people and vehicles, items for supplies, and does not mix them', () => {
  expect(isKnownNeed({ kind: 'vehicle', skill: 'fire', count: 1 })).toBe(true)
  expect(isKnownNeed({ kind: 'team', skill: '防化服', count: 1 })).toBe(false)
  expect(isKnownNeed({ kind: 'supply', skill: 'fire', count: 1 })).toBe(false)
})

it('lists every item once', () => {
  expect(new Set(supplyItems.map(item => item.zh)).size).toBe(supplyItems.length)
})
