import { describe, expect, it } from 'vitest'
import { en, zh } from './words.ts'

type Leaf = [path: string, value: unknown]

const leaves = (value: unknown, path = ''): Leaf[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
    : [[path, value]]

const chinese = leaves(zh)
const english = new Map(leaves(en))
const han = /\p{Script=Han}/u
/** Words that stand in Chinese on an English screen on purpose: the name of the language, the signs on the map. */
const meantChinese = /^frame\.chinese$|^map\.signs?\.|^plan\.originals?\./

describe('the words', () => {
  it('has every Chinese word in English, and no others', () => {
    expect([...english.keys()].sort()).toEqual(chinese.map(([path]) => path).sort())
  })

  it('takes the same number of parameters in both languages', () => {
    for (const [path, value] of chinese) {
      const other = english.get(path)
      expect(typeof other, path).toBe(typeof value)
      if (typeof value === 'function' && typeof other === 'function')
        expect(other.length, path).toBe(value.length)
    }
  })

  it('leaves no word empty and no Chinese on an English screen', () => {
    for (const [path, value] of english) {
      if (typeof value !== 'string') continue
      expect(value.trim(), path).not.toBe('')
      if (!meantChinese.test(path)) expect(han.test(value), `${path}: ${value}`).toBe(false)
    }
  })

  it('names the four scales so that none can be taken for another', () => {
    for (const words of [zh, en]) {
      const names = Object.values(words.look.scales).flatMap(scale => [
        scale.name,
        ...Object.values(scale.whole),
      ])
      expect(new Set(names).size).toBe(names.length)
    }
  })
})
