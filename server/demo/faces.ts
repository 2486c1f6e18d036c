import type { Arrangement } from './arrangement.ts'
import { at } from './random.ts'
import { ringArea } from './ring.ts'

const SHIFT = 1_048_576

/** Walks round the blocks between the lines: rings of point numbers, anticlockwise; dead ends are left out. */
export function faces({ points, paths }: Arrangement): number[][] {
  const around = neighbours(paths)
  prune(around)
  const turns = new Map<number, number[]>()
  for (const [id, others] of around) turns.set(id, byAngle(points, id, [...others]))
  const walked = new Set<number>()
  const rings: number[][] = []
  for (const [from, others] of turns)
    for (const to of others) {
      const ring = walk({ turns, walked }, from, to)
      if (ring.length > 2 && ringArea(ring.map(id => at(points, id))) > 0) rings.push(ring)
    }
  return rings
}

function neighbours(paths: readonly (readonly number[])[]): Map<number, Set<number>> {
  const around = new Map<number, Set<number>>()
  const link = (from: number, to: number) => {
    const others = around.get(from)
    if (others) others.add(to)
    else around.set(from, new Set([to]))
  }
  for (const path of paths)
    for (let i = 1; i < path.length; i++) {
      link(at(path, i - 1), at(path, i))
      link(at(path, i), at(path, i - 1))
    }
  return around
}

function prune(around: Map<number, Set<number>>): void {
  const ends = [...around].filter(([, others]) => others.size === 1).map(([id]) => id)
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    const others = around.get(end)
    if (others?.size !== 1) continue
    for (const other of others) {
      around.get(other)?.delete(end)
      if (around.get(other)?.size === 1) ends.push(other)
    }
    around.delete(end)
  }
}

function byAngle(points: Arrangement['points'], id: number, others: number[]): number[] {
  const [x, y] = at(points, id)
  const angle = (other: number) => Math.atan2(at(points, other)[1] - y, at(points, other)[0] - x)
  return others.sort((p, q) => angle(p) - angle(q))
}

function walk(
  net: { turns: Map<number, number[]>; walked: Set<number> },
  start: number,
  next: number,
): number[] {
  const ring: number[] = []
  let [from, to] = [start, next]
  while (!net.walked.has(from * SHIFT + to)) {
    net.walked.add(from * SHIFT + to)
    ring.push(from)
    const choices = net.turns.get(to) ?? []
    const back = choices.indexOf(from)
    const onward = at(choices, (back - 1 + choices.length) % choices.length)
    from = to
    to = onward
  }
  return ring
}
