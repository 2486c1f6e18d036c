import type { Both } from '../../region/place.ts'
import { type Spot, turn } from '../../region/rules/lattice.ts'
import { reasons } from './coverage-edit.ts'
import { faceFault } from './coverage-fault.ts'
import { areClear, eachPair } from './edge-sweep.ts'
import { byDirection, conflictOf, exactDoubleArea } from './exact.ts'
import type { Faces } from './faces.ts'
import { outside, type Plane } from './plane.ts'

export interface CoverageReport {
  /** What is wrong, each with the faces concerned and a place. */
  faults: { reason: Both; faces: number[]; at: Spot }[]
  /** Ground without a face that faces enclose, with twice its area in square units. */
  gaps: { at: Spot; doubleArea: bigint }[]
  /** Faces that have holes, which other faces or gaps fill. */
  withHoles: number[]
  /** Into how many parts that do not touch along an edge or in a corner the coverage falls. */
  parts: number
}

/**
 * Checks a whole coverage: that each face is valid, that no two edges meet but in their ends, that round each
 * vertex the faces follow one another without overlap, and that no part lies inside a face of another one.
 */
export function checkFaces(faces: Faces): CoverageReport {
  const report: CoverageReport = { faults: [], gaps: [], withHoles: [], parts: 0 }
  crossingEdges(faces, report)
  for (const id of faces.ids) {
    const starts = faces.startsOf(id)
    if (starts.length > 1) report.withHoles.push(id)
    else if (isSound(faces.plane, starts[0] ?? -1)) continue
    const fault = faceFault(faces, id)
    if (fault) report.faults.push({ reason: fault.reason, faces: [id], at: fault.at })
  }
  const bare: number[] = []
  faces.plane.eachVertex(v => checkCorner(faces, v, { report, bare }))
  outsideRings(faces, bare, report)
  return report
}

function crossingEdges(faces: Faces, { faults }: CoverageReport): void {
  const { plane } = faces
  eachPair(plane, (one, two) => {
    if (areClear(plane, one, two)) return
    const [a, b] = [plane.from(one * 2), plane.to(one * 2)]
    const conflict = conflictOf(a, b, { c: plane.from(two * 2), d: plane.to(two * 2) })
    if (!conflict) return
    const ids = [one * 2, one * 2 + 1, two * 2, two * 2 + 1].map(half => faces.idOf(half))
    const reason = conflict === 'close' ? reasons.tooClose : reasons.crosses
    faults.push({ reason, faces: [...new Set(ids.filter(id => id !== null))], at: a })
  })
}

// Below this, products of two differences and sums of a few of them are exact.
const exactReach = 2 ** 25
const exactSum = 2 ** 51

/** Whether a face of one ring is surely valid by itself; false when that takes a closer look. */
function isSound(plane: Plane, start: number): boolean {
  const { x, y } = plane.spots
  const slot = plane.faceOf(start)
  const first = plane.originOf(start)
  const [ox, oy] = [x[first] ?? 0, y[first] ?? 0]
  let [sum, px, py] = [0, 0, 0]
  let half = start
  do {
    const v = plane.originOf(half)
    const [qx, qy] = [(x[v] ?? 0) - ox, (y[v] ?? 0) - oy]
    if (Math.abs(qx) >= exactReach || Math.abs(qy) >= exactReach) return false
    sum += px * qy - qx * py
    if (sum > exactSum || sum < -exactSum) return false
    let times = 0
    for (let out = plane.firstOut(v); out >= 0; out = plane.nextOut(out)) {
      if (plane.faceOf(out) === slot) times += 1
    }
    if (times !== 1) return false
    px = qx
    py = qy
    half = plane.follows(half)
  } while (half !== start && half >= 0)
  return half === start && sum > 0
}

/** Round a vertex, what is on the left of one edge must be on the right of the next one counterclockwise. */
function checkCorner(
  faces: Faces,
  v: number,
  { report, bare }: { report: CoverageReport; bare: number[] },
): void {
  const { plane } = faces
  const halves = plane.outOf(v)
  const o = plane.spots.spot(v)
  if (halves.length > 2) halves.sort((h, k) => byDirection(o, plane.to(h), plane.to(k)))
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] ?? -1
    const next = halves[i + 1] ?? halves[0] ?? half
    const [left, right] = [plane.faceOf(half), plane.faceOf(next ^ 1)]
    if (plane.faceOf(half) === outside) bare.push(half, next ^ 1)
    if (left === right) continue
    const ids = [faces.idOf(half), faces.idOf(next ^ 1)].filter(id => id !== null)
    report.faults.push({ reason: reasons.crosses, faces: ids, at: o })
  }
}

/** @param bare pairs of a half-edge without face and the one that comes before it round the outside */
function outsideRings(faces: Faces, bare: readonly number[], report: CoverageReport): void {
  const { plane } = faces
  const next = new Map<number, number>()
  for (let i = 0; i < bare.length; i += 2) next.set(bare[i + 1] ?? -1, bare[i] ?? -1)
  for (const start of next.keys()) {
    const ring: Spot[] = []
    for (let half: number | undefined = start; half !== undefined; ) {
      const after: number | undefined = next.get(half)
      if (after === undefined) break
      next.delete(half)
      ring.push(plane.from(half))
      half = after
    }
    if (ring.length > 0) judgeOutside(faces, ring, report)
  }
}

/** The outside on the left of a ring is a gap when it is enclosed, and else what a part of the coverage ends at. */
function judgeOutside(faces: Faces, ring: readonly Spot[], report: CoverageReport): void {
  const doubleArea = exactDoubleArea(ring)
  const at = ring.reduce((east, spot) => (spot[0] > east[0] ? spot : east))
  if (doubleArea > 0n) {
    report.gaps.push({ at, doubleArea })
    return
  }
  report.parts += 1
  const around = faceEastOf(faces.plane, at)
  const id = around < 0 ? null : faces.idOf(around)
  if (id !== null) report.faults.push({ reason: reasons.crosses, faces: [id], at })
}

/** The side that looks at a spot of the first edge strictly east of it; the spot is the easternmost of its part. */
function faceEastOf(plane: Plane, [x, y]: Spot): number {
  let best = -1
  let bestX = Infinity
  plane.index.each([x, y, 1_800_000_000, y], edge => {
    const half = plane.from(edge * 2)[1] < plane.to(edge * 2)[1] ? edge * 2 : edge * 2 + 1
    const [a, b] = [plane.from(half), plane.to(half)]
    if (a[1] > y || b[1] <= y || turn(a, b, [x, y]) <= 0) return false
    const meets = a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])
    if (meets < bestX) {
      best = half
      bestX = meets
    }
    return false
  })
  return best
}
