import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPlan } from './check.ts'
import { criticalPath } from './critical-path.ts'
import type { Mark, RunFacts } from './facts.ts'
import { joins, levelRank } from './level.ts'
import { type Markable, mayMark } from './may-mark.ts'
import type { Plan, ResponseLevel } from './plan.ts'
import { anyLevel, randomPlan } from './random-plan.ts'
import { type Board, boardOf, nextUp } from './run.ts'
import { walk } from './walk.ts'

const startedAt = new Date('2026-07-01T06:00:00Z')
const clock = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000)
const at = (level: ResponseLevel, marks: Map<string, Mark>, minute: number): RunFacts => ({
  level,
  startedAt,
  now: clock(minute),
  marks,
})

const isSettled = (state: string) => state === 'done' || state === 'skipped'
const step = fc.record({
  pick: fc.nat(),
  state: fc.constantFrom<Markable>('running', 'done', 'done', 'skipped', 'waiting'),
})

/** Tries the steps in turn and takes the legal ones; `seen` gets the board after each. */
function play(
  plan: Plan,
  level: ResponseLevel,
  steps: { pick: number; state: Markable }[],
  seen: (board: Board) => void,
) {
  const marks = new Map<string, Mark>()
  steps.forEach(({ pick, state }, minute) => {
    const board = boardOf(plan, at(level, marks, minute))
    const ids = [...board.nodes.keys()]
    const id = ids[pick % ids.length] ?? ''
    if (!mayMark(board, id, state).allowed) return
    if (state === 'waiting') marks.delete(id)
    else marks.set(id, { state, at: clock(minute), by: '张三' })
    seen(boardOf(plan, at(level, marks, minute)))
  })
}

describe('whatever people do, as long as it is allowed', () => {
  it('nothing has begun before what it waits for is settled', () => {
    fc.assert(
      fc.property(randomPlan, anyLevel, fc.array(step, { maxLength: 60 }), (plan, level, steps) => {
        play(plan, level, steps, board => {
          for (const shown of board.nodes.values()) {
            const isBegun = !shown.isGroup && !shown.closedBy && shown.mark && shown.mark.state !== 'skipped'
            if (isBegun) expect(shown.waitsFor).toEqual([])
          }
        })
      }),
      { numRuns: 300 },
    )
  })

  it('a refusal always says why, in both languages', () => {
    fc.assert(
      fc.property(randomPlan, anyLevel, fc.nat(), step, (plan, level, pick, { state }) => {
        const board = boardOf(plan, at(level, new Map(), 0))
        const ids = [...board.nodes.keys(), 'gone']
        const verdict = mayMark(board, ids[pick % ids.length] ?? '', state)
        if (!verdict.allowed)
          expect(Math.min(verdict.reason.zh.length, verdict.reason.en.length)).toBeGreaterThan(0)
      }),
    )
  })

  it('the counts agree with the nodes, and shut nodes give a reason', () => {
    fc.assert(
      fc.property(randomPlan, anyLevel, fc.array(step, { maxLength: 40 }), (plan, level, steps) => {
        play(plan, level, steps, board => {
          const leaves = [...board.nodes.values()].filter(shown => !shown.isGroup)
          expect(board.progress.done).toBe(leaves.filter(shown => shown.state === 'done').length)
          expect(board.progress.total).toBe(leaves.filter(shown => shown.state !== 'skipped').length)
          for (const shown of board.nodes.values()) {
            const isShut = shown.state === 'blocked' || shown.state === 'waiting'
            expect(shown.reason !== undefined).toBe(isShut)
          }
        })
      }),
      { numRuns: 200 },
    )
  })
})

