import type { Both } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEdit } from '../boundary-edit.ts'
import type { Coverage } from './coverage.ts'

/** One edit of a list, done again on a coverage that others have changed. */
export interface RebasedStep {
  index: number
  edit: BoundaryEdit
  /** The same edit with the faces that earlier ones make there; null when it cannot be done. */
  rebased: BoundaryEdit | null
  reason: Both | null
  at: Spot | null
  faces: number[]
}

export interface Rebased {
  steps: RebasedStep[]
  /** Faces that the list made before, by the names they have now. */
  faceOf: (face: number) => number | undefined
}

/**
 * Does a list of edits again on other ground, leaving out what is dropped or cannot be done. `base` is the ground
 * that it was drawn on: it tells which faces each edit made there. Both coverages end up changed.
 */
export function rebase(
  edits: readonly BoundaryEdit[],
  { base, now, drop }: { base: Coverage; now: Coverage; drop: ReadonlySet<number> },
): Rebased {
  const names = new Map<number, number>()
  const faceOf = (face: number) => (face > 0 ? face : names.get(face))
  const steps = edits.map((edit, index): RebasedStep => {
    const was = base.apply(edit, { outer: true })
    const refuse = (reason: Both | null, at: Spot | null = null): RebasedStep => ({
      ...{ index, edit, rebased: null, reason, at },
      faces: was.done ? was.faces : [],
    })
    if (drop.has(index)) return refuse(null)
    const rebased = withFaces(edit, faceOf)
    if (!rebased) return refuse(reasons.depends)
    const is = now.apply(rebased, { outer: true })
    if (!is.done) return refuse(is.reason, is.at)
    const made = was.done ? was.made : is.made
    if (made.length !== is.made.length) {
      now.apply(is.inverse)
      return refuse(reasons.differs)
    }
    for (const [i, face] of made.entries()) names.set(face, is.made[i] ?? face)
    return { index, edit, rebased, reason: null, at: null, faces: is.faces }
  })
  return { steps, faceOf }
}

/** The edit about faces of other names; null when one of them is not there. */
function withFaces(edit: BoundaryEdit, faceOf: (face: number) => number | undefined): BoundaryEdit | null {
  switch (edit.kind) {
    case 'divide':
    case 'undivide':
    case 'reshape': {
      const face = faceOf(edit.face)
      return face === undefined ? null : { ...edit, face }
    }
    case 'transfer': {
      const [from, to] = [faceOf(edit.from), faceOf(edit.to)]
      return from === undefined || to === undefined ? null : { ...edit, from, to }
    }
    case 'split':
    case 'merge':
    case 'simplify': {
      const faces = edit.faces?.map(faceOf)
      if (!faces) return edit
      const known = faces.filter(face => face !== undefined)
      return known.length === faces.length ? { ...edit, faces: known } : null
    }
    default:
      return edit
  }
}

const reasons = {
  depends: {
    zh: '依赖前面一项已不再适用的操作',
    en: 'It builds on an earlier operation that no longer applies',
  },
  differs: {
    zh: '在现有边界上会分出不同数量的网格',
    en: 'On the present boundaries it would make a different number of grids',
  },
} satisfies Record<string, Both>
