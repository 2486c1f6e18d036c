import { Access, at, NodeFlag, type RoadGraph } from './graph.ts'

const BITS = [Access.car, Access.truck, Access.foot, Access.blue]

/**
 * For each profile: which edges can reach the largest network in which everything reaches everything (low
 * four bits) and which can be reached from it (high four). Places snap to such edges, not to islands.
 */
export function mainNetwork(graph: Omit<RoadGraph, 'reach'>): Uint8Array {
  const reach = new Uint8Array(graph.from.length)
  for (const bit of BITS) {
    const arcs = arcsOf(graph, bit)
    const core = largestComponent(arcs)
    const reaches = flood(core, arcs.nodeCount, arcs.backward)
    const reached = flood(core, arcs.nodeCount, arcs.forward)
    reach.forEach((value, edge) => {
      if (!(at(graph.access, edge) & bit)) return
      const out = reaches[at(graph.to, edge)] ? bit : 0
      const into = reached[at(graph.from, edge)] ? bit << 4 : 0
      reach[edge] = value | out | into
    })
  }
  return reach
}

interface Arcs {
  nodeCount: number
  forward: number[][]
  backward: number[][]
}

function arcsOf(graph: Omit<RoadGraph, 'reach'>, bit: number): Arcs {
  const nodeCount = graph.nodeLng.length
  const forward: number[][] = Array.from({ length: nodeCount }, () => [])
  const backward: number[][] = Array.from({ length: nodeCount }, () => [])
  graph.access.forEach((access, edge) => {
    if (!(access & bit)) return
    const from = at(graph.from, edge)
    const to = at(graph.to, edge)
    if (bit !== Access.foot && (at(graph.nodeFlags, from) | at(graph.nodeFlags, to)) & NodeFlag.barred) return
    forward[from]?.push(to)
    backward[to]?.push(from)
  })
  return { nodeCount, forward, backward }
}

function flood(seeds: number[], nodeCount: number, next: number[][]): Uint8Array {
  const seen = new Uint8Array(nodeCount)
  const stack = [...seeds]
  for (const node of seeds) seen[node] = 1
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const other of next[node] ?? []) {
      if (seen[other]) continue
      seen[other] = 1
      stack.push(other)
    }
  }
  return seen
}

/** Kosaraju: order nodes by when a forward walk leaves them, then gather components walking backward. */
function largestComponent(arcs: Arcs): number[] {
  const order = finishOrder(arcs)
  const seen = new Uint8Array(arcs.nodeCount)
  let largest: number[] = []
  for (let i = order.length - 1; i >= 0; i--) {
    const root = order[i] ?? 0
    if (seen[root]) continue
    const component = gather(root, arcs.backward, seen)
    if (component.length > largest.length) largest = component
  }
  return largest
}

function gather(root: number, next: number[][], seen: Uint8Array): number[] {
  const component = [root]
  seen[root] = 1
  for (let i = 0; i < component.length; i++) {
    for (const other of next[component[i] ?? 0] ?? []) {
      if (seen[other]) continue
      seen[other] = 1
      component.push(other)
    }
  }
  return component
}

function finishOrder(arcs: Arcs): number[] {
  const order: number[] = []
  const cursor = new Int32Array(arcs.nodeCount).fill(-1)
  for (let root = 0; root < arcs.nodeCount; root++) {
    if (cursor[root] !== -1) continue
    cursor[root] = 0
    const stack = [root]
    while (stack.length > 0) {
      const node = stack[stack.length - 1] ?? 0
      const other = arcs.forward[node]?.[cursor[node] ?? 0]
      if (other === undefined) {
        order.push(node)
        stack.pop()
        continue
      }
      cursor[node] = (cursor[node] ?? 0) + 1
      if (cursor[other] === -1) {
        cursor[other] = 0
        stack.push(other)
      }
    }
  }
  return order
}
