import type { LngLat, Polygon } from '../../server/region/place.ts'

type Shape = { polygon: Polygon }

/** Lines of boundary that only one of two states has, each as long as it goes on. */
export interface Difference {
  left: LngLat[][]
  fresh: LngLat[][]
}

/** Where the boundaries of some grids ran before and run no more, and where they run since. */
export function differenceOf(before: readonly Shape[], after: readonly Shape[]): Difference {
  const [was, is] = [edgesOf(before), edgesOf(after)]
  const left = [...was].filter(([key]) => !is.has(key))
  const fresh = [...is].filter(([key]) => !was.has(key))
  // An edge that only got a vertex, or lost one, runs where it ran.
  const stays = new Set([...onAnyOf(fresh, left), ...onAnyOf(left, fresh)])
  return {
    left: linesOnlyIn(before, new Set([...is.keys(), ...stays])),
    fresh: linesOnlyIn(after, new Set([...was.keys(), ...stays])),
  }
}

type Edge = readonly [LngLat, LngLat]

/** Keys of edges that lie whole on one of the others, or that several of them cover together. */
function onAnyOf(edges: readonly [string, Edge][], others: readonly [string, Edge][]): string[] {
  return edges.flatMap(([key, edge]) => {
    if (others.some(([, other]) => edge.every(end => isOn(end, other)))) return [key]
    const pieces = others.filter(([, other]) => other.every(end => isOn(end, edge)))
    const covered = pieces.reduce((sum, [, piece]) => sum + lengthOf(piece), 0)
    return Math.abs(covered - lengthOf(edge)) < NEAR_DEGREES ? [key] : []
  })
}

const lengthOf = ([a, b]: Edge) => Math.hypot(b[0] - a[0], b[1] - a[1])

/** Within a centimetre or two, by the lattice of 1e-7 degrees. */
const NEAR_DEGREES = 2e-7

function isOn([x, y]: LngLat, [[ax, ay], [bx, by]]: Edge): boolean {
  const [dx, dy] = [bx - ax, by - ay]
  const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(ax + share * dx - x, ay + share * dy - y) <= NEAR_DEGREES
}

const keyOf = (a: LngLat, b: LngLat) => {
  const [one, other] = [String(a), String(b)]
  return one < other ? `${one} ${other}` : `${other} ${one}`
}

const ringsOf = (shapes: readonly Shape[]) => shapes.flatMap(({ polygon }) => polygon.coordinates)

function edgesOf(shapes: readonly Shape[]): Map<string, Edge> {
  const edges = new Map<string, Edge>()
  for (const ring of ringsOf(shapes)) {
    for (const [i, b] of ring.entries()) {
      const a = ring[i - 1]
      if (a) edges.set(keyOf(a, b), [a, b])
    }
  }
  return edges
}

/** An edge that two of the shapes share is drawn once. */
function linesOnlyIn(shapes: readonly Shape[], others: ReadonlySet<string>): LngLat[][] {
  const known = new Set(others)
  const lines: LngLat[][] = []
  for (const ring of ringsOf(shapes)) {
    let line: LngLat[] = []
    for (const [i, b] of ring.entries()) {
      const a = ring[i - 1]
      if (!a) continue
      const edge = keyOf(a, b)
      if (known.has(edge)) line = []
      else if (line.length > 0) line.push(b)
      else {
        line = [a, b]
        lines.push(line)
      }
      known.add(edge)
    }
  }
  return lines
}
