import { describe, expect, it } from 'vitest'
import { factsOf, joinedTimes, type RunRecord } from './facts.ts'

const now = new Date('2026-07-01T08:00:00Z')
const record: RunRecord = {
  level: 'III',
  startedAt: '2026-07-01T06:00:00Z',
  escalations: [],
  nodes: [
    { nodeId: 'one', state: 'done', at: '2026-07-01T06:10:00Z', by: '周岚' },
    { nodeId: 'two', state: 'waiting', at: '2026-07-01T06:11:00Z', by: '周岚' },
  ],
}

const hour = (gate: Parameters<ReturnType<typeof joinedTimes>>[0], given: RunRecord) =>
  new Date(joinedTimes(factsOf(given, now))(gate)).getUTCHours()

describe('facts of a stored run', () => {
  it('turn rows into marks, without those taken back', () => {
    const facts = factsOf(record, now)
    expect([...facts.marks]).toEqual([
      ['one', { state: 'done', at: new Date('2026-07-01T06:10:00Z'), by: '周岚' }],
    ])
    expect(facts.levels).toEqual([{ level: 'III', at: new Date('2026-07-01T06:00:00Z') }])
  })

  it('know the level a run began at when it is listed', () => {
    const escalations = [
      { level: 'IV', at: '2026-07-01T06:00:00Z' },
      { level: 'II', at: '2026-07-01T07:00:00Z' },
    ] as const
    const given: RunRecord = { ...record, level: 'II', escalations }
    expect([hour(undefined, given), hour('IV', given), hour('III', given), hour('II', given)]).toEqual([
      6, 6, 7, 7,
    ])
  })

  it('take it to be one below the first change when it is not', () => {
    const given: RunRecord = {
      ...record,
      level: 'II',
      escalations: [{ level: 'II', at: '2026-07-01T07:00:00Z' }],
    }
    expect([hour('III', given), hour('II', given)]).toEqual([6, 7])
  })

  it('count a level that was left and entered again from the second time', () => {
    const escalations = [
      { level: 'II', at: '2026-07-01T06:00:00Z' },
      { level: 'IV', at: '2026-07-01T07:00:00Z' },
      { level: 'II', at: '2026-07-01T08:00:00Z' },
    ] as const
    expect(hour('II', { ...record, level: 'II', escalations })).toBe(8)
  })
})
