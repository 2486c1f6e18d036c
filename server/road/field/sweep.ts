import { at, type RoadGraph, realSegments } from './graph.ts'
import { EdgeHeap } from './heap.ts'
import type { Prices } from './price.ts'
import type { Snap } from './snap.ts'
import { LAST_MILE_FACTOR } from './table.ts'

/** Who travels, and what of the network stands open. */
export interface Passage {
  prices: Prices
  /** 1 where an edge may be used. */
  open: Uint8Array
  /** 1 for segments in a zone that holds the target. */
  lastMile: Uint8Array | undefined
  bannedMask: number
  barredMask: number
}

export interface Reading {
  seconds: number
  meters: number
  /** Edges in order of travel; the first and the last are driven in part. */
  edges: number[]
  startFraction: number
  endFraction: number
}

const NOWHERE = -1
const ARRIVED = -2

/** Arrays of one sweep, by edge: what is left from the END of the edge to the target. */
export class SweepBuffers {
  readonly cost: Float64Array
  readonly seconds: Float32Array
  readonly meters: Float32Array
  /** The edge that follows, ARRIVED - t when the next edge t is the last one, NOWHERE before it is reached. */
  readonly next: Int32Array
  readonly heap: EdgeHeap

  constructor(edgeCount: number) {
    this.cost = new Float64Array(edgeCount)
    this.seconds = new Float32Array(edgeCount)
    this.meters = new Float32Array(edgeCount)
    this.next = new Int32Array(edgeCount)
    this.heap = new EdgeHeap(this.cost)
  }

  reset(): void {
    this.cost.fill(Infinity)
    this.next.fill(NOWHERE)
    this.heap.clear()
  }
}

/** Travel from every edge of the network to one place, by one reverse Dijkstra over edges and turns. */
export class Sweep {
  readonly #graph: RoadGraph
  readonly #passage: Passage
  readonly #buffers: SweepBuffers
  readonly #target: Snap

  constructor(graph: RoadGraph, run: { passage: Passage; buffers: SweepBuffers; target: Snap }) {
    this.#graph = graph
    this.#passage = run.passage
    this.#buffers = run.buffers
    this.#target = run.target
    run.buffers.reset()
    for (const stand of this.#goals()) this.#seed(stand)
    while (run.buffers.heap.size > 0) this.#settle(run.buffers.heap.pop())
  }

  /** The target's stands, and the same on the shadows of its edges: one may arrive over those as well. */
  #goals(): { edge: number; fraction: number }[] {
    const real = realSegments(this.#graph)
    const shadows: { edge: number; fraction: number }[] = []
    this.#graph.shadowOf.forEach((segment, i) => {
      for (const stand of this.#target.stands) {
        if (stand.edge >> 1 === segment) shadows.push({ ...stand, edge: 2 * (real + i) + (stand.edge & 1) })
      }
    })
    return [...this.#target.stands, ...shadows]
  }

  #seed(stand: { edge: number; fraction: number }): void {
    const cost = this.#costOf(stand.edge) * stand.fraction
    const seconds = at(this.#passage.prices.seconds, stand.edge) * stand.fraction
    const meters = at(this.#graph.meters, stand.edge >> 1) * stand.fraction
    this.#relax({ onto: stand.edge, next: ARRIVED - stand.edge, cost, seconds, meters })
  }

  #settle(edge: number): void {
    const buffers = this.#buffers
    this.#relax({
      onto: edge,
      next: edge,
      cost: at(buffers.cost, edge) + this.#costOf(edge),
      seconds: at(buffers.seconds, edge) + at(this.#passage.prices.seconds, edge),
      meters: at(buffers.meters, edge) + at(this.#graph.meters, edge >> 1),
    })
  }

  /** Offers every edge that can turn onto `onto` what is left from there on. */
  #relax(ahead: { onto: number; next: number; cost: number; seconds: number; meters: number }): void {
    const graph = this.#graph
    const { open, prices, bannedMask, barredMask } = this.#passage
    const buffers = this.#buffers
    const barred = (at(graph.nodeFlags, at(graph.from, ahead.onto)) & barredMask) !== 0
    const last = at(graph.turnStart, ahead.onto + 1)
    for (let turn = at(graph.turnStart, ahead.onto); turn < last; turn++) {
      const from = at(graph.turnFrom, turn)
      if (!open[from] || at(graph.turnFlags, turn) & bannedMask) continue
      if (barred && from !== (ahead.onto ^ 1)) continue
      const cost = ahead.cost + at(prices.turnCost, turn)
      if (cost >= at(buffers.cost, from)) continue
      buffers.cost[from] = cost
      buffers.seconds[from] = ahead.seconds + at(prices.turnSeconds, turn)
      buffers.meters[from] = ahead.meters
      buffers.next[from] = ahead.next
      buffers.heap.lower(from)
    }
  }

  #costOf(edge: number): number {
    const cost = at(this.#passage.prices.cost, edge)
    return this.#passage.lastMile?.[edge >> 1] ? cost * LAST_MILE_FACTOR : cost
  }

  /** What is left from a place on the network; undefined when no way leads to the target. */
  read(source: Snap): Reading | undefined {
    let best: { cost: number; make: () => Reading } | undefined
    const offer = (cost: number, make: () => Reading) => {
      if (cost < (best?.cost ?? Infinity)) best = { cost, make }
    }
    for (const stand of source.stands) {
      for (const goal of this.#target.stands) {
        if (goal.edge === stand.edge && goal.fraction >= stand.fraction) {
          offer(this.#costOf(stand.edge) * (goal.fraction - stand.fraction), () => this.#along(stand, goal))
        }
      }
      const onwards = at(this.#buffers.cost, stand.edge)
      if (onwards === Infinity) continue
      offer(onwards + this.#costOf(stand.edge) * (1 - stand.fraction), () => this.#onwards(stand))
    }
    return best?.make()
  }

  #along(stand: { edge: number; fraction: number }, goal: { fraction: number }): Reading {
    const share = goal.fraction - stand.fraction
    return {
      seconds: at(this.#passage.prices.seconds, stand.edge) * share,
      meters: at(this.#graph.meters, stand.edge >> 1) * share,
      edges: [stand.edge],
      startFraction: stand.fraction,
      endFraction: goal.fraction,
    }
  }

  #onwards(stand: { edge: number; fraction: number }): Reading {
    const rest = 1 - stand.fraction
    const path = this.#follow(stand.edge)
    return {
      seconds: at(this.#buffers.seconds, stand.edge) + at(this.#passage.prices.seconds, stand.edge) * rest,
      meters: at(this.#buffers.meters, stand.edge) + at(this.#graph.meters, stand.edge >> 1) * rest,
      edges: path,
      startFraction: stand.fraction,
      endFraction: this.#goals().find(goal => goal.edge === path.at(-1))?.fraction ?? 1,
    }
  }

  #follow(edge: number): number[] {
    const path = [edge]
    for (let next = this.#buffers.next[edge] ?? NOWHERE; ; next = this.#buffers.next[next] ?? NOWHERE) {
      if (next <= ARRIVED) return [...path, ARRIVED - next]
      if (next === NOWHERE) return path
      path.push(next)
    }
  }
}
