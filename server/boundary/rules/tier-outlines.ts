import type { Words } from '../../errors.ts'
import type { Polygon } from '../../region/place.ts'
import { lngLatOf, type Spot, spotOf } from '../../region/rules/lattice.ts'
import { checkPolygon } from '../../region/rules/validity.ts'
import type { CleanFace, CleanOptions, RowProblem } from '../boundary.ts'
import type { GridTree } from './grid-tree.ts'
import { outlineOf } from './outlines.ts'
import { piecesOf } from './pieces.ts'
import { sameEdges } from './same-edges.ts'
import { Settlement } from './settlement.ts'
import { type SourceFace, Survey } from './survey.ts'
import { polygonOf } from './trace.ts'

interface Tiering {
  tree: GridTree
  /** The rows that others lie in, as drawn. */
  drawn: readonly SourceFace[]
  /** What is left of the others once they are clean. */
  faces: readonly CleanFace[]
  options: CleanOptions
}

/** A row that others lie in, with the outline that those give it. */
export interface TierOutline {
  row: number
  polygon: Polygon
}

/**
 * The outlines of the grids above, made of what lies in them, and where a row was drawn otherwise than they are: more
 * than a sliver is a fault, less follows the grids in it.
 */
export function tierOutlines({ tree, drawn, faces, options }: Tiering): {
  outlines: TierOutline[]
  faults: RowProblem[]
} {
  const under = rowsUnder(tree)
  const done = drawn.map(source => {
    const lowest = faces.filter(({ row }) => under.get(source.row)?.has(row)).map(ringsOf)
    return outlineIn(source, lowest, options)
  })
  return {
    outlines: done.flatMap(each => ('polygon' in each ? [each] : [])),
    faults: done.flatMap(each => ('message' in each ? [each] : [])),
  }
}

function outlineIn(source: SourceFace, lowest: Spot[][][], options: CleanOptions): TierOutline | RowProblem {
  const { row } = source
  const fault = (message: Words) => ({ row, path: 'geometry', message })
  const outline = outlineOf(lowest)
  if (!outline) return fault(words.empty)
  if (outline.type !== 'Polygon') return fault(words.apart)
  const checked = checkPolygon(outline, 'geometry')
  if (!checked.valid) return fault(checked.message)
  const [gap] = differences({ source, lowest, options })
  if (gap) return fault(gap.isOver ? words.gap(gap) : words.beyond(gap))
  const own = source.parts[0] && source.parts.length === 1 ? polygonOf(source.parts[0]) : null
  return { row, polygon: own && sameEdges(own, outline) ? own : checked.polygon }
}

/** The rows that lie in each row, however deep. */
function rowsUnder({ over, aboveOf }: GridTree): Map<number, Set<number>> {
  const under = new Map<number, Set<number>>()
  for (const row of aboveOf.keys()) {
    const seen = new Set<number>()
    for (let at = over.get(aboveOf.get(row) ?? ''); at !== undefined && !seen.has(at); ) {
      seen.add(at)
      const known = under.get(at) ?? new Set()
      under.set(at, known.add(row))
      at = over.get(aboveOf.get(at) ?? '')
    }
  }
  return under
}

interface Difference {
  /** The row has it and nothing that lies in it; otherwise the other way round. */
  isOver: boolean
  squareMeters: number
  at: Spot
}

/** Where a row and what lies in it differ by more than a sliver, the largest first. */
function differences({
  source,
  lowest,
  options,
}: {
  source: SourceFace
  lowest: Spot[][][]
  options: CleanOptions
}): Difference[] {
  const survey = new Survey([source, ...lowest.map((rings, i) => ({ row: i + 1, parts: [rings] }))])
  const settlement = new Settlement(survey, { options, answers: {} })
  for (const [cell, members] of survey.members.entries()) {
    const isOver = members.includes(0)
    if (members.length > 0 && isOver !== members.some(face => face > 0)) {
      settlement.give([cell], isOver ? 0 : 1)
    }
  }
  return piecesOf(settlement)
    .map(({ face, cells }) => ({ isOver: face === 0, ...survey.shapeOf(cells) }))
    .filter(
      ({ widthMeters, squareMeters }) =>
        widthMeters >= options.sliverMeters && squareMeters >= options.smallestSquareMeters,
    )
    .sort((a, b) => b.squareMeters - a.squareMeters)
}

const ringsOf = ({ polygon }: CleanFace) => polygon.coordinates.map(ring => ring.slice(0, -1).map(spotOf))

const placeOf = ({ at, squareMeters }: Difference) => {
  const [lng, lat] = lngLatOf(at)
  return { where: `${lng.toFixed(5)}, ${lat.toFixed(5)}`, size: Math.round(squareMeters) }
}

const words = {
  empty: {
    zh: '被写作上级网格，但没有一个下级网格留下；请改正下级网格，或清空它们的上级网格编码',
    en: 'It is named as a grid above, but no grid in it is left; correct those, or leave their field empty',
  },
  apart: {
    zh: '它的下级网格不相连；一个网格必须是完整的一块',
    en: 'The grids in it do not hang together; a grid must be one piece',
  },
  gap: (gap: Difference): Words => {
    const { where, size } = placeOf(gap)
    return {
      zh: `有 ${size} 平方米没有下级网格（${where}）；请让下级网格铺满上级，或改画上级`,
      en: `${size} square metres of it have no lower grid (${where}); fill it with lower grids or draw it anew`,
    }
  },
  beyond: (gap: Difference): Words => {
    const { where, size } = placeOf(gap)
    return {
      zh: `它的下级网格有 ${size} 平方米画到了它外面（${where}）；请改下级，或改画上级`,
      en: `Lower grids reach ${size} square metres out of it (${where}); correct those or draw it anew`,
    }
  },
}
