import { afterEach, describe, expect, it, vi } from 'vitest'
import { Language } from './language/language.svelte.ts'
import { zh } from './language/words.ts'
import { Notices } from './notice.svelte.ts'
import { Problem } from './problem.ts'

const open = () => new Notices(new Language(null))
afterEach(() => vi.useRealTimers())

describe('notices', () => {
  it('says what the server said, and each field at fault', () => {
    const notices = open()
    const errors = [
      { path: 'title', message: '标题：太短' },
      { path: 'lngLat', message: '位置：缺少' },
    ]
    notices.problem(new Problem({ code: 'invalid', status: 422, detail: '标题：太短', errors }))
    expect(notices.list[0]).toMatchObject({ tone: 'bad', text: '标题：太短', detail: '位置：缺少' })
  })

  it('has words of its own where the server was silent', () => {
    expect(open().textOf(new Problem({ code: 'offline', status: 0 }))).toBe(zh.errors.codes.offline)
    expect(open().textOf(new TypeError('x is undefined'))).toBe(zh.errors.codes.unknown)
  })

  it('keeps few, and never the same sentence twice', () => {
    const notices = open()
    for (const text of ['a', 'b', 'b', 'c', 'd']) notices.bad(text)
    expect(notices.list.map(notice => notice.text)).toEqual(['b', 'c', 'd'])
  })

  it('lets good news go by itself and bad news stay', () => {
    vi.useFakeTimers()
    const notices = open()
    notices.good('saved')
    notices.bad('lost')
    vi.runAllTimers()
    expect(notices.list.map(notice => notice.text)).toEqual(['lost'])
  })

  it('offers to try again where that makes sense', () => {
    const notices = open()
    let tries = 0
    notices.problem(new Problem({ code: 'busy', status: 429 }), () => {
      tries += 1
    })
    notices.list[0]?.remedy?.run()
    expect(tries).toBe(1)
  })
})
