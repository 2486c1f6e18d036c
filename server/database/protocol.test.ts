import { describe, expect, it } from 'vitest'
import { errorResponse, message, simpleQuery, split, sqlOf, sqlStateOf, statementNamed } from './protocol.ts'

const parse = (name: string, sql: string) => message('P', Buffer.from(`${name}\0${sql}\0\0\0`))
const typed = (bytes: Buffer) => ({ type: String.fromCharCode(bytes.readUInt8(0)), bytes })

describe('splitting a stream into messages', () => {
  const stream = Buffer.concat([
    simpleQuery('select 1'),
    parse('a', 'select 中'),
    message('S', Buffer.alloc(0)),
  ])

  it('finds every message, cut anywhere', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      const before = split(stream.subarray(0, cut))
      const after = split(Buffer.concat([before.rest, stream.subarray(cut)]))
      const types = [...before.messages, ...after.messages].map(({ type }) => type)
      expect(types).toEqual(['Q', 'P', 'S'])
      expect(after.rest).toHaveLength(0)
    }
  })

  it('reads the SQL past a name of several bytes a letter', () => {
    expect(sqlOf(typed(parse('语句', 'select 中')))).toBe('select 中')
    expect(sqlOf(typed(simpleQuery('listen x')))).toBe('listen x')
    expect(sqlOf(typed(message('S', Buffer.alloc(0))))).toBe('')
  })
})

describe('naming prepared statements', () => {
  it('finds the name in Parse, Bind, Describe and Close, and none for a portal', () => {
    expect(statementNamed(typed(parse('s1', 'select 1')))).toBe('s1')
    expect(statementNamed(typed(message('B', Buffer.from('portal\0s1\0'))))).toBe('s1')
    expect(statementNamed(typed(message('D', Buffer.from('Ss1\0'))))).toBe('s1')
    expect(statementNamed(typed(message('C', Buffer.from('Ss1\0'))))).toBe('s1')
    expect(statementNamed(typed(message('D', Buffer.from('Ps1\0'))))).toBeUndefined()
  })
})

it('writes an error whose SQLSTATE can be read again', () => {
  const [error] = split(errorResponse({ code: '0A000', message: 'Cannot' })).messages
  expect(error && sqlStateOf(error)).toBe('0A000')
})
