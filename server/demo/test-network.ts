import type { TownWay } from './osm-builder.ts'

/** Share of road nodes in the largest part where every node reaches every other (Tarjan, without recursion). */
export function largestStronglyConnected(roads: readonly TownWay[]): number {
  const next = new Map<number, number[]>()
  const link = (from: number, to: number) => {
    next.set(from, [...(next.get(from) ?? []), to])
    if (!next.has(to)) next.set(to, [])
  }
  for (const { refs, tags } of roads)
    for (const [i, to] of refs.slice(1).entries()) {
      const from = refs[i] ?? to
      if (tags.oneway !== '-1') link(from, to)
      if (tags.oneway !== 'yes') link(to, from)
    }
  return largest(next) / next.size
}

function largest(next: Map<number, number[]>): number {
  const order = new Map<number, number>()
  const low = new Map<number, number>()
  const open: number[] = []
  const isOpen = new Set<number>()
  let best = 0
  for (const root of next.keys()) {
    if (order.has(root)) continue
    const path: { node: number; step: number }[] = [{ node: root, step: 0 }]
    while (path.length > 0) {
      const here = path[path.length - 1]
      if (!here) break
      const { node } = here
      if (here.step === 0) {
        order.set(node, order.size)
        low.set(node, order.size - 1)
        open.push(node)
        isOpen.add(node)
      }
      const to = (next.get(node) ?? [])[here.step]
      here.step += 1
      if (to !== undefined) {
        if (!order.has(to)) path.push({ node: to, step: 0 })
        else if (isOpen.has(to)) low.set(node, Math.min(low.get(node) ?? 0, order.get(to) ?? 0))
        continue
      }
      path.pop()
      const before = path[path.length - 1]
      if (before) low.set(before.node, Math.min(low.get(before.node) ?? 0, low.get(node) ?? 0))
      if (low.get(node) !== order.get(node)) continue
      let size = 0
      for (let left = open.pop(); left !== undefined; left = open.pop()) {
        isOpen.delete(left)
        size += 1
        if (left === node) break
      }
      best = Math.max(best, size)
    }
  }
  return best
}
