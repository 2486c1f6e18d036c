import type { JournalRow } from './find.ts'

/** What a sentence is made from. */
export type Told = Pick<JournalRow, 'actor' | 'verb' | 'noun' | 'before' | 'after'>

export interface Sentence {
  zh: string
  en: string
}

/** By `noun/verb`; what follows the actor's name. */
export type Sentences = Record<string, (row: Told) => Sentence>

export const words = (zh: string, en: string): Sentence => ({ zh, en })

/** A value out of a journal row's noun; the row may be years old, so nothing about its shape is taken for granted. */
export function valueAt(noun: unknown, ...path: string[]): unknown {
  let value = noun
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.entries(value).find(([name]) => name === key)?.[1]
  }
  return value
}

/** The same as text; empty where there is nothing. */
export function field(noun: unknown, ...path: string[]): string {
  const value = valueAt(noun, ...path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A title kept in both languages. */
export const titleOf = (noun: unknown, key = 'title'): Sentence =>
  words(field(noun, key, 'zh'), field(noun, key, 'en'))

export const nameOf = ({ after, before }: Told): string =>
  field(after, 'name') || field(after, 'title') || field(before, 'name') || field(before, 'title')

const roman: Record<string, string> = { I: 'Ⅰ', II: 'Ⅱ', III: 'Ⅲ', IV: 'Ⅳ' }
export const levelText = (noun: unknown): string => roman[field(noun, 'level')] ?? field(noun, 'level')

/** 「，reason」 where one was given. */
export const because = (noun: unknown): Sentence => {
  const reason = field(noun, 'reason')
  return reason ? words(`：${reason}`, `: ${reason}`) : words('', '')
}
