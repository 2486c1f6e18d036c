import { describe, expect, it } from 'vitest'
import type { Mark } from './facts.ts'
import { type Markable, mayMark } from './may-mark.ts'
import type { Plan } from './plan.ts'
import { aDecision, aPlan, aStage, aTask } from './plan-builder.ts'
import { boardOf } from './run.ts'

const startedAt = new Date('2026-07-01T06:00:00Z')

function ask(plan: Plan, marks: Record<string, Mark['state']>, [id, state]: [string, Markable]): string {
  const recorded = Object.entries(marks).map(
    ([node, mark]) => [node, { state: mark, at: startedAt, by: '周岚' }] as const,
  )
  const board = boardOf(plan, { level: 'IV', startedAt, now: startedAt, marks: new Map(recorded) })
  const verdict = mayMark(board, id, state)
  return verdict.allowed ? 'yes' : verdict.reason.zh
}

const plan = aPlan([
  aStage('first', [aTask('verify'), aTask('isolate', { after: ['verify'] })]),
  aStage('second', [aTask('seal')], { after: ['first'] }),
  aDecision('widen', [aTask('move')]),
  aTask('higher', { level: 'I' }),
])

describe('mayMark', () => {
  it.each<[string, Markable, string]>([
    ['verify', 'running', 'yes'],
    ['verify', 'done', 'yes'],
    ['verify', 'skipped', 'yes'],
    ['verify', 'waiting', '已是此状态'],
    ['isolate', 'done', '等「verify」'],
    ['isolate', 'skipped', 'yes'],
    ['seal', 'running', '等「first」'],
    ['move', 'done', '待决定「widen」'],
    ['first', 'done', '其状态由下级节点得出'],
    ['first', 'skipped', 'yes'],
    ['first', 'waiting', '尚无标记'],
    ['higher', 'done', '不在本级响应中'],
    ['gone', 'done', '不在本级响应中'],
  ])('at the start, %s to %s: %s', (id, state, answer) => {
    expect(ask(plan, {}, [id, state])).toBe(answer)
  })

  it('lets a mark be taken back until something relies on it', () => {
    expect(ask(plan, { verify: 'done' }, ['verify', 'waiting'])).toBe('yes')
    expect(ask(plan, { verify: 'done', isolate: 'running' }, ['verify', 'waiting'])).toBe(
      '其后的「isolate」已经开始',
    )
    expect(ask(plan, { verify: 'done', isolate: 'done', seal: 'done' }, ['isolate', 'running'])).toBe(
      '其后的「seal」已经开始',
    )
    expect(ask(plan, { verify: 'done', isolate: 'running' }, ['isolate', 'waiting'])).toBe('yes')
  })

  it('lets a wrong done become skipped and back, since what follows stays satisfied', () => {
    expect(ask(plan, { verify: 'done', isolate: 'running' }, ['verify', 'skipped'])).toBe('yes')
    expect(ask(plan, { verify: 'skipped', isolate: 'running' }, ['verify', 'done'])).toBe('yes')
  })

  it('does not let a decision change once its branch has begun', () => {
    expect(ask(plan, { widen: 'done' }, ['widen', 'skipped'])).toBe('yes')
    expect(ask(plan, { widen: 'done', move: 'running' }, ['widen', 'skipped'])).toBe('其后的「move」已经开始')
  })

  it('marks nothing inside a skipped stage until that is taken back', () => {
    expect(ask(plan, { first: 'skipped' }, ['verify', 'done'])).toBe('所属「first」已略过')
    expect(ask(plan, { first: 'skipped' }, ['first', 'skipped'])).toBe('已略过')
    expect(ask(plan, { first: 'skipped' }, ['first', 'waiting'])).toBe('yes')
    expect(ask(plan, { first: 'skipped', seal: 'done' }, ['first', 'waiting'])).toBe('其后的「seal」已经开始')
  })

  it('does not skip a stage whose work is done', () => {
    expect(ask(plan, { verify: 'done', isolate: 'done' }, ['first', 'skipped'])).toBe('已全部完成')
  })

  it('lets work in a branch be reopened whatever follows the decision itself', () => {
    const follows = aPlan([aDecision('widen', [aTask('move')]), aTask('report', { after: ['widen'] })])
    expect(ask(follows, { widen: 'done', move: 'done', report: 'done' }, ['move', 'running'])).toBe('yes')
    expect(ask(follows, { widen: 'done', report: 'done' }, ['widen', 'waiting'])).toBe(
      '其后的「report」已经开始',
    )
  })
})
