import { type Spot, turn } from '../../region/rules/lattice.ts'
import type { Faces } from './faces.ts'
import type { Plane } from './plane.ts'

export interface Near {
  kind: 'vertex' | 'middle' | 'edge'
  spot: Spot
  /** The ends of the edge, when it is not a vertex. */
  between?: readonly [Spot, Spot]
  /** The faces that have it, ascending. */
  faces: number[]
}

/** The face that has a spot inside; on an edge, one of its two. Looks east until an edge bars the way. */
export function faceUnder(faces: Faces, spot: Spot): number | undefined {
  const { plane } = faces
  const [x, y] = spot
  const farthest = 3_600_000_000
  for (let reach = plane.index.squareUnits; ; reach *= 4) {
    const best = firstEast(plane, { spot, reach })
    if (best >= 0) return faces.idOf(best) ?? undefined
    if (reach > farthest) return undefined
    if (plane.edgeCount === 0 || x > 1_800_000_000 || y > 900_000_000) return undefined
  }
}

/** The upward side of the first edge to the east, on whose left the spot is; -1 when there is none in reach. */
function firstEast(plane: Plane, { spot: [x, y], reach }: { spot: Spot; reach: number }): number {
  let best = -1
  plane.index.each([x, y, x + reach, y], edge => {
    const half = plane.from(edge * 2)[1] < plane.to(edge * 2)[1] ? edge * 2 : edge * 2 + 1
    const [a, b] = [plane.from(half), plane.to(half)]
    if (a[1] > y || b[1] <= y || turn(a, b, [x, y]) < 0) return false
    if (a[0] > x + reach && b[0] > x + reach) return false
    if (best < 0 || isNearer(plane, { half, best })) best = half
    return false
  })
  if (best < 0) return -1
  const [a, b] = [plane.from(best), plane.to(best)]
  return turn(a, b, [x + reach, y]) <= 0 ? best : -1
}

/** Whether an upward edge passes west of another that reaches the same height; edges do not cross, so their ends tell. */
function isNearer(plane: Plane, { half, best }: { half: number; best: number }): boolean {
  const [a, b, c, d] = [plane.from(half), plane.to(half), plane.from(best), plane.to(best)]
  const sides = a[1] > c[1] || (a[1] === c[1] && a[0] !== c[0]) ? turn(c, d, a) : -turn(a, b, c)
  if (sides !== 0) return sides > 0
  return b[1] < d[1] ? turn(c, d, b) > 0 : turn(a, b, d) < 0
}

/**
 * The nearest part of any boundary within reach: a vertex before the middle of an edge before a place on one.
 * @param reach in units along latitude
 * @param scaleX how many units of latitude one unit of longitude is as long as (the cosine of the latitude)
 */
export function nearestPart(
  faces: Faces,
  spot: Spot,
  { reach, scaleX = 1 }: { reach: number; scaleX?: number },
): Near | undefined {
  const best: Record<Near['kind'], { edge: number; spot: Spot; units: number } | undefined> = {
    vertex: undefined,
    middle: undefined,
    edge: undefined,
  }
  const wide = Math.ceil(reach / scaleX)
  const { plane } = faces
  const offer = (kind: Near['kind'], edge: number, at: Spot) => {
    const units = Math.hypot((at[0] - spot[0]) * scaleX, at[1] - spot[1])
    if (units <= reach && units < (best[kind]?.units ?? Infinity)) best[kind] = { edge, spot: at, units }
  }
  plane.index.each([spot[0] - wide, spot[1] - reach, spot[0] + wide, spot[1] + reach], edge => {
    const [a, b] = [plane.from(edge * 2), plane.to(edge * 2)]
    offer('vertex', edge, a)
    offer('vertex', edge, b)
    offer('middle', edge, [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)])
    offer('edge', edge, footOn(a, b, { spot, scaleX }))
    return false
  })
  const kind = best.vertex ? 'vertex' : best.middle ? 'middle' : best.edge ? 'edge' : undefined
  const found = kind && best[kind]
  return found ? described(faces, { kind, edge: found.edge, spot: found.spot }) : undefined
}

function described(
  faces: Faces,
  { kind, edge, spot }: { kind: Near['kind']; edge: number; spot: Spot },
): Near {
  const { plane } = faces
  const v = kind === 'vertex' ? plane.vertexAt(spot) : -1
  const halves = v >= 0 ? plane.outOf(v) : [edge * 2]
  const ids = halves.flatMap(half => [faces.idOf(half), faces.idOf(half ^ 1)]).filter(id => id !== null)
  const found = [...new Set(ids)].sort((a, b) => a - b)
  if (kind === 'vertex') return { kind, spot, faces: found }
  return { kind, spot, between: [plane.from(edge * 2), plane.to(edge * 2)], faces: found }
}

function footOn(a: Spot, b: Spot, { spot, scaleX }: { spot: Spot; scaleX: number }): Spot {
  const [dx, dy] = [(b[0] - a[0]) * scaleX, b[1] - a[1]]
  const share = ((spot[0] - a[0]) * scaleX * dx + (spot[1] - a[1]) * dy) / (dx * dx + dy * dy || 1)
  const inside = Math.min(1, Math.max(0, share))
  return [Math.round(a[0] + inside * (b[0] - a[0])), Math.round(a[1] + inside * (b[1] - a[1]))]
}
