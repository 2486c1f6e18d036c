import type { Spot } from '../../region/rules/lattice.ts'
import { exactDoubleArea } from './exact.ts'
import type { Faces } from './faces.ts'

/** How many parts some faces (the grids of a village) form; those that only meet in a corner are apart. */
export function partsOf(faces: Faces, ids: Iterable<number>): number {
  const { plane } = faces
  const left = new Set<number>()
  for (const id of ids) left.add(faces.slotOf(id))
  let parts = 0
  for (const first of left) {
    parts += 1
    const open = [first]
    left.delete(first)
    for (let slot = open.pop(); slot !== undefined && left.size > 0; slot = open.pop()) {
      for (const start of faces.startsIn(slot)) {
        let half = start
        do {
          const other = plane.faceOf(half ^ 1)
          if (other !== slot && left.delete(other)) open.push(other)
          half = plane.follows(half)
        } while (half !== start && half >= 0)
      }
    }
  }
  return parts
}

/** The rings round several faces together, outer ones counterclockwise, holes clockwise; corners keep rings apart. */
export function ringsRound(faces: Faces, ids: ReadonlySet<number>): Spot[][] {
  const border = new Set<number>()
  for (const id of ids) {
    for (const half of faces.halvesOf(id)) {
      const other = faces.idOf(half ^ 1)
      if (other === null || !ids.has(other)) border.add(half)
    }
  }
  const rings: Spot[][] = []
  const left = new Set(border)
  for (const start of border) {
    const ring: Spot[] = []
    for (let half = start; left.delete(half); half = onward(faces, half, border))
      ring.push(faces.plane.from(half))
    if (ring.length > 2) rings.push(ring)
  }
  return rings.sort((a, b) => (exactDoubleArea(a) > exactDoubleArea(b) ? -1 : 1))
}

/** The next border half-edge, going round the vertex through the faces inside, so that parts that touch stay apart. */
function onward({ plane }: Faces, half: number, border: ReadonlySet<number>): number {
  let next = plane.follows(half)
  while (!border.has(next)) next = plane.follows(next ^ 1)
  return next
}
