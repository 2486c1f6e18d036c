import type { MapLine } from '../../server/partition/partition.ts'
import { type Spot, spotOf } from '../../server/region/rules/lattice.ts'
import { onEdge, type PixelUnits, pixelsBetween } from './boundary-reach.ts'

/** A place on a line of the map: on the stretch between two of its spots. */
export interface OnLine {
  spot: Spot
  a: Spot
  b: Spot
  name: string
}

/** Roads and rivers in reach of the pen: finds the nearest place on one, and the way along them between two places. */
export class Traces {
  readonly #stretches: { a: Spot; b: Spot; name: string }[] = []
  readonly #ways = new Map<string, { spot: Spot; nexts: Spot[] }>()

  constructor(lines: readonly MapLine[]) {
    for (const { line, name } of lines) {
      const spots = line.coordinates.map(spotOf)
      for (const [i, b] of spots.entries()) {
        const a = spots[i - 1]
        if (!a || String(a) === String(b)) continue
        this.#stretches.push({ a, b, name })
        this.#join(a, b)
        this.#join(b, a)
      }
    }
  }

  #join(a: Spot, b: Spot): void {
    const way = this.#ways.get(String(a)) ?? { spot: a, nexts: [] }
    way.nexts.push(b)
    this.#ways.set(String(a), way)
  }

  /** The nearest place on any line within some pixels. */
  nearest(spot: Spot, { units, reach }: { units: PixelUnits; reach: number }): OnLine | undefined {
    let best: OnLine | undefined
    let least = reach
    for (const { a, b, name } of this.#stretches) {
      const place = onEdge(a, b, { spot, units })
      const pixels = pixelsBetween(place, spot, units)
      if (pixels > least) continue
      least = pixels
      best = { spot: place, a, b, name }
    }
    return best
  }

  /**
   * The shortest way along the lines from one place to another.
   * @returns the spots between them, or null when no lines lead there
   */
  between(from: OnLine, to: OnLine): Spot[] | null {
    if (isSameStretch(from, to)) return []
    const metersTo = new Map<string, number>()
    const before = new Map<string, Spot>()
    const open: Spot[] = []
    const reach = (spot: Spot, meters: number, by: Spot | undefined) => {
      if (meters >= (metersTo.get(String(spot)) ?? Number.POSITIVE_INFINITY)) return
      metersTo.set(String(spot), meters)
      if (by) before.set(String(spot), by)
      open.push(spot)
    }
    for (const end of [from.a, from.b]) reach(end, length(from.spot, end), undefined)
    const done = new Set<string>()
    while (open.length > 0 && done.size < mostSpots) {
      const spot = takeNearest(open, metersTo)
      if (done.has(String(spot))) continue
      done.add(String(spot))
      if (done.has(String(to.a)) && done.has(String(to.b))) break
      const meters = metersTo.get(String(spot)) ?? 0
      for (const next of this.#ways.get(String(spot))?.nexts ?? [])
        reach(next, meters + length(spot, next), spot)
    }
    const ends = [to.a, to.b].filter(end => metersTo.has(String(end)))
    const [end] = ends.sort((p, q) => total(p, to, metersTo) - total(q, to, metersTo))
    return end ? backFrom(end, before) : null
  }
}

const mostSpots = 20_000

const length = (a: Spot, b: Spot) =>
  Math.hypot((a[0] - b[0]) * Math.cos((a[1] / 1e7) * (Math.PI / 180)), a[1] - b[1])

const total = (end: Spot, { spot }: OnLine, metersTo: ReadonlyMap<string, number>) =>
  (metersTo.get(String(end)) ?? 0) + length(end, spot)

const isSameStretch = (p: OnLine, q: OnLine) =>
  (String(p.a) === String(q.a) && String(p.b) === String(q.b)) ||
  (String(p.a) === String(q.b) && String(p.b) === String(q.a))

function takeNearest(open: Spot[], metersTo: ReadonlyMap<string, number>): Spot {
  let best = 0
  for (const [i, spot] of open.entries()) {
    const meters = metersTo.get(String(spot)) ?? 0
    if (meters < (metersTo.get(String(open[best])) ?? 0)) best = i
  }
  const [spot = [0, 0] as const] = open.splice(best, 1)
  return spot
}

function backFrom(end: Spot, before: ReadonlyMap<string, Spot>): Spot[] {
  const way = [end]
  for (let at = before.get(String(end)); at; at = before.get(String(at))) way.unshift(at)
  return way
}
