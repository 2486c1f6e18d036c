import { isStart, nodeOf, orderEvents } from './order.ts'
import type { Board, BoardNode } from './run.ts'
import { walk } from './walk.ts'

export type CriticalPath = { minutes: number; nodeIds: string[] }

// Open nodes cost what is left of their deadline, later ones the whole of it; an overdue node costs nothing more.
function minutesLeft(shown: BoardNode, now: number, belowMinutes: number): number {
  if ((shown.node.minutes ?? 0) >= belowMinutes) return 0
  if (shown.isGroup || shown.state === 'done' || shown.state === 'skipped') return 0
  if (shown.due) return Math.max(0, (shown.due.getTime() - now) / 60_000)
  return shown.node.minutes ?? 0
}

/**
 * The longest chain of unfinished nodes by their deadlines: whole minutes left if each takes all the time it
 * is given, and the ids along it. Branches of decisions not yet taken count as taken. Nodes given
 * `belowMinutes` or more are aftercare and cost nothing: a thirty-day review says nothing about the response.
 */
export function criticalPath(board: Board, belowMinutes = 24 * 60): CriticalPath {
  const now = board.now.getTime()
  const cost = (shown: BoardNode | undefined) => (shown ? minutesLeft(shown, now, belowMinutes) : 0)
  const places = walk(board.plan.root)
  const shownAt = places.map(place => board.nodes.get(place.node.id))
  const { events, effects } = orderEvents(places, index => shownAt[index] !== undefined)
  const reached = new Float64Array(effects.length)
  const cause = new Int32Array(effects.length).fill(-1)
  let end = -1
  for (const event of events) {
    if (end < 0 || (reached[event] ?? 0) > (reached[end] ?? 0)) end = event
    const shown = shownAt[nodeOf(event)]
    for (const effect of effects[event] ?? []) {
      const spends = isStart(event) && nodeOf(effect) === nodeOf(event)
      const time = (reached[event] ?? 0) + (spends ? cost(shown) : 0)
      if (time <= (reached[effect] ?? 0)) continue
      reached[effect] = time
      cause[effect] = event
    }
  }
  const nodeIds = new Set<string>()
  for (let event = end; event >= 0; event = cause[event] ?? -1) {
    const shown = shownAt[nodeOf(event)]
    if (shown && cost(shown) > 0) nodeIds.add(shown.id)
  }
  return { minutes: Math.ceil(reached[end] ?? 0), nodeIds: [...nodeIds].reverse() }
}
