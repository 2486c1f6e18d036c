import type { BoundaryEdit } from '../boundary-edit.ts'
import { planDivide, planUndivide } from './coverage-divide.ts'
import { planMerge } from './coverage-merge.ts'
import type { Bounds, Plan, Refused } from './coverage-plan.ts'
import { planReshape } from './coverage-reshape.ts'
import { planCutOut, planTransfer } from './coverage-ring.ts'
import { planSimplify } from './coverage-simplify.ts'
import { planSplit } from './coverage-split.ts'
import { planDelete, planInsert, planMove, planMoveEdge } from './coverage-vertex.ts'
import type { Faces } from './faces.ts'

/** What an edit would do, or why it cannot be done. */
export function planEdit(faces: Faces, edit: BoundaryEdit, { outer, within }: Bounds): Plan | Refused {
  switch (edit.kind) {
    case 'move-vertex':
      return planMove(faces, edit)
    case 'insert-vertex':
      return planInsert(faces, { ...edit, outer })
    case 'delete-vertex':
      return planDelete(faces, { ...edit, outer })
    case 'move-edge':
      return planMoveEdge(faces, edit)
    case 'reshape':
      return planReshape(faces, { ...edit, outer })
    case 'split':
      return planSplit(faces, edit)
    case 'merge':
      return planMerge(faces, edit)
    case 'divide':
      return planDivide(faces, edit)
    case 'undivide':
      return planUndivide(faces, edit)
    case 'cut-out':
      return planCutOut(faces, edit)
    case 'transfer':
      return planTransfer(faces, edit)
    case 'simplify':
      return planSimplify(faces, { ...edit, outer: outer && edit.outer === true, within })
  }
}
