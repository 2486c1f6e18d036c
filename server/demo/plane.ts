import type { LngLat } from '../region/place.ts'
import { at } from './random.ts'

/** East and north of the middle of the lake, in metres. The town is laid out here and turned into degrees last. */
export type Point = readonly [number, number]

export const MIDDLE: LngLat = [121.915, 30.89]
const NORTH = 8983
const EAST = 10469
const UNIT = 1e-7

/** Metres to degrees on the lattice of 1e-7: 100 m are exactly 10469 east or 8983 north units. */
export function toLattice([x, y]: Point): [number, number] {
  return [
    Math.round(MIDDLE[0] / UNIT) + Math.round((x * EAST) / 100),
    Math.round(MIDDLE[1] / UNIT) + Math.round((y * NORTH) / 100),
  ]
}

export function toLngLat(point: Point): LngLat {
  const [lng, lat] = toLattice(point)
  return [lng / 1e7, lat / 1e7]
}

export function toPoint([lng, lat]: LngLat): Point {
  return [((lng - MIDDLE[0]) / UNIT / EAST) * 100, ((lat - MIDDLE[1]) / UNIT / NORTH) * 100]
}

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1])
export const along = (a: Point, b: Point, t: number): Point => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
]
export const polar = (radius: number, degrees: number): Point => {
  const angle = (degrees * Math.PI) / 180
  return [radius * Math.cos(angle), radius * Math.sin(angle)]
}

export function pairs<T>(list: readonly T[]): [T, T][] {
  return list.slice(1).map((member, i) => [at(list, i), member])
}

export function lengthOf(line: readonly Point[]): number {
  let sum = 0
  for (let i = 1; i < line.length; i++) sum += distance(at(line, i - 1), at(line, i))
  return sum
}

/** The point `meters` along a line, and the direction there. */
export function pointAlong(line: readonly Point[], meters: number): { point: Point; angle: number } {
  let left = meters
  for (const [a, b] of pairs(line)) {
    const span = distance(a, b)
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0])
    if (left <= span) return { point: along(a, b, span === 0 ? 0 : left / span), angle }
    left -= span
  }
  const [a, b] = [at(line, -2), at(line, -1)]
  return { point: b, angle: Math.atan2(b[1] - a[1], b[0] - a[0]) }
}

/** Catmull-Rom curve through the given points, a vertex about every `step` metres. */
export function smooth(points: readonly Point[], step: number): Point[] {
  const curve: Point[] = []
  const last = points.length - 1
  for (let i = 0; i < last; i++) {
    const [p0, p1, p2, p3] = [
      at(points, Math.max(0, i - 1)),
      at(points, i),
      at(points, i + 1),
      at(points, Math.min(last, i + 2)),
    ]
    const parts = Math.max(1, Math.round(distance(p1, p2) / step))
    for (let k = 0; k < parts; k++) curve.push(curvePoint([p0, p1, p2, p3], k / parts))
  }
  curve.push(at(points, last))
  return curve
}

function curvePoint([p0, p1, p2, p3]: [Point, Point, Point, Point], t: number): Point {
  const axis = (a: number, b: number, c: number, d: number) =>
    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
  return [axis(p0[0], p1[0], p2[0], p3[0]), axis(p0[1], p1[1], p2[1], p3[1])]
}

/** The line moved to its left by `meters` (a number, or metres by vertex). */
export function offset(line: readonly Point[], meters: number | readonly number[]): Point[] {
  return line.map((point, i) => {
    const before = at(line, Math.max(0, i - 1))
    const after = at(line, Math.min(line.length - 1, i + 1))
    const span = distance(before, after) || 1
    const side = typeof meters === 'number' ? meters : at(meters, i)
    return [
      point[0] - ((after[1] - before[1]) / span) * side,
      point[1] + ((after[0] - before[0]) / span) * side,
    ]
  })
}

export function circle(middle: Point, radius: number, corners: number): Point[] {
  return Array.from({ length: corners }, (_, k) => {
    const [x, y] = polar(radius, (360 * k) / corners)
    return [middle[0] + x, middle[1] + y] as const
  })
}

/** Ring of a round-ish shape whose edge wavers; `phase` makes two of them differ. */
export function blob(middle: Point, size: readonly [number, number], phase: number): Point[] {
  const corners = Math.max(16, Math.round((size[0] + size[1]) / 14))
  return Array.from({ length: corners }, (_, k) => {
    const angle = (2 * Math.PI * k) / corners
    const waver = 1 + 0.09 * Math.sin(3 * angle + phase) + 0.06 * Math.sin(5 * angle + phase * 2.3)
    return [
      middle[0] + Math.cos(angle) * size[0] * waver,
      middle[1] + Math.sin(angle) * size[1] * waver,
    ] as const
  })
}

/** Corners of a rectangle about `middle`, its length along `angle` in radians. */
export function rectangle(middle: Point, angle: number, [length, depth]: readonly [number, number]): Point[] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const corners: Point[] = [
    [-length / 2, -depth / 2],
    [length / 2, -depth / 2],
    [length / 2, depth / 2],
    [-length / 2, depth / 2],
  ]
  return corners.map(([x, y]) => [middle[0] + x * c - y * s, middle[1] + x * s + y * c])
}
