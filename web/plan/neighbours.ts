import type { Plan, PlanNode, ResponseLevel } from '../../plans/plan.ts'
import { walk } from '../../plans/walk.ts'

/** A node with what must be done before it and what waits for it. */
export function neighboursOf(
  plan: Plan,
  id: string,
): { node: PlanNode; before: PlanNode[]; after: PlanNode[] } | undefined {
  const nodes = walk(plan.root).map(place => place.node)
  const node = nodes.find(each => each.id === id)
  if (!node) return undefined
  return {
    node,
    before: nodes.filter(each => node.after?.includes(each.id)),
    after: nodes.filter(each => each.after?.includes(id)),
  }
}

const places: Record<ResponseLevel, 1 | 2 | 3 | 4> = { I: 1, II: 2, III: 3, IV: 4 }

export const levelName = (names: Record<1 | 2 | 3 | 4, string>, level: ResponseLevel): string =>
  names[places[level]]
