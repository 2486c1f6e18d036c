import { area, difference, feature, featureCollection } from '@turf/turf'
import type { MultiPolygon, Polygon } from '../../region/place.ts'
import { boxOf, lngLatOf, type Spot } from '../../region/rules/lattice.ts'
import type { Rings } from './outline.ts'

/** Ground that a town gets or gives away. */
export interface OuterPiece {
  polygon: Polygon | MultiPolygon
  squareMeters: number
}

const sliverSquareMeters = 0.5

/** Whether an edge with nothing on its other side comes or goes; the same faces beside it belong to both lists. */
export function isOuterMoved(before: Iterable<Rings>, after: Iterable<Rings>): boolean {
  const [was, is] = [outerEdges(before), outerEdges(after)]
  return was.size !== is.size || [...was].some(edge => !is.has(edge))
}

function outerEdges(faces: Iterable<Rings>): Set<string> {
  const open = new Set<string>()
  for (const rings of faces) {
    for (const ring of rings) {
      let a = ring.at(-1) ?? [0, 0]
      for (const b of ring) {
        if (!open.delete(`${b} ${a}`)) open.add(`${a} ${b}`)
        a = b
      }
    }
  }
  return open
}

/** What of some faces nobody has afterwards, and what of them nobody had before. */
export function outerChange(
  before: readonly Rings[],
  after: readonly Rings[],
): { gained: OuterPiece[]; lost: OuterPiece[] } {
  if (!isOuterMoved(before, after)) return { gained: [], lost: [] }
  return { gained: without(after, before), lost: without(before, after) }
}

function without(faces: readonly Rings[], others: readonly Rings[]): OuterPiece[] {
  const boxes = others.map(rings => boxOf(rings[0] ?? []))
  return faces.flatMap((rings): OuterPiece[] => {
    const box = boxOf(rings[0] ?? [])
    const near = others.filter((_, i) => meets(box, boxes[i]))
    const left =
      near.length === 0
        ? feature(polygonOf(rings))
        : difference(featureCollection([rings, ...near].map(each => feature(polygonOf(each)))))
    const squareMeters = left ? area(left) : 0
    return left && squareMeters >= sliverSquareMeters
      ? [{ polygon: shapeOf(left.geometry), squareMeters }]
      : []
  })
}

type Box = readonly [number, number, number, number]
const meets = (a: Box, b: Box | undefined) =>
  b !== undefined && a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]

/** Rings of the lattice hold pairs only, so what is left has no heights either. */
const shapeOf = (geometry: { type: string; coordinates: unknown }) => geometry as Polygon | MultiPolygon

const polygonOf = (rings: readonly (readonly Spot[])[]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(ring => [...ring, ...ring.slice(0, 1)].map(lngLatOf)),
})
