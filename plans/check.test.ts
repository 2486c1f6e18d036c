import { describe, expect, it } from 'vitest'
import { checkPlan } from './check.ts'
import type { Plan } from './plan.ts'
import { aDecision, aPlan, aStage, aTask } from './plan-builder.ts'

const codes = (plan: Plan, severity: 'error' | 'warning' = 'error') =>
  checkPlan(plan)
    .filter(finding => finding.severity === severity)
    .map(finding => finding.code)

const text = { zh: '一', en: 'one' }

describe('checkPlan', () => {
  it('finds no error in a sound plan', () => {
    expect(
      codes(aPlan([aTask('one'), aTask('two', { after: ['one'] }), aDecision('ask', [aTask('three')])])),
    ).toEqual([])
  })

  it.each<[string, Plan]>([
    ['duplicate-id', aPlan([aTask('one'), aTask('one')])],
    ['unknown-after', aPlan([aTask('one', { after: ['gone'] })])],
    ['unknown-role', aPlan([aTask('one', { role: 'gone' })])],
    [
      'duplicate-role',
      aPlan([aTask('one')], {
        roles: [
          { id: 'chief', title: text },
          { id: 'chief', title: text },
        ],
      }),
    ],
    ['need-missing', aPlan([aTask('one', { kind: 'resource' })])],
    [
      'unknown-skill',
      aPlan([aTask('one', { kind: 'resource', need: [{ kind: 'team', skill: 'magic', count: 1 }] })]),
    ],
    [
      'bad-count',
      aPlan([aTask('one', { kind: 'resource', need: [{ kind: 'team', skill: 'fire', count: 0 }] })]),
    ],
    ['notice-missing', aPlan([aTask('one', { kind: 'notice' })])],
    ['map-missing', aPlan([aTask('one', { kind: 'map' })])],
    ['bad-deadline', aPlan([aTask('one', { minutes: -5 })])],
    ['empty-stage', aPlan([aTask('one'), aStage('two', [])])],
    ['may-not-hold', aPlan([aTask('one', { kind: 'role', children: [aTask('two')] })])],
    ['level-empty', aPlan([aTask('one', { level: 'III' })])],
    [
      'no-criteria',
      aPlan([aTask('one')], { levels: { I: { zh: ' ', en: ' ' }, II: text, III: text, IV: text } }),
    ],
    ['no-incident-type', aPlan([aTask('one')], { incidentTypes: [] })],
  ])('reports %s', (code, plan) => {
    expect(codes(plan)).toContain(code)
  })

  it.each<[string, Plan]>([
    [
      'two tasks that wait for each other',
      aPlan([aTask('one', { after: ['two'] }), aTask('two', { after: ['one'] })]),
    ],
    ['a task that waits for itself', aPlan([aTask('one', { after: ['one'] })])],
    ['a task that waits for its own stage', aPlan([aStage('stage', [aTask('one', { after: ['stage'] })])])],
    ['a stage that waits for a task in it', aPlan([aStage('stage', [aTask('one')], { after: ['one'] })])],
    [
      'a decision that waits for its own branch',
      aPlan([aDecision('ask', [aTask('one')], { after: ['one'] })]),
    ],
    [
      'two stages whose tasks cross',
      aPlan([
        aStage('left', [aTask('one', { after: ['right'] })]),
        aStage('right', [aTask('two', { after: ['left'] })]),
      ]),
    ],
  ])('reports %s as a cycle', (_name, plan) => {
    expect(codes(plan)).toContain('cycle')
  })

  it('does not call a branch that waits for its decision, or crossing tasks of two stages, a cycle', () => {
    expect(codes(aPlan([aDecision('ask', [aTask('one', { after: ['ask'] })])]))).not.toContain('cycle')
    const crossed = aPlan([
      aStage('left', [aTask('l1'), aTask('l2', { after: ['r1'] })]),
      aStage('right', [aTask('r1', { after: ['l1'] })]),
    ])
    expect(codes(crossed)).not.toContain('cycle')
  })

  it('names the node of a finding', () => {
    const [finding] = checkPlan(aPlan([aTask('one', { after: ['gone'] })])).filter(
      one => one.severity === 'error',
    )
    expect(finding).toMatchObject({ nodeId: 'one', code: 'unknown-after' })
    expect(finding?.message.zh).toContain('gone')
  })

  it.each<[string, Plan]>([
    [
      'unknown-skill',
      aPlan([aTask('one', { kind: 'resource', need: [{ kind: 'supply', skill: '独家物资', count: 1 }] })]),
    ],
    ['radius-missing', aPlan([aTask('one', { kind: 'map', map: { act: 'danger-zone' } })])],
    ['no-role', aPlan([], { root: aStage('root', [aTask('one')]) })],
    [
      'role-unused',
      aPlan([aTask('one')], {
        roles: [
          { id: 'chief', title: text },
          { id: 'idle', title: text },
        ],
      }),
    ],
    ['level-adds-nothing', aPlan([aTask('one')])],
    [
      'level-hidden',
      aPlan([aTask('zero'), aStage('late', [aTask('one', { level: 'IV' })], { level: 'II' })]),
    ],
    ['after-absent', aPlan([aTask('one', { level: 'II' }), aTask('two', { after: ['one'] })])],
  ])('warns of %s', (code, plan) => {
    expect(codes(plan, 'warning')).toContain(code)
    expect(codes(plan)).not.toContain(code)
  })

  it('does not warn where the earlier node is there whenever the later one is', () => {
    const plan = aPlan([
      aTask('zero'),
      aTask('one', { level: 'III' }),
      aTask('two', { level: 'II', after: ['one'] }),
    ])
    expect(codes(plan, 'warning')).not.toContain('after-absent')
  })
})
