import { describe, expect, it } from 'vitest'
import type { PlanNode } from '../../plans/plan.ts'
import { anOrder, aResponder } from './dispatch.fixture.ts'
import { keyOfNeed, needsOf, remainingNeeds, withCount, withNeed } from './needs.ts'

const node: PlanNode = {
  id: 'call-first',
  kind: 'resource',
  title: { zh: '调派首批', en: 'First call' },
  need: [
    { kind: 'team', skill: 'fire', count: 2, withinMinutes: 10 },
    { kind: 'team', skill: 'hazmat', count: 1 },
    { kind: 'supply', skill: '防化服', count: 6 },
  ],
}

describe('needs of a plan node', () => {
  it('go to the server without the plan’s time limits', () => {
    expect(needsOf(node)[0]).toEqual({ kind: 'team', skill: 'fire', count: 2 })
  })

  it('shrink by who was sent for this node', () => {
    const responders = [aResponder(1), aResponder(2, { skills: ['hazmat'] })]
    const left = remainingNeeds(node, [anOrder(1), anOrder(2)], responders)
    expect(left).toEqual([
      { kind: 'team', skill: 'fire', count: 1 },
      { kind: 'supply', skill: '防化服', count: 6 },
    ])
  })

  it('count one team for one need only, though it could do both', () => {
    const both = [aResponder(1, { skills: ['fire', 'hazmat'] })]
    expect(remainingNeeds(node, [anOrder(1)], both).map(need => need.count)).toEqual([1, 1, 6])
  })

  it('come back when a team declines or is called off on the way, not when it has done its work', () => {
    const responders = [aResponder(1)]
    const count = (order: ReturnType<typeof anOrder>) => remainingNeeds(node, [order], responders)[0]?.count
    expect(count(anOrder(1, { state: 'declined' }))).toBe(2)
    expect(count(anOrder(1, { state: 'released' }))).toBe(2)
    expect(count(anOrder(1, { state: 'released', arrivedAt: '2026-03-12T06:09:00.000Z' }))).toBe(1)
    expect(count(anOrder(1, { nodeId: null }))).toBe(2)
  })
})

describe('needs added by hand', () => {
  it('grow where the same is already asked', () => {
    const needs = withNeed(needsOf(node), { kind: 'team', skill: 'fire', count: 1 })
    expect(needs).toHaveLength(3)
    expect(needs[0]?.count).toBe(3)
    expect(withNeed(needs, { kind: 'expert', skill: 'fire', count: 1 })).toHaveLength(4)
  })

  it('leave the list at a count of none', () => {
    const key = keyOfNeed({ kind: 'team', skill: 'hazmat' })
    expect(withCount(needsOf(node), key, 0).map(keyOfNeed)).not.toContain(key)
    expect(withCount(needsOf(node), key, 4)[1]?.count).toBe(4)
  })
})
