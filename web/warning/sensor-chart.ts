import type { Reading, Threshold } from '../../server/sensor/sensor.ts'

export interface ChartSize {
  width: number
  height: number
}

export interface SensorChart {
  /** Oldest first. */
  points: { x: number; y: number; at: string; value: number }[]
  /** The line through the points, for `polyline`. */
  line: string
  limits: { grade: Threshold['grade']; value: number; y: number; isBack: boolean }[]
  least: number
  most: number
}

const edge = 0.08

/**
 * Readings over time in a box, with the thresholds that fit: a threshold far from every reading would press the line
 * flat, so it is left to the words beside.
 * @param readings newest first, as the server gives them
 */
export function chartOf(
  readings: readonly Reading[],
  { thresholds, size }: { thresholds: readonly Threshold[]; size: ChartSize },
): SensorChart | undefined {
  const rows = [...readings].reverse()
  const [first] = rows
  const last = rows.at(-1)
  if (!first || !last || rows.length < 2) return undefined
  const values = rows.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const reach = Math.max(high - low, Math.abs(high) * 0.1, 1e-9) * 4
  const near = thresholds
    .flatMap(({ grade, over, back }) => [
      { grade, value: over, isBack: false },
      { grade, value: back, isBack: true },
    ])
    .filter(({ value }) => value >= low - reach && value <= high + reach)
  const all = [...values, ...near.map(({ value }) => value)]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const span = most - least || 1
  const from = Date.parse(first.at)
  const length = Date.parse(last.at) - from || 1
  const y = (value: number) => rounded((1 - edge - ((value - least) / span) * (1 - 2 * edge)) * size.height)
  const points = rows.map(({ at, value }) => ({
    x: rounded(((Date.parse(at) - from) / length) * size.width),
    y: y(value),
    at,
    value,
  }))
  return {
    points,
    line: points.map(point => `${point.x},${point.y}`).join(' '),
    limits: near.map(limit => ({ ...limit, y: y(limit.value) })),
    least: low,
    most: high,
  }
}

const rounded = (value: number) => Math.round(value * 10) / 10

/** The point nearest to a place along the time. */
export function nearestPoint({ points }: SensorChart, x: number): number {
  let nearest = 0
  for (const [i, point] of points.entries())
    if (Math.abs(point.x - x) < Math.abs((points[nearest]?.x ?? 0) - x)) nearest = i
  return nearest
}
