import type { Both } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEdit } from '../boundary-edit.ts'
import type { Coverage } from './coverage.ts'

/** What a list of edits made of a coverage, told in faces that were there before and faces that are there after. */
export interface Replay {
  /** Grids from before that any edit touched, gone and divided ones included. */
  touched: Set<number>
  /** Grids that are there after and were not before, divided ones included, with the one from before that each came out of. */
  made: Map<number, number>
  /** Faces from before that are no more, with the face that is there after which got them. */
  gone: Map<number, number>
}

export interface Fault {
  index: number
  reason: Both
  at: Spot
}

/** Does every edit in order, the outer boundary included; stops at the first that cannot be done. */
export function replay(coverage: Coverage, edits: readonly BoundaryEdit[]): Replay | { fault: Fault } {
  const touched = new Set<number>()
  const origin = new Map<number, number>()
  const heir = new Map<number, number>()
  const rootOf = (face: number) => origin.get(face) ?? face
  for (const [index, edit] of edits.entries()) {
    const result = coverage.apply(edit, { outer: true })
    if (!result.done) return { fault: { index, reason: result.reason, at: result.at } }
    const made = new Set(result.made)
    for (const { face, from } of result.origins) {
      const [first] = from
      if (first === undefined) continue
      if (made.has(face)) origin.set(face, rootOf(first))
      else heir.set(face, first)
    }
    // Who lies elsewhere now is touched, whether it has ground of its own or is divided.
    const lying = result.inverse.above.map(([id]) => id)
    for (const face of [...result.faces, ...result.gone, ...lying]) if (face > 0) touched.add(face)
    for (const { from } of result.origins) for (const face of from) if (face > 0) touched.add(face)
  }
  const gone = new Map(
    [...touched].filter(face => !coverage.stands(face)).map(face => [face, heirOf(heir, face)]),
  )
  const made = new Map([...origin].filter(([face]) => coverage.stands(face)))
  return { touched, made, gone }
}

function heirOf(heir: ReadonlyMap<number, number>, face: number): number {
  let at = face
  for (let next = heir.get(at); next !== undefined; next = heir.get(at)) at = next
  return at
}
