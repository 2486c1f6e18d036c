import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
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

/** Every name and every string in the code that may say a word, this folder left out. */
function spoken(): Set<string> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const files = ['web', 'server', 'plans'].flatMap(room =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map(path => join(root, room, path)),
  )
  const code = files.filter(
    path => /\.(ts|svelte)$/.test(path) && !/\.test\.ts$|web.language.(zh|en)/.test(path),
  )
  return new Set(code.flatMap(path => readFileSync(path, 'utf8').match(/[\p{L}\w-]+/gu) ?? []))
}

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

  it('keeps no word that no screen says', () => {
    const all = spoken()
    // The kinds of warning are offered as they stand in the list.
    const named = chinese.filter(([path]) => !path.startsWith('warning.kinds.'))
    const unsaid = named.filter(([path]) => !all.has(path.slice(path.lastIndexOf('.') + 1)))
    expect(unsaid.map(([path]) => path)).toEqual([])
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
