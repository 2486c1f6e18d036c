import { exactDoubleArea } from './exact.ts'
import type { Faces } from './faces.ts'

/** What tells whether an outer boundary encloses places without any grid. */
export interface OuterLoops {
  /** Loops of it round such places. */
  holes: number
  /** Vertices where it meets itself. */
  pinches: number
}

/** The loops of the outer boundary on which some faces lie, each once. */
export function loopsOn(faces: Faces, ids: Iterable<number>): OuterLoops {
  const { plane } = faces
  const seen = new Set<number>()
  const pinched = new Set<number>()
  let holes = 0
  for (const id of ids) {
    if (!faces.has(id)) continue
    for (const start of faces.halvesOf(id)) {
      if (!plane.isOuterEdge(start) || seen.has(start)) continue
      const ring = []
      for (let half = start; !seen.has(half); half = onward(faces, half)) {
        seen.add(half)
        ring.push(plane.from(half))
        const v = plane.originOf(half)
        if (plane.outOf(v).filter(each => plane.isOuterEdge(each)).length > 2) pinched.add(v)
      }
      if (exactDoubleArea(ring) < 0n) holes += 1
    }
  }
  return { holes, pinches: pinched.size }
}

/** The next outer half-edge, going round the vertex through the faces inside. */
function onward({ plane }: Faces, half: number): number {
  let next = plane.follows(half)
  while (!plane.isOuterEdge(next)) next = plane.follows(next ^ 1)
  return next
}
