import { describe, expect, it } from 'vitest'
import { errorResponse, message, readyForQuery } from './protocol.ts'
import { sift } from './sift.ts'

const row = message('D', Buffer.from([0, 0]))
const parsed = message('1', Buffer.alloc(0))
const done = message('C', Buffer.from('SELECT 1\0'))

describe('taking an answer apart', () => {
  it('holds every ReadyForQuery back and keeps the rest in order', () => {
    const sifted = sift(Buffer.concat([parsed, row, readyForQuery('E'), row, done, readyForQuery('I')]))
    expect(Buffer.concat(sifted.kept)).toEqual(Buffer.concat([parsed, row, row, done]))
    expect(sifted).toMatchObject({ status: 'I', finished: true, torn: false, errors: [] })
  })

  it('hides the Parse answers that nobody asked for, and only those', () => {
    const sifted = sift(Buffer.concat([parsed, parsed, done]), { hiddenParses: 1 })
    expect(Buffer.concat(sifted.kept)).toEqual(Buffer.concat([parsed, done]))
  })

  it('takes notifications out with their channel', () => {
    const note = message('A', Buffer.from('\0\0\0\u0001journal\0grid 7\0'))
    const sifted = sift(Buffer.concat([row, note, done]))
    expect(sifted.notifications.map(({ channel }) => channel)).toEqual(['journal'])
    expect(Buffer.concat(sifted.kept)).toEqual(Buffer.concat([row, done]))
  })

  it('knows a torn statement by its tag, and drops the tag', () => {
    const sifted = sift(Buffer.concat([row, message('C', Buffer.from('???\0'))]))
    expect(sifted).toMatchObject({ torn: true, finished: false })
    expect(Buffer.concat(sifted.kept)).toEqual(row)
  })

  it('leaves out the end of a statement that did not come to one', () => {
    const suspended = message('s', Buffer.alloc(0))
    for (const end of [done, suspended]) {
      const { kept } = sift(Buffer.concat([parsed, row, end]), { unfinished: true })
      expect(Buffer.concat(kept)).toEqual(Buffer.concat([parsed, row]))
    }
  })

  it('counts errors by their SQLSTATE', () => {
    expect(sift(errorResponse({ code: '22012', message: 'x' })).errors).toEqual(['22012'])
  })
})
