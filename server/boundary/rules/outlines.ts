import type { MultiPolygon, Polygon } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import { CleanOptions } from '../boundary.ts'
import { piecesOf } from './pieces.ts'
import { Settlement } from './settlement.ts'
import { Survey } from './survey.ts'
import { polygonOf, traceFaces } from './trace.ts'

/** The outline of faces of one coverage taken together: exactly their outer edges, with holes where none of them is. */
export function outlineOf(faces: readonly Spot[][][]): Polygon | MultiPolygon | null {
  const survey = new Survey(faces.map((rings, i) => ({ row: i + 1, parts: [rings] })))
  const settlement = new Settlement(survey, { options: CleanOptions.parse({}), answers: {} })
  for (const [cell, members] of survey.members.entries()) {
    if (members.length > 0) settlement.give([cell], 0)
  }
  for (const [i, { cells }] of piecesOf(settlement).entries()) settlement.give(cells, i)
  const parts = [...traceFaces(settlement).values()].map(rings => polygonOf(rings).coordinates)
  const [first] = parts
  if (!first) return null
  return parts.length === 1
    ? { type: 'Polygon', coordinates: first }
    : { type: 'MultiPolygon', coordinates: parts }
}
