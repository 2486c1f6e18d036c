import { distance, type Point } from './plane.ts'
import { at } from './random.ts'

/** Lines cut at all their crossings: `points` are shared, `paths` name them line by line. */
export interface Arrangement {
  points: Point[]
  paths: number[][]
}

const WELD = 2
const BIN = 90

/** Shared points: whatever comes within two metres of a point that is there becomes that point. */
class Welder {
  readonly points: Point[] = []
  readonly #bins = new Map<number, number[]>()

  weld(point: Point): number {
    const [bx, by] = [Math.floor(point[0] / WELD), Math.floor(point[1] / WELD)]
    for (let x = bx - 1; x <= bx + 1; x++)
      for (let y = by - 1; y <= by + 1; y++)
        for (const id of this.#bins.get(x * 65536 + y) ?? [])
          if (distance(at(this.points, id), point) < WELD) return id
    const id = this.points.push(point) - 1
    const key = bx * 65536 + by
    const bin = this.#bins.get(key)
    if (bin) bin.push(id)
    else this.#bins.set(key, [id])
    return id
  }
}

interface Segment {
  line: number
  order: number
  a: Point
  b: Point
  cuts: { t: number; point: Point }[]
}

function segmentsOf(lines: readonly (readonly Point[])[]): Segment[] {
  return lines.flatMap((points, line) =>
    points.slice(1).map((b, order) => ({ line, order, a: at(points, order), b, cuts: [] })),
  )
}

function binned(segments: Segment[]): Map<number, Segment[]> {
  const bins = new Map<number, Segment[]>()
  for (const segment of segments) {
    const { a, b } = segment
    for (let x = Math.floor(Math.min(a[0], b[0]) / BIN); x <= Math.floor(Math.max(a[0], b[0]) / BIN); x++)
      for (let y = Math.floor(Math.min(a[1], b[1]) / BIN); y <= Math.floor(Math.max(a[1], b[1]) / BIN); y++) {
        const key = x * 65536 + y
        const bin = bins.get(key)
        if (bin) bin.push(segment)
        else bins.set(key, [segment])
      }
  }
  return bins
}

function cross(one: Segment, other: Segment): void {
  const [dx, dy] = [one.b[0] - one.a[0], one.b[1] - one.a[1]]
  const [ex, ey] = [other.b[0] - other.a[0], other.b[1] - other.a[1]]
  const turn = dx * ey - dy * ex
  if (Math.abs(turn) < 1e-9) return
  const [fx, fy] = [other.a[0] - one.a[0], other.a[1] - one.a[1]]
  const t = (fx * ey - fy * ex) / turn
  const u = (fx * dy - fy * dx) / turn
  if (t < -1e-9 || t > 1 + 1e-9 || u < -1e-9 || u > 1 + 1e-9) return
  const point: Point = [one.a[0] + t * dx, one.a[1] + t * dy]
  one.cuts.push({ t, point })
  other.cuts.push({ t: u, point })
}

/** Cuts every line where it meets another. Points closer than two metres become one. */
export function arrange(lines: readonly (readonly Point[])[]): Arrangement {
  const segments = segmentsOf(lines)
  const seen = new Set<number>()
  const numbered = new Map(segments.map((segment, i) => [segment, i]))
  for (const bin of binned(segments).values())
    for (let i = 0; i < bin.length; i++)
      for (let j = i + 1; j < bin.length; j++) {
        const [one, other] = [at(bin, i), at(bin, j)]
        if (one.line === other.line && Math.abs(one.order - other.order) < 2) continue
        const key = (numbered.get(one) ?? 0) * segments.length + (numbered.get(other) ?? 0)
        if (seen.has(key)) continue
        seen.add(key)
        cross(one, other)
      }
  const welder = new Welder()
  for (const line of lines) for (const point of line) welder.weld(point)
  const paths: number[][] = lines.map(() => [])
  for (const segment of segments) {
    const path = at(paths, segment.line)
    const stops = segment.cuts.sort((p, q) => p.t - q.t).map(cut => cut.point)
    for (const point of [segment.a, ...stops, segment.b]) {
      const id = welder.weld(point)
      if (path.at(-1) !== id) path.push(id)
    }
  }
  return { points: welder.points, paths }
}

/** Drops dead ends shorter than `meters` from the ends of paths: overshoots left by cutting at a street. */
export function withoutStubs({ points, paths }: Arrangement, meters: number): Arrangement {
  const uses = new Map<number, number>()
  for (const path of paths)
    path.forEach(
      (id, i) => void uses.set(id, (uses.get(id) ?? 0) + (i === 0 || i === path.length - 1 ? 1 : 2)),
    )
  const trim = (path: number[]): number[] => {
    let left = meters
    let start = 0
    while (start < path.length - 1 && (uses.get(at(path, start)) ?? 0) === (start === 0 ? 1 : 2)) {
      left -= distance(at(points, at(path, start)), at(points, at(path, start + 1)))
      start += 1
    }
    return left > 0 && start > 0 ? path.slice(start) : path
  }
  return {
    points,
    paths: paths.map(path => trim(trim(path).reverse()).reverse()).map(p => (p.length > 1 ? p : [])),
  }
}
