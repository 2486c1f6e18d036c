import type { Edition, PastSource } from '../../../server/edition/edition.ts'
import type { LevelTexture } from '../../map/level-texture.ts'

/** Levels of one moment, and which moment it is, e.g. 「汛前四色图 2026-05-21」. */
interface Moment<Levels> {
  levels: Levels
  /** The levels if only assessed sources counted, where others count too. */
  assessed?: Uint8Array | undefined
  title: string
  /** The signed map that these levels are, if they are one. */
  edition?: Edition | undefined
  /** The sources as they stood then; those of now when left out. */
  sources?: readonly PastSource[] | undefined
}

/**
 * A map to show in place of the one of now. `past`: levels of another moment; `change`: what became of each cell
 * between two, in the values of `change.ts`; `swipe`: two moments, the second to the right of a line one moves.
 */
export type MapToShow<Levels = Uint8Array> =
  | (Moment<Levels> & { kind: 'past' })
  | (Moment<Levels> & { kind: 'change' })
  | (Moment<Levels> & { kind: 'swipe'; right: Moment<Levels> })

export type ShownMap = MapToShow<LevelTexture>

/** The line of a swipe stays this far from the edges, as a share of the map's width. */
const EDGE = 0.02

export const withinEdges = (share: number) => Math.min(1 - EDGE, Math.max(EDGE, share))
