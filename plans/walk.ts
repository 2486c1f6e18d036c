import { higherGate, joins } from './level.ts'
import type { Plan, PlanNode, ResponseLevel } from './plan.ts'

/** A node and where it stands. Descendants are the places from `index + 1` up to, not including, `end`. */
export type Place = {
  node: PlanNode
  index: number
  /** -1 for the root. */
  parent: number
  depth: number
  end: number
  /** The node's gate or its ancestors', whichever is higher. */
  gate: ResponseLevel | undefined
  /** The node's role, or the nearest ancestor's. */
  role: string | undefined
}

/** Every node in document order (parents before children). */
export function walk(root: PlanNode): Place[] {
  const places: Place[] = []
  const visit = (node: PlanNode, above: Place | undefined) => {
    const place: Place = {
      node,
      index: places.length,
      parent: above?.index ?? -1,
      depth: (above?.depth ?? 0) + 1,
      end: 0,
      gate: higherGate(above?.gate, node.level),
      role: node.role ?? above?.role,
    }
    places.push(place)
    for (const child of node.children ?? []) visit(child, place)
    place.end = places.length
  }
  visit(root, undefined)
  return places
}

/** Whether the node is one a person acts on: not a stage or list that only holds others. */
export function isActed(node: PlanNode): boolean {
  return node.kind === 'decision' || (node.children ?? []).length === 0
}

/** Ids of the acted-on nodes that take part at `level`. */
export function actedAt(plan: Plan, level: ResponseLevel): string[] {
  return walk(plan.root)
    .filter(place => isActed(place.node) && joins(place.gate, level))
    .map(place => place.node.id)
}

/** What an escalation adds: ids that take part at `to` and did not at `from`. */
export function addedBy(plan: Plan, from: ResponseLevel, to: ResponseLevel): string[] {
  const before = new Set(actedAt(plan, from))
  return actedAt(plan, to).filter(id => !before.has(id))
}
