import { describe, expect, it } from 'vitest'
import { readChange } from './feed-line.ts'

const row = {
  sequence: 41,
  noun: 'order',
  id: 7,
  version: 3,
  verb: 'depart',
  at: '2026-03-12T06:00:00Z',
  incidentId: 9,
  actor: '周岚',
}

describe('a line of the feed', () => {
  it('reads a change', () => {
    expect(readChange(JSON.stringify(row))).toEqual(row)
    expect(readChange(JSON.stringify({ ...row, after: { lngLat: [1, 2] } }))).toMatchObject({
      after: { lngLat: [1, 2] },
    })
  })

  it('reads a change without id, version, incident or noun carried', () => {
    const bare = {
      sequence: 42,
      noun: 'edition',
      id: null,
      version: null,
      verb: 'publish',
      at: row.at,
      after: null,
    }
    expect(readChange(JSON.stringify(bare))).toEqual({
      sequence: 42,
      noun: 'edition',
      id: 0,
      version: 0,
      verb: 'publish',
      at: row.at,
      incidentId: undefined,
      actor: '',
    })
  })

  it.each(['', 'nonsense', '[]', 'null', '{"sequence":"41","noun":"order","verb":"x"}', '{"sequence":4}'])(
    'refuses %j',
    text => {
      expect(readChange(text)).toBeUndefined()
    },
  )
})
