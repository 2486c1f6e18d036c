import type { Spot } from '../../region/rules/lattice.ts'
import { bisect } from './bisect.ts'
import { type Blocks, frontier } from './blocks.ts'

/** One cut of the plan: the line that parts the area a face holds at that moment. */
export interface Stroke {
  line: Spot[]
}

export interface Division {
  /** Blocks by part. */
  parts: Set<number>[]
  /** Lines in the order in which they must be drawn. */
  strokes: Stroke[]
  /** How many parts are missing because some area could not be cut further. */
  missing: number
}

/** Divides an area into `count` parts of like measure by cutting it in two again and again. */
export function divide(blocks: Blocks, members: ReadonlySet<number>, count: number): Division {
  if (count <= 1) return { parts: [new Set(members)], strokes: [], missing: 0 }
  const leftCount = Math.floor(count / 2)
  const cut = bisect(blocks, members, leftCount / count)
  const [line] = (cut && frontier(blocks, cut.left, cut.right)) ?? []
  if (!cut || !line) return { parts: [new Set(members)], strokes: [], missing: count - 1 }
  const left = divide(blocks, cut.left, leftCount)
  const right = divide(blocks, cut.right, count - leftCount)
  return {
    parts: [...left.parts, ...right.parts],
    strokes: [{ line }, ...left.strokes, ...right.strokes],
    missing: left.missing + right.missing,
  }
}
