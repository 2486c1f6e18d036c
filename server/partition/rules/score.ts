import type { Coverage } from '../../grid/rules/coverage.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import type { PartitionScore } from '../partition.ts'
import { scaleAt } from './blocks.ts'

interface Judged {
  coverage: Coverage
  faces: readonly number[]
  /** How much of the measure each face holds, in the order of `faces`. */
  amounts: Float64Array
  /** Below 1 for an edge that runs along a line of the map. */
  priceOf(a: Spot, b: Spot): number
}

/** Judges how some faces of a coverage divide their area. */
export function scoreOf({ coverage, faces, amounts, priceOf }: Judged): PartitionScore {
  const count = Math.max(1, faces.length)
  const mean = amounts.reduce((sum, each) => sum + each, 0) / count
  const spread = Math.sqrt(amounts.reduce((sum, each) => sum + (each - mean) ** 2, 0) / count)
  const among = new Set(faces)
  const shapes = faces.map(face => shapeOf(coverage, { face, among, priceOf }))
  const inner = shapes.reduce((sum, shape) => sum + shape.innerMeters, 0)
  const marked = shapes.reduce((sum, shape) => sum + shape.markedMeters, 0)
  return {
    grids: faces.length,
    largestOverMean: mean > 0 ? rounded(Math.max(...amounts) / mean) : 1,
    variation: mean > 0 ? rounded(spread / mean) : 0,
    compactness: rounded(shapes.reduce((sum, shape) => sum + shape.compactness, 0) / count),
    alongLines: inner > 0 ? rounded(marked / inner) : 1,
  }
}

function shapeOf(
  coverage: Coverage,
  { face, among, priceOf }: { face: number; among: ReadonlySet<number>; priceOf(a: Spot, b: Spot): number },
) {
  const shape = { innerMeters: 0, markedMeters: 0, compactness: 0 }
  let perimeter = 0
  for (const { a, b, other } of coverage.edgesOf(face)) {
    const scale = scaleAt(a[1] / 1e7)
    const meters = Math.hypot((b[0] - a[0]) * scale.x, (b[1] - a[1]) * scale.y)
    perimeter += meters
    if (other === null || !among.has(other)) continue
    shape.innerMeters += meters
    if (priceOf(a, b) < 1) shape.markedMeters += meters
  }
  if (perimeter > 0) shape.compactness = (4 * Math.PI * squareMetersOf(coverage, face)) / perimeter ** 2
  return shape
}

/** On the plane that touches the earth at the face; good to a thousandth over a town. */
export function squareMetersOf(coverage: Coverage, face: number): number {
  const scale = scaleAt((coverage.ringsOf(face)[0]?.[0]?.[1] ?? 0) / 1e7)
  return (Number(coverage.doubleAreaOf(face)) / 2) * scale.x * scale.y
}

const rounded = (value: number) => Math.round(value * 1000) / 1000
