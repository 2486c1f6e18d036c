import type { Both } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import type { BoundaryEdit } from '../boundary-edit.ts'

/** Outer ring counterclockwise, holes clockwise, without the closing repeat. */
export interface FaceRings {
  id: number
  rings: Spot[][]
}

/** What takes an edit back exactly: same rings, same first vertices, same next id. Only undo makes it. */
export interface Restore {
  kind: 'restore'
  /** Vertices to put back where they were, all at once. */
  moves: readonly { from: Spot; to: Spot }[]
  /** Faces as they were, with the face above them (a village) or null. */
  faces: readonly (FaceRings & { parent: number | null })[]
  /** In which divided grid each of some grids lay. */
  above: readonly (readonly [id: number, above: number | null])[]
  /** Faces that were not there. */
  gone: readonly number[]
  /** The id that the next made face gets. */
  nextId: number
}

export type CoverageEdit = BoundaryEdit | Restore

export interface EditDone {
  done: true
  /** Every face that changed and is still there, made ones included; ascending. */
  faces: number[]
  /** Faces that the edit made, in order -1, -2, ... */
  made: number[]
  /** Faces that are no more. */
  gone: number[]
  /** From which faces each made face took its area, or into which face each gone one went. */
  origins: { face: number; from: number[] }[]
  /** Faces above (villages) whose outline changed; ascending. */
  parents: number[]
  /** Outer edges (the coverage on their left) that took a vertex where a line met them, at most a unit beside them. */
  bent: { between: readonly [Spot, Spot]; at: Spot }[]
  inverse: Restore
}

export type EditResult = EditDone | { done: false; reason: Both; at: Spot }

/** Why an edit is not done, in words for the person who edits. */
export const reasons = {
  noVertex: {
    zh: '此处没有边界顶点，边界可能已被他人改动',
    en: 'There is no vertex here; the boundary may have changed',
  },
  noEdge: {
    zh: '此处没有这条边界，可能已被他人改动',
    en: 'There is no such boundary here; it may have changed',
  },
  noFace: { zh: '网格已不存在，可能已被合并', en: 'A grid is no longer here; it may have been merged' },
  outer: {
    zh: '这是外边界，这项操作不能移动它',
    en: 'This is the outer boundary, which this operation leaves where it is',
  },
  gap: {
    zh: '会围出一块不属于任何网格的空地；请把它一并画进来，或留出通道',
    en: 'This would enclose ground that no grid has; take that ground in as well, or leave a way open',
  },
  pinch: {
    zh: '外边界会在一个点上与自身相触',
    en: 'The outer boundary would touch itself in one point',
  },
  torn: {
    zh: '会把本镇切成几块',
    en: 'This would divide the town into separate parts',
  },
  occupied: { zh: '此处已有另一个顶点', en: 'Another vertex is here already' },
  crosses: { zh: '边界会与其他边界相交', en: 'The boundary would cross another one' },
  folds: { zh: '网格会被翻折或失去面积', en: 'A grid would fold over or lose its area' },
  touches: { zh: '网格会在一个点上与自身相触', en: 'A grid would touch itself in one point' },
  junction: { zh: '多条边界在此相交，顶点不能删除', en: 'Several boundaries meet here, so the vertex stays' },
  tooClose: {
    zh: '离另一条边界太近，取整后会相触',
    en: 'Too close to another boundary to be kept apart from it',
  },
  lineCrosses: { zh: '画的线与自身相交', en: 'The drawn line crosses itself' },
  notAcross: { zh: '线没有完整穿过任何网格', en: 'The line does not cross a grid from side to side' },
  offBoundary: {
    zh: '线的两端须落在网格边界上',
    en: 'Both ends of the line must lie on the grid’s boundary',
  },
  otherRing: {
    zh: '线的两端须落在同一圈边界上',
    en: 'Both ends of the line must lie on the same ring of the boundary',
  },
  swallows: {
    zh: '会整个吞掉一个网格，请改用合并',
    en: 'This would swallow a whole grid; merge it instead',
  },
  divides: { zh: '剩下的网格会被切成几块', en: 'What is left of a grid would fall apart' },
  apart: { zh: '这些网格没有共同的边界', en: 'These grids do not share a boundary' },
  outside: { zh: '画的范围超出网格覆盖', en: 'The drawn area leaves the grids' },
  nothing: { zh: '不会改变任何边界', en: 'This would change no boundary' },
  parents: {
    zh: '网格属于不同的村（社区），不能合并',
    en: 'The grids belong to different villages and cannot be merged',
  },
  strangers: {
    zh: '网格属于不同的上级网格，不能合并；请先取消下级网格',
    en: 'The grids lie in different grids above and cannot be merged; take the lower grids away first',
  },
  lastTwo: {
    zh: '合并后上级网格只剩这一个下级网格；请改用“取消下级”',
    en: 'This would leave the grid above with one grid only; take its lower grids away instead',
  },
  divided: {
    zh: '网格已划分下级，请改它的下级网格，或先取消下级网格',
    en: 'The grid is divided into lower ones; change those, or take them away first',
  },
  undivided: { zh: '网格没有下级网格', en: 'The grid is not divided into lower ones' },
  deepest: {
    zh: '微网格是最低一级，不能再划分',
    en: 'Micro grids are the lowest level and cannot be divided further',
  },
  tierDivides: {
    zh: '上级网格会被切成几块',
    en: 'The grid above would fall apart',
  },
  parentDivides: {
    zh: '上级村（社区）会被切成几块',
    en: 'The village above would fall apart',
  },
} satisfies Record<string, Both>
