import { describe, expect, it } from 'vitest'
import { chordOf, type Key, Keys, keyCaps } from './keys.ts'
import { zh } from './language/words.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }
const press = (
  keys: Keys,
  key: string,
  more: Partial<typeof none & { isComposing: boolean; defaultPrevented: boolean; timeStamp: number }> = {},
) => {
  let prevented = false
  const preventDefault = () => {
    prevented = true
  }
  keys.press({
    key,
    ...none,
    defaultPrevented: false,
    isComposing: false,
    target: null,
    preventDefault,
    ...more,
  })
  return prevented
}
const noting = (chord: string, done: string[], when?: () => boolean): Key => ({
  chord,
  word: () => chord,
  run: () => done.push(chord),
  ...(when ? { when } : {}),
})
const bound = (...chords: string[]) => {
  const done: string[] = []
  const keys = new Keys()
  keys.bind(
    () => 'test',
    chords.map(chord => noting(chord, done)),
  )
  return { keys, done }
}

describe('chords', () => {
  it.each([
    [{ key: 'Enter', ctrlKey: true }, 'Ctrl+Enter'],
    [{ key: 'k', metaKey: true }, 'Ctrl+K'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
    [{ key: '?', shiftKey: true }, '?'],
    [{ key: 'ArrowUp', altKey: true }, 'Alt+ArrowUp'],
    [{ key: ' ' }, 'Space'],
    [{ key: '+', shiftKey: true }, '+'],
  ])('%o is %s', (event, chord) => {
    expect(chordOf({ ...none, ...event })).toBe(chord)
  })

  it('prints caps', () => {
    expect(keyCaps('Ctrl+Enter')).toEqual(['Ctrl', '↵'])
    expect(keyCaps('g r')).toEqual(['G', 'R'])
    expect(keyCaps('/')).toEqual(['/'])
    expect(keyCaps('+')).toEqual(['+'])
  })
})

describe('keys', () => {
  it('runs what is bound and keeps the browser from acting on it', () => {
    const { keys, done } = bound('Ctrl+Enter')
    expect(press(keys, 'Enter', { ctrlKey: true })).toBe(true)
    expect(press(keys, 'Enter')).toBe(false)
    expect(done).toEqual(['Ctrl+Enter'])
  })

  it('runs sequences of plain keys', () => {
    const { keys, done } = bound('g r', 'g g', 'r')
    press(keys, 'g')
    press(keys, 'r')
    press(keys, 'g')
    press(keys, 'g')
    press(keys, 'r')
    expect(done).toEqual(['g r', 'g g', 'r'])
  })

  it('lets the latest binding win and gives the key back', () => {
    const done: string[] = []
    const { keys } = bound('D')
    const unbind = keys.bind(() => 'later', [{ chord: 'd', word: () => '', run: () => done.push('later') }])
    press(keys, 'd')
    unbind()
    press(keys, 'd')
    expect(done).toEqual(['later'])
  })

  it('does not run a key that has nothing to do now, nor show it', () => {
    const done: string[] = []
    const keys = new Keys()
    keys.bind(() => 'test', [noting('D', done, () => false), noting('E', done)])
    press(keys, 'd')
    expect(done).toEqual([])
    expect(keys.sheet(zh)).toEqual([{ title: 'test', rows: [{ chord: 'E', text: 'E' }] }])
  })

  it('leaves composing and handled keys alone', () => {
    const { keys, done } = bound('D')
    press(keys, 'd', { isComposing: true })
    press(keys, 'd', { defaultPrevented: true })
    expect(done).toEqual([])
  })

  it('counts a sequence by when its keys went down, however late a busy page reads them', () => {
    const { keys, done } = bound('g c')
    press(keys, 'g', { timeStamp: 100 })
    press(keys, 'c', { timeStamp: 1200 })
    press(keys, 'g', { timeStamp: 3000 })
    press(keys, 'c', { timeStamp: 4300 })
    expect(done).toEqual(['g c'])
  })
})
