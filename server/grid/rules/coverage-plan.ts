import type { Both } from '../../region/place.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import { type EditDone, type FaceRings, reasons } from './coverage-edit.ts'
import type { Faces } from './faces.ts'
import type { OuterBounds } from './outer-bounds.ts'

export interface Bounds {
  /** Whether the outer boundary may move. */
  outer: boolean
  /** What the outer boundary must mind, when anything. */
  within: OuterBounds | null
  /** Whether only a part of the grids is there, so that an outer edge need not be where no grid is. */
  isPart: boolean
}

/** What an edit would do to the faces, before anything is done. */
export interface Plan {
  /** Vertices that move, when that is all. */
  moves?: readonly { from: Spot; to: Spot }[]
  sets: FaceRings[]
  gone: number[]
  /** The face above each made face. */
  parents: Map<number, number | null>
  /** The divided grid that each of these lies in, where that changes or is to be said. */
  above: Map<number, number | null>
  origins: EditDone['origins']
  bent: EditDone['bent']
}

export interface Refused {
  done: false
  reason: Both
  at: Spot
}

export const refused = (reason: Both, at: Spot): Refused => ({ done: false, reason, at })

export const planOf = (plan: Partial<Plan>): Plan => ({
  sets: [],
  gone: [],
  parents: new Map(),
  above: new Map(),
  origins: [],
  bent: [],
  ...plan,
})

/** Why there is no face of a number: the grid is divided, or it is no more. */
export const absent = (faces: Faces, id: number): Both =>
  faces.tiers.isDivided(id) ? reasons.divided : reasons.noFace
