import Flatbush from 'flatbush'
import type { Polygon } from '../../region/place.ts'
import { placeIn, type Spot, spotOf } from '../../region/rules/lattice.ts'
import type { Load } from '../find-load.ts'
import type { Measure, Workload } from '../partition.ts'

/** Finds the piece of ground that holds a spot; on a common boundary the first of them. */
export class Pieces {
  readonly #rings: Spot[][][]
  readonly #index: Flatbush

  constructor(polygons: readonly Polygon[]) {
    this.#rings = polygons.map(polygon => polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf)))
    this.#index = new Flatbush(Math.max(1, polygons.length), 16, Float64Array)
    for (const [outer = []] of this.#rings) this.#index.add(...boxOf(outer))
    if (polygons.length === 0) this.#index.add(0, 0, 0, 0)
    this.#index.finish()
  }

  /** Around all pieces. */
  get box(): [number, number, number, number] {
    const { minX, minY, maxX, maxY } = this.#index
    return [minX, minY, maxX, maxY]
  }

  at([x, y]: Spot): number | undefined {
    const near = this.#index.search(x, y, x, y)
    if (near.length > 1) near.sort((a, b) => a - b)
    return near.find(piece => holds(this.#rings[piece] ?? [], [x, y]))
  }
}

function holds([outer, ...holes]: Spot[][], spot: Spot): boolean {
  return outer !== undefined && placeIn(outer, spot) >= 0 && holes.every(hole => placeIn(hole, spot) <= 0)
}

function boxOf(ring: readonly Spot[]): [number, number, number, number] {
  return ring.reduce<[number, number, number, number]>(
    ([west, south, east, north], [x, y]) => [
      Math.min(west, x),
      Math.min(south, y),
      Math.max(east, x),
      Math.max(north, y),
    ],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  )
}

/** Where what a measure counts lies, on the lattice; worked out once for all pieces that it is asked for. */
export class Burden {
  readonly isArea: boolean
  readonly #stands: Stand[]

  constructor(load: readonly Load[], { measure, workload }: { measure: Measure; workload: Workload }) {
    this.isArea = measure === 'area'
    this.#stands = this.isArea
      ? []
      : load.flatMap((each): Stand[] => {
          const weight = weightOf(each, measure, workload)
          return weight === 0 ? [] : [{ at: spotOf(each.at), places: placesOf(each), weight }]
        })
  }

  /** What stands in a box, or nearly so. */
  *in([west, south, east, north]: readonly [number, number, number, number]): Generator<Stand> {
    for (const stand of this.#stands) {
      const [first = stand.at] = stand.places
      const last = stand.places.at(-1) ?? first
      if (last[0] >= west && first[0] <= east && last[1] >= south && first[1] <= north) yield stand
    }
  }
}

/** A cell's people in nine places from south-west to north-east, or a thing in one. */
interface Stand {
  at: Spot
  places: Spot[]
  weight: number
}

/** How much of the measure each piece of ground holds. */
export function amountsOf(pieces: Pieces, squareMeters: Float64Array, burden: Burden): Float64Array {
  if (burden.isArea) return squareMeters.slice()
  const amounts = new Float64Array(squareMeters.length)
  for (const { at, places, weight } of burden.in(pieces.box)) {
    const part = weight / places.length
    for (const place of places) {
      const piece = pieces.at(place) ?? pieces.at(at)
      if (piece !== undefined) amounts[piece] = (amounts[piece] ?? 0) + part
    }
  }
  return amounts
}

const thirds = [1 / 6, 1 / 2, 5 / 6]

/** A cell's people stand in nine places, so that a line through it parts them about as it parts the cell. */
function placesOf({ at, over }: Load): Spot[] {
  if (!over) return [spotOf(at)]
  const [west, south, east, north] = over
  return thirds.flatMap(x => thirds.map(y => spotOf([west + (east - west) * x, south + (north - south) * y])))
}

function weightOf(load: Load, measure: Measure, { person, hazard, incident }: Workload): number {
  if (measure === 'households') return load.households
  if (measure === 'people') return load.people
  return load.people * person + load.hazards * hazard + load.incidents * incident
}
