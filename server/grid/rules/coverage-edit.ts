import type { Both } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEdit } from '../grid.ts'

/** Takes back an inserted vertex; only undo makes it. */
export interface RemoveVertex {
  kind: 'remove-vertex'
  at: Spot
}

export type CoverageEdit = BoundaryEdit | RemoveVertex

export type EditResult =
  | { done: true; faces: number[]; inverse: CoverageEdit }
  | { done: false; reason: Both; at: Spot }

/** Why an edit is not done, in words for the person who drags. */
export const reasons = {
  noVertex: {
    zh: '此处没有边界顶点，边界可能已被他人改动',
    en: 'There is no vertex here; the boundary may have changed',
  },
  noEdge: {
    zh: '此处没有这条边界，可能已被他人改动',
    en: 'There is no such boundary here; it may have changed',
  },
  outer: {
    zh: '这是全域的外边界，不能在网格里改动',
    en: 'This is the outer boundary of the whole area and stays as it is',
  },
  occupied: { zh: '此处已有另一个顶点', en: 'Another vertex is here already' },
  crosses: { zh: '边界会与其他边界相交', en: 'The boundary would cross another one' },
  folds: { zh: '网格会被翻折或失去面积', en: 'A grid would fold over or lose its area' },
  junction: { zh: '多条边界在此相交，顶点不能删除', en: 'Several boundaries meet here, so the vertex stays' },
} satisfies Record<string, Both>
