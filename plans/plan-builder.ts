import type { Plan, PlanNode } from './plan.ts'

const both = (text: string) => ({ zh: text, en: text })

type More = Omit<Partial<PlanNode>, 'id'>

export const aTask = (id: string, more: More = {}): PlanNode => ({
  id,
  kind: 'task',
  title: both(id),
  ...more,
})
export const aStage = (id: string, children: PlanNode[], more: More = {}): PlanNode => ({
  id,
  kind: 'stage',
  title: both(id),
  children,
  ...more,
})
export const aDecision = (id: string, children: PlanNode[], more: More = {}): PlanNode => ({
  id,
  kind: 'decision',
  title: both(id),
  children,
  ...more,
})

/** A small sound plan for tests, around the given children of its root. */
export function aPlan(children: PlanNode[], more: Partial<Plan> = {}): Plan {
  return {
    code: 'test',
    title: both('test'),
    incidentTypes: ['chemical'],
    edition: '1',
    basis: [],
    levels: { I: both('one'), II: both('two'), III: both('three'), IV: both('four') },
    roles: [{ id: 'chief', title: both('chief') }],
    root: aStage('root', children, { role: 'chief' }),
    ...more,
  }
}
