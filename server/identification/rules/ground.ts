import type { LngLat } from '../../region/place.ts'
import { metersPerDegree } from '../../risk/rules/reach.ts'

/** A flat town: metres east and north of its middle. Good to a metre over the width of a county. */
export class Ground {
  readonly #origin: LngLat
  readonly #perLng: number
  readonly #perLat: number

  constructor(origin: LngLat) {
    this.#origin = origin
    const { perLng, perLat } = metersPerDegree(origin[1])
    this.#perLng = perLng
    this.#perLat = perLat
  }

  xy([lng, lat]: LngLat): [number, number] {
    return [(lng - this.#origin[0]) * this.#perLng, (lat - this.#origin[1]) * this.#perLat]
  }

  flat(places: readonly { lngLat: LngLat }[]): Float64Array {
    const xy = new Float64Array(places.length * 2)
    for (const [i, { lngLat }] of places.entries()) xy.set(this.xy(lngLat), 2 * i)
    return xy
  }

  meters(a: LngLat, b: LngLat): number {
    const [ax, ay] = this.xy(a)
    const [bx, by] = this.xy(b)
    return Math.hypot(ax - bx, ay - by)
  }

  /** Metres from a place to the nearest point of a line. */
  toLine(place: LngLat, line: readonly LngLat[]): number {
    const [x, y] = this.xy(place)
    let least = Infinity
    for (let i = 0; i + 1 < line.length; i++) {
      const [a, b] = [line[i], line[i + 1]]
      if (a && b) least = Math.min(least, toSegment([x, y], this.xy(a), this.xy(b)))
    }
    return least
  }
}

function toSegment([x, y]: [number, number], [ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(ax + along * dx - x, ay + along * dy - y)
}

export function middleOf(places: readonly { lngLat: LngLat }[]): LngLat {
  let [x, y] = [0, 0]
  for (const { lngLat } of places) [x, y] = [x + lngLat[0], y + lngLat[1]]
  const round = (value: number) => Math.round((value / Math.max(1, places.length)) * 1e7) / 1e7
  return [round(x), round(y)]
}
