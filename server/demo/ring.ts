import { along, distance, type Point } from './plane.ts'
import { at } from './random.ts'

/** Rings here are open: the first point is not repeated at the end. */
export type Ring = readonly Point[]

export function ringArea(ring: Ring): number {
  let twice = 0
  let before = at(ring, -1)
  for (const point of ring) {
    twice += before[0] * point[1] - point[0] * before[1]
    before = point
  }
  return twice / 2
}

export function ringMiddle(ring: Ring): Point {
  const base = at(ring, 0)
  let [x, y, sum] = [0, 0, 0]
  let before = at(ring, -1)
  for (const point of ring) {
    const cross = (before[0] - base[0]) * (point[1] - base[1]) - (point[0] - base[0]) * (before[1] - base[1])
    x += (before[0] + point[0] - 2 * base[0]) * cross
    y += (before[1] + point[1] - 2 * base[1]) * cross
    sum += cross
    before = point
  }
  return sum === 0 ? base : [base[0] + x / (3 * sum), base[1] + y / (3 * sum)]
}

export function inside(point: Point, ring: Ring): boolean {
  const [x, y] = point
  let odd = false
  let before = at(ring, -1)
  for (const corner of ring) {
    if (corner[1] > y !== before[1] > y) {
      const across = ((before[0] - corner[0]) * (y - corner[1])) / (before[1] - corner[1]) + corner[0]
      if (x < across) odd = !odd
    }
    before = corner
  }
  return odd
}

export function toSegment(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const span = dx * dx + dy * dy
  const t =
    span === 0 ? 0 : Math.max(0, Math.min(1, ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / span))
  return Math.hypot(point[0] - a[0] - t * dx, point[1] - a[1] - t * dy)
}

/** Metres from a point to a line, and where along it (vertex number plus share) the nearest place is. */
export function toLine(point: Point, line: readonly Point[]): { meters: number; station: number } {
  let best = { meters: Number.POSITIVE_INFINITY, station: 0 }
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [at(line, i - 1), at(line, i)]
    const meters = toSegment(point, a, b)
    if (meters >= best.meters) continue
    const span = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    const t = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / (span || 1)
    best = { meters, station: i - 1 + Math.max(0, Math.min(1, t)) }
  }
  return best
}

export function toRing(point: Point, ring: Ring): number {
  let best = Number.POSITIVE_INFINITY
  let before = at(ring, -1)
  for (const corner of ring) {
    best = Math.min(best, toSegment(point, before, corner))
    before = corner
  }
  return best
}

/** A line cut where `stateAt` changes (to about a decimetre), each part with its state. */
export function divide<State>(
  line: readonly Point[],
  stateAt: (point: Point) => State,
  step = 12,
): { state: State; line: Point[] }[] {
  const first = at(line, 0)
  let part: { state: State; line: Point[] } = { state: stateAt(first), line: [first] }
  const parts = [part]
  for (let i = 1; i < line.length; i++) {
    const [start, vertex] = [at(line, i - 1), at(line, i)]
    const count = Math.max(1, Math.ceil(distance(start, vertex) / step))
    for (let k = 1; k <= count; k++) {
      const here = along(start, vertex, k / count)
      const state = stateAt(here)
      if (state === part.state) continue
      const edge = border(
        [along(start, vertex, (k - 1) / count), here],
        point => stateAt(point) === part.state,
      )
      part.line.push(edge)
      part = { state, line: [edge] }
      parts.push(part)
    }
    part.line.push(vertex)
  }
  return parts.filter(({ line: points }) => points.length > 1)
}

function border([from, to]: readonly [Point, Point], holds: (point: Point) => boolean): Point {
  let [low, high] = [0, 1]
  for (let i = 0; i < 8; i++) {
    const middle = (low + high) / 2
    if (holds(along(from, to, middle))) low = middle
    else high = middle
  }
  return along(from, to, (low + high) / 2)
}
