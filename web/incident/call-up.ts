import { joins } from '../../plans/level.ts'
import type { Need, Plan, ResponseLevel } from '../../plans/plan.ts'
import { isActed, walk } from '../../plans/walk.ts'

/** Who and what a plan calls up when it starts at a level. */
export interface CallUp {
  /** Acts to be done by people. */
  acts: number
  /** Roles that answer for at least one of them, in the plan's order. */
  roles: Plan['roles']
  notices: number
  /** The same kind and skill counted together. */
  needs: Omit<Need, 'withinMinutes'>[]
}

export function callUpOf(plan: Plan, level: ResponseLevel): CallUp {
  const places = walk(plan.root).filter(({ node, gate }) => isActed(node) && joins(gate, level))
  const called = new Set(places.map(place => place.role))
  const needs = new Map<string, CallUp['needs'][number]>()
  for (const { kind, skill, count } of places.flatMap(({ node }) => node.need ?? [])) {
    const key = `${kind}/${skill}`
    needs.set(key, { kind, skill, count: count + (needs.get(key)?.count ?? 0) })
  }
  return {
    acts: places.length,
    roles: plan.roles.filter(role => called.has(role.id)),
    notices: places.filter(({ node }) => node.kind === 'notice').length,
    needs: [...needs.values()],
  }
}
