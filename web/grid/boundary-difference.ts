import type { LngLat, Polygon } from '../../server/region/place.ts'

type Shape = { polygon: Polygon }

/** Lines of boundary that only one of two states has, each as long as it goes on. */
export interface Difference {
  left: LngLat[][]
  fresh: LngLat[][]
}

/** Where the boundaries of some grids ran before and run no more, and where they run since. */
export function differenceOf(before: readonly Shape[], after: readonly Shape[]): Difference {
  return { left: linesOnlyIn(before, edgesOf(after)), fresh: linesOnlyIn(after, edgesOf(before)) }
}

const keyOf = (a: LngLat, b: LngLat) => {
  const [one, other] = [String(a), String(b)]
  return one < other ? `${one} ${other}` : `${other} ${one}`
}

const ringsOf = (shapes: readonly Shape[]) => shapes.flatMap(({ polygon }) => polygon.coordinates)

function edgesOf(shapes: readonly Shape[]): Set<string> {
  const edges = new Set<string>()
  for (const ring of ringsOf(shapes)) {
    for (const [i, b] of ring.entries()) {
      const a = ring[i - 1]
      if (a) edges.add(keyOf(a, b))
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
