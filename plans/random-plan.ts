import fc from 'fast-check'
import type { Plan, PlanNode, ResponseLevel } from './plan.ts'
import { aPlan } from './plan-builder.ts'
import { walk } from './walk.ts'

type Shape = {
  kind: 'task' | 'stage' | 'decision'
  minutes: number
  level: ResponseLevel | 'none'
  children: Shape[]
}

const level = fc.constantFrom<ResponseLevel | 'none'>('none', 'none', 'none', 'none', 'III', 'II', 'I')
const minutes = fc.integer({ min: 0, max: 60 })
const leaf: fc.Arbitrary<Shape> = fc.record({
  kind: fc.constant('task' as const),
  minutes,
  level,
  children: fc.constant([]),
})

function shape(depth: number): fc.Arbitrary<Shape> {
  if (depth === 0) return leaf
  const group = fc.record({
    kind: fc.constantFrom('stage' as const, 'stage' as const, 'decision' as const),
    minutes,
    level,
    children: fc.array(shape(depth - 1), { minLength: 1, maxLength: 4 }),
  })
  return fc.oneof({ weight: 2, arbitrary: leaf }, { weight: 1, arbitrary: group })
}

function build(shapes: readonly Shape[], next: { id: number }): PlanNode[] {
  return shapes.map(({ kind, minutes, level, children }) => {
    const id = `n${next.id}`
    next.id += 1
    return {
      id,
      kind,
      title: { zh: id, en: id },
      ...(minutes > 0 ? { minutes } : {}),
      ...(level === 'none' ? {} : { level }),
      ...(kind === 'task' ? {} : { children: build(children, next) }),
    }
  })
}

/** Plans without cycles: a node waits only for nodes earlier in the document that do not hold it. */
export const randomPlan: fc.Arbitrary<Plan> = fc
  .record({
    shapes: fc.array(shape(3), { minLength: 1, maxLength: 6 }),
    picks: fc.array(fc.nat(), { maxLength: 40 }),
  })
  .map(({ shapes, picks }) => {
    const first: PlanNode = { id: 'first', kind: 'task', title: { zh: 'first', en: 'first' } }
    const plan = aPlan([first, ...build(shapes, { id: 0 })])
    const places = walk(plan.root)
    for (let next = 0; next + 1 < picks.length; next += 2) {
      const later = places[(picks[next] ?? 0) % places.length]
      if (!later || later.index < 2) continue
      const earlier = places[1 + ((picks[next + 1] ?? 0) % (later.index - 1))]
      if (earlier && earlier.end <= later.index)
        later.node.after = [...(later.node.after ?? []), earlier.node.id]
    }
    return plan
  })

export const anyLevel = fc.constantFrom<ResponseLevel>('IV', 'III', 'II', 'I')
