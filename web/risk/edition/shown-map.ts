import type { LevelTexture } from '../../map/level-texture.ts'

/**
 * A map shown in place of the one of now. `past`: levels of another moment; `change`: what became of each cell
 * between two, in the values of `change.ts`.
 */
export interface ShownMap {
  kind: 'past' | 'change'
  texture: LevelTexture
  /** Which moment it is, e.g. 「汛前四色图 2026-05-21」. */
  title: string
}
