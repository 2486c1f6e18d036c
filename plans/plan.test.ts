import { describe, expect, it } from 'vitest'
import { depthLimit, nodeLimit, Plan, type PlanNode } from './plan.ts'
import { aPlan, aStage, aTask } from './plan-builder.ts'

const refused = (plan: unknown) => !Plan.safeParse(plan).success
const withNode = (more: Record<string, unknown>): unknown => {
  const plan = aPlan([])
  return { ...plan, root: { ...plan.root, children: [{ ...aTask('one'), ...more }] } }
}

function nested(depth: number): PlanNode {
  return depth <= 1 ? aTask('leaf') : aStage(`stage-${depth}`, [nested(depth - 1)])
}

describe('the plan document', () => {
  it('accepts a sound plan and keeps it as it is', () => {
    const plan = aPlan([aTask('one', { minutes: 5, after: [], link: 'https://example.org/a?b=1' })])
    expect(Plan.parse(plan)).toEqual(plan)
  })

  it.each([
    ['HTML', { dangerouslySetInnerHTML: '<b>x</b>' }],
    ['a hyperLink', { hyperLink: 'javascript:alert(1)' }],
    ['a style', { style: { color: 'red' } }],
    ['an unknown key inside a map act', { map: { act: 'cordon', html: 'x' } }],
  ])('refuses %s', (_name, more) => {
    expect(refused(withNode(more))).toBe(true)
  })

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    ' https://a.org',
    'https://a.org/"><b>',
    '/local',
  ])('refuses the link %s', link => {
    expect(refused(withNode({ link }))).toBe(true)
  })

  it.each(['https://a.org', 'http://a.org/b', '//a.org/b'])('accepts the link %s', link => {
    expect(refused(withNode({ link }))).toBe(false)
  })

  it('refuses control and text-direction characters', () => {
    expect(refused(withNode({ title: { zh: 'a\u0007', en: 'a' } }))).toBe(true)
    expect(refused(withNode({ title: { zh: 'a', en: 'a\u202eb' } }))).toBe(true)
    expect(refused(withNode({ note: { zh: '一\n二', en: 'one\ntwo' } }))).toBe(false)
  })

  it('refuses ids that are malformed or used twice', () => {
    expect(refused(aPlan([aTask('One')]))).toBe(true)
    expect(refused(aPlan([aTask('one'), aStage('two', [aTask('one')])]))).toBe(true)
  })

  it('refuses texts, deadlines and radii beyond their limits', () => {
    expect(refused(withNode({ title: { zh: '长'.repeat(101), en: 'x' } }))).toBe(true)
    expect(refused(withNode({ title: { zh: ' ', en: 'x' } }))).toBe(true)
    expect(refused(withNode({ minutes: 0 }))).toBe(true)
    expect(refused(withNode({ minutes: 1.5 }))).toBe(true)
    expect(refused(withNode({ map: { act: 'cordon', radiusMeters: 20_001 } }))).toBe(true)
  })

  it('accepts the deepest tree and refuses one level more, also absurdly more', () => {
    expect(refused(aPlan([nested(depthLimit - 1)]))).toBe(false)
    expect(refused(aPlan([nested(depthLimit)]))).toBe(true)
    let deep: unknown = aTask('bottom')
    for (let depth = 0; depth < 50_000; depth += 1) deep = { ...aTask('x'), kind: 'stage', children: [deep] }
    expect(refused({ ...aPlan([]), root: deep })).toBe(true)
  })

  it('accepts 500 nodes and refuses 501', () => {
    const many = (count: number) =>
      aPlan(
        Array.from({ length: 10 }, (_, stage) =>
          aStage(
            `s${stage}`,
            Array.from({ length: Math.ceil((count - 11 - stage) / 10) }, (_, index) =>
              aTask(`s${stage}-${index}`),
            ),
          ),
        ),
      )
    expect(refused(many(nodeLimit))).toBe(false)
    expect(refused(many(nodeLimit + 1))).toBe(true)
  })
})