describe('every sound plan', () => {
  it('can be run to its end at every level, by any choice of done and skipped', () => {
    fc.assert(
      fc.property(
        randomPlan,
        anyLevel,
        fc.array(fc.record({ pick: fc.nat(), skip: fc.boolean() }), { minLength: 1 }),
        (plan, level, turns) => {
          const marks = new Map<string, Mark>()
          for (let turn = 0; turn <= walk(plan.root).length; turn += 1) {
            const board = boardOf(plan, at(level, marks, turn))
            const open = nextUp(board)
            const { pick, skip } = turns[turn % turns.length] ?? { pick: 0, skip: false }
            const shown = open[pick % Math.max(1, open.length)]
            if (!shown) break
            const state = skip ? 'skipped' : 'done'
            expect(mayMark(board, shown.id, state)).toEqual({ allowed: true })
            marks.set(shown.id, { state, at: clock(turn), by: '张三' })
          }
          const board = boardOf(plan, at(level, marks, 0))
          expect(
            [...board.nodes.values()].filter(shown => !isSettled(shown.state)).map(shown => shown.id),
          ).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('has no cycle to report', () => {
    fc.assert(
      fc.property(randomPlan, plan => {
        expect(checkPlan(plan).filter(finding => finding.severity === 'error')).toEqual([])
      }),
    )
  })

  it('escalated, adds only nodes of the levels above and changes no mark', () => {
    fc.assert(
      fc.property(
        randomPlan,
        anyLevel,
        anyLevel,
        fc.array(step, { maxLength: 30 }),
        (plan, one, other, steps) => {
          const [low, high] = levelRank(one) <= levelRank(other) ? [one, other] : [other, one]
          let marks = new Map<string, Mark>()
          play(plan, low, steps, board => {
            marks = new Map(
              [...board.nodes.values()].flatMap(shown =>
                shown.mark ? [[shown.id, shown.mark] as const] : [],
              ),
            )
          })
          const before = boardOf(plan, at(low, marks, 60))
          const then = boardOf(plan, at(high, marks, 60))
          const gates = new Map(walk(plan.root).map(place => [place.node.id, place.gate]))
          for (const [id, shown] of before.nodes) expect(then.nodes.get(id)?.mark).toEqual(shown.mark)
          for (const shown of then.nodes.values()) {
            if (before.nodes.has(shown.id) || shown.isGroup) continue
            expect(joins(gates.get(shown.id), low)).toBe(false)
            expect(joins(gates.get(shown.id), high)).toBe(true)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is left as it was by reading the board', () => {
    fc.assert(
      fc.property(randomPlan, anyLevel, (plan, level) => {
        const before = JSON.stringify(plan)
        criticalPath(boardOf(plan, at(level, new Map(), 5)))
        expect(JSON.stringify(plan)).toBe(before)
      }),
    )
  })
})

describe('the critical path', () => {
  // Living through the run, everyone using all the time given, must take as long as the path says.
  function liveThrough(plan: Plan, level: ResponseLevel): number {
    const marks = new Map<string, Mark>()
    let minute = 0
    for (;;) {
      const open = nextUp(boardOf(plan, at(level, marks, minute)))
      const dueAt = (shown: (typeof open)[number]) => (shown.due ?? shown.readyAt ?? clock(minute)).getTime()
      const next = open.toSorted((one, other) => dueAt(one) - dueAt(other))[0]
      if (!next) return minute
      minute = Math.max(minute, (dueAt(next) - startedAt.getTime()) / 60_000)
      marks.set(next.id, { state: 'done', at: new Date(dueAt(next)), by: '张三' })
    }
  }

  it('is as long as living through the run with all the time given', () => {
    fc.assert(
      fc.property(randomPlan, anyLevel, (plan, level) => {
        const path = criticalPath(boardOf(plan, at(level, new Map(), 0)))
        expect(path.minutes).toBe(liveThrough(plan, level))
      }),
      { numRuns: 300 },
    )
  })

  it('is the sum of the deadlines along it', () => {
    fc.assert(
      fc.property(randomPlan, anyLevel, (plan, level) => {
        const board = boardOf(plan, at(level, new Map(), 0))
        const { minutes, nodeIds } = criticalPath(board)
        expect(nodeIds.reduce((sum, id) => sum + (board.nodes.get(id)?.node.minutes ?? 0), 0)).toBe(minutes)
      }),
    )
  })
})
