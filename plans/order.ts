import type { Place } from './walk.ts'

/*
 * Order of events in a plan. Each node has three: it may start, it is settled (a leaf marked, a list with all
 * its leaves complete, a decision taken), it is complete (a decision together with the branch it opened).
 */
const starts = (index: number) => index * 3
const settles = (index: number) => index * 3 + 1
const completes = (index: number) => index * 3 + 2

export type Ordered = {
  /** Events in an order in which every cause precedes its effect; events in or behind a cycle are absent. */
  events: number[]
  /** For every event, the events that wait for it. */
  effects: number[][]
  /** Indices of the nodes that take part in, or wait for, a cycle. */
  cyclic: number[]
}

export const nodeOf = (event: number) => Math.floor(event / 3)
export const isStart = (event: number) => event % 3 === 0

function link(places: readonly Place[], takesPart: (index: number) => boolean): number[][] {
  const effects: number[][] = Array.from({ length: places.length * 3 }, () => [])
  const indexOf = new Map(places.map(place => [place.node.id, place.index]))
  const add = (cause: number, effect: number) => effects[cause]?.push(effect)
  for (const { node, index, parent } of places) {
    if (!takesPart(index)) continue
    add(starts(index), settles(index))
    add(settles(index), completes(index))
    for (const id of node.after ?? []) {
      const before = indexOf.get(id)
      if (before !== undefined && takesPart(before)) add(settles(before), starts(index))
    }
    const above = places[parent]
    if (!above) continue
    const opens = above.node.kind === 'decision'
    add(opens ? settles(parent) : starts(parent), starts(index))
    add(completes(index), opens ? completes(parent) : settles(parent))
  }
  return effects
}

/** Kahn's order over the nodes that take part; linear in nodes and links. */
export function orderEvents(places: readonly Place[], takesPart: (index: number) => boolean): Ordered {
  const effects = link(places, takesPart)
  const causes = new Int32Array(effects.length)
  for (const list of effects) for (const effect of list) causes[effect] = (causes[effect] ?? 0) + 1
  const events: number[] = []
  for (let event = 0; event < effects.length; event += 1) {
    if (causes[event] === 0 && takesPart(nodeOf(event))) events.push(event)
  }
  for (let next = 0; next < events.length; next += 1) {
    for (const effect of effects[events[next] ?? -1] ?? []) {
      const left = (causes[effect] ?? 0) - 1
      causes[effect] = left
      if (left === 0) events.push(effect)
    }
  }
  const settled = new Set(events)
  const cyclic = places
    .filter(({ index }) => takesPart(index) && !settled.has(completes(index)))
    .map(place => place.index)
  return { events, effects, cyclic }
}
