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

  at([x, y]: Spot): number | undefined {
    return this.#index
      .search(x, y, x, y)
      .sort((a, b) => a - b)
      .find(piece => holds(this.#rings[piece] ?? [], [x, y]))
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

/** How much of the measure each piece of ground holds. */
export function amountsOf(
  pieces: Pieces,
  squareMeters: Float64Array,
  { load, measure, workload }: { load: readonly Load[]; measure: Measure; workload: Workload },
): Float64Array {
  if (measure === 'area') return squareMeters.slice()
  const amounts = new Float64Array(squareMeters.length)
  for (const each of load) {
    const places = placesOf(each)
    const part = weightOf(each, measure, workload) / places.length
    for (const place of places) {
      const piece = pieces.at(place) ?? pieces.at(spotOf(each.at))
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
