import type { LngLat } from '../server/region/place.ts'

/** Twice the signed area in square degrees; positive when the ring runs anticlockwise. */
export function signedArea(ring: readonly LngLat[]): number {
  let sum = 0
  for (let i = 0; i < ring.length; i++) {
    const [x1, y1] = ring[i] ?? [0, 0]
    const [x2, y2] = ring[(i + 1) % ring.length] ?? [0, 0]
    sum += x1 * y2 - x2 * y1
  }
  return sum
}

const METERS_PER_DEGREE = 111_320

/** Area of a small ring in square metres. */
export function ringSquareMeters(ring: readonly LngLat[]): number {
  const lat = ring[0]?.[1] ?? 0
  return (Math.abs(signedArea(ring)) / 2) * METERS_PER_DEGREE ** 2 * Math.cos((lat * Math.PI) / 180)
}

export function isInside([x, y]: LngLat, ring: readonly LngLat[]): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] ?? [0, 0]
    const [xj, yj] = ring[j] ?? [0, 0]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** A point surely inside: the middle of the widest stretch of the ring at one of nine heights. */
export function labelPoint(ring: readonly LngLat[]): LngLat {
  const lats = ring.map(at => at[1])
  const south = Math.min(...lats)
  const north = Math.max(...lats)
  let best: { width: number; at: LngLat } = { width: -1, at: ring[0] ?? [0, 0] }
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9]) {
    const lat = south + (north - south) * share
    const crossings = crossingsAt(ring, lat)
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const from = crossings[i] ?? 0
      const to = crossings[i + 1] ?? 0
      const width = (to - from) * (share === 0.5 ? 1.15 : 1)
      if (width > best.width) best = { width, at: [(from + to) / 2, lat] }
    }
  }
  return best.at
}

function crossingsAt(ring: readonly LngLat[], lat: number): number[] {
  const found: number[] = []
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] ?? [0, 0]
    const [xj, yj] = ring[j] ?? [0, 0]
    if (yi > lat !== yj > lat) found.push(((xj - xi) * (lat - yi)) / (yj - yi) + xi)
  }
  return found.sort((a, b) => a - b)
}

/** Paths of node ids joined end to end, turned round where that lets them meet. Closed ones repeat their first id. */
export function joinPaths(paths: readonly number[][], mayTurn = true): number[][] {
  const open = new Map<number, Set<number[]>>()
  const joined = new Set<number[]>()
  const put = (path: number[]) => {
    joined.add(path)
    for (const end of endsOf(path)) open.set(end, (open.get(end) ?? new Set()).add(path))
  }
  const take = (path: number[]) => {
    joined.delete(path)
    for (const end of endsOf(path)) open.get(end)?.delete(path)
  }
  for (const each of paths) {
    let path = each
    for (let other = partner(path, open, mayTurn); other; other = partner(path, open, mayTurn)) {
      take(other)
      path = splice(path, other)
    }
    put(path)
  }
  return [...joined]
}

const isClosed = (path: readonly number[]) => path.length > 2 && path[0] === path.at(-1)
const endsOf = (path: readonly number[]) => (isClosed(path) ? [] : [path[0] ?? -1, path.at(-1) ?? -1])

function partner(path: number[], open: Map<number, Set<number[]>>, mayTurn: boolean): number[] | undefined {
  if (isClosed(path)) return undefined
  const [first, last] = endsOf(path)
  for (const other of open.get(last ?? -1) ?? []) if (mayTurn || other[0] === last) return other
  for (const other of open.get(first ?? -1) ?? []) if (mayTurn || other.at(-1) === first) return other
  return undefined
}

function splice(path: number[], other: number[]): number[] {
  if (other[0] === path.at(-1)) return [...path, ...other.slice(1)]
  if (other.at(-1) === path[0]) return [...other, ...path.slice(1)]
  if (other.at(-1) === path.at(-1)) return [...path, ...other.toReversed().slice(1)]
  return [...path.toReversed(), ...other.slice(1)]
}
