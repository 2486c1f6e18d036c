import { expect, it } from 'vitest'
import { criticalPath } from './critical-path.ts'
import type { Mark } from './facts.ts'
import { aPlan, aStage, aTask } from './plan-builder.ts'
import { boardOf } from './run.ts'

const startedAt = new Date('2026-07-01T06:00:00Z')
const clock = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000)

const plan = aPlan([
  aStage('first', [aTask('verify', { minutes: 10 }), aTask('isolate', { minutes: 15 })]),
  aTask('seal', { minutes: 30, after: ['first'] }),
  aTask('call', { minutes: 38 }),
  aTask('review', { minutes: 1440, after: ['seal'] }),
])

function path(marks: Record<string, number>, minute: number, belowMinutes?: number) {
  const recorded = Object.entries(marks).map(([id, at]): [string, Mark] => [
    id,
    { state: 'done', at: clock(at), by: '周岚' },
  ])
  const board = boardOf(plan, { level: 'IV', startedAt, now: clock(minute), marks: new Map(recorded) })
  return criticalPath(board, belowMinutes)
}

it('is the longest chain, by the slower of two nodes in a stage', () => {
  expect(path({}, 0)).toEqual({ minutes: 45, nodeIds: ['isolate', 'seal'] })
})

it('shrinks as time passes and work is done, and moves to another chain', () => {
  expect(path({}, 5).minutes).toBe(40)
  expect(path({ isolate: 4 }, 5)).toEqual({ minutes: 35, nodeIds: ['verify', 'seal'] })
  expect(path({ isolate: 1, verify: 1 }, 2)).toEqual({ minutes: 36, nodeIds: ['call'] })
})

it('an overdue node costs nothing more, what follows it still does', () => {
  expect(path({}, 50)).toEqual({ minutes: 30, nodeIds: ['seal'] })
})

it('leaves aftercare out unless asked', () => {
  expect(path({}, 0, 10_000)).toEqual({ minutes: 1485, nodeIds: ['isolate', 'seal', 'review'] })
})

it('is nothing when all is done', () => {
  expect(path({ verify: 1, isolate: 1, seal: 2, call: 2, review: 3 }, 4)).toEqual({ minutes: 0, nodeIds: [] })
})
