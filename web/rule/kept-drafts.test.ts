import { expect, test } from 'vitest'
import { z } from 'zod'
import { KeptDrafts } from './kept-drafts.svelte.ts'

function shelf(content: Record<string, string> = {}) {
  const held = new Map(Object.entries(content))
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, text: string) => void held.set(key, text),
  }
}
const Words = z.object({ note: z.string() })
const at = new Date('2026-06-01T08:00:00Z')
const open = (storage: ReturnType<typeof shelf>, personId = 7) =>
  new KeptDrafts(Words, { kind: 'method', personId, storage })

test('what was half written is found again by the same person, and by nobody else', () => {
  const storage = shelf()
  open(storage).keep('LEC A', { note: '试' }, at)
  expect(open(storage).find('LEC A')).toEqual({ at: '2026-06-01T08:00:00.000Z', content: { note: '试' } })
  expect(open(storage).find('LEC B')).toBeUndefined()
  expect(open(storage, 8).find('LEC A')).toBeUndefined()
})

test('two tabs keep their drafts beside each other, and one put away is gone', () => {
  const storage = shelf()
  const [one, other] = [open(storage), open(storage)]
  one.keep('LEC A', { note: '甲' }, at)
  other.keep('MES common', { note: '乙' }, at)
  one.drop('LEC A')
  expect(open(storage).find('LEC A')).toBeUndefined()
  expect(open(storage).find('MES common')?.content.note).toBe('乙')
})

test('what cannot be read is forgotten', () => {
  expect(open(shelf({ 'sisetu.drafts.method.7': '{' })).find('LEC A')).toBeUndefined()
  const other = JSON.stringify({ 'LEC A': { at: at.toISOString(), content: { text: 1 } } })
  expect(open(shelf({ 'sisetu.drafts.method.7': other })).find('LEC A')).toBeUndefined()
})
