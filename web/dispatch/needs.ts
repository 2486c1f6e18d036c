import type { PlanNode } from '../../plans/plan.ts'
import type { Board, BoardNode } from '../../plans/run.ts'
import type { Need, Order } from '../../server/dispatch/dispatch.ts'
import type { Responder } from '../../server/responder/responder.ts'

export const keyOfNeed = ({ kind, skill }: Pick<Need, 'kind' | 'skill'>) => `${kind}/${skill}`

/** What a plan node asks for; its time limits are the plan's business. */
export const needsOf = (node: PlanNode): Need[] =>
  (node.need ?? []).map(({ kind, skill, count }) => ({ kind, skill, count }))

/** Adds a need; one that is already there grows instead. */
export function withNeed(needs: readonly Need[], added: Need): Need[] {
  const key = keyOfNeed(added)
  if (!needs.some(need => keyOfNeed(need) === key)) return [...needs, added]
  return needs.map(need => (keyOfNeed(need) === key ? { ...need, count: need.count + added.count } : need))
}

/** The need with another count; none of it takes it off the list. */
export const withCount = (needs: readonly Need[], key: string, count: number): Need[] =>
  needs.flatMap(need => (keyOfNeed(need) === key ? (count > 0 ? [{ ...need, count }] : []) : [need]))

const isLost = ({ state, arrivedAt }: Order) =>
  state === 'declined' || (state === 'released' && arrivedAt === null)

/**
 * What is still to be ordered of a node's needs. Each responder sent for the node covers one: of the needs it
 * could cover, the first that is not yet full. Supplies are drawn, not ordered, and stay.
 */
export function remainingNeeds(
  node: PlanNode,
  orders: readonly Order[],
  responders: readonly Responder[],
): Need[] {
  const skillsOf = new Map(responders.map(({ id, skills }) => [id, skills]))
  const left = needsOf(node).map(need => ({ ...need }))
  for (const order of orders) {
    if (order.nodeId !== node.id || isLost(order)) continue
    const skills: readonly string[] = skillsOf.get(order.responderId) ?? []
    const covered = left.find(
      need => need.kind === order.responderKind && need.count > 0 && skills.includes(need.skill),
    )
    if (covered) covered.count -= 1
  }
  return left.filter(need => need.count > 0)
}

/** Nodes that ask for resources and may be worked on now, the nearest deadline first. */
export function askingNodes(open: readonly BoardNode[]): BoardNode[] {
  return open.filter(shown => (shown.node.need ?? []).length > 0)
}

/** Every node of the run that asks for resources and is not settled, those that may be worked on first. */
export function laterNodes(board: Board, open: readonly BoardNode[]): BoardNode[] {
  const now = new Set(open.map(shown => shown.id))
  return [...board.nodes.values()].filter(
    shown =>
      !now.has(shown.id) &&
      (shown.node.need ?? []).length > 0 &&
      shown.state !== 'done' &&
      shown.state !== 'skipped',
  )
}
