import type { BoundaryEdit } from '../../grid/boundary-edit.ts'
import type { Coverage } from '../../grid/rules/coverage.ts'
import type { Spot } from '../../region/rules/lattice.ts'
import type { Move } from './balance.ts'
import { type Blocks, frontier, partsOf } from './blocks.ts'
import type { Stroke } from './divide.ts'

/** Edits that were really done on the coverage, and how many could not be. */
export interface Drawn {
  edits: BoundaryEdit[]
  refused: number
}

/** Joins the faces into one and cuts it along the strokes. The coverage is changed. */
export function drawPartition(
  coverage: Coverage,
  faces: readonly number[],
  strokes: readonly Stroke[],
): Drawn {
  const drawn: Drawn = { edits: [], refused: 0 }
  if (faces.length > 1) draw(coverage, { kind: 'merge', faces: [...faces] }, drawn)
  for (const { line } of strokes) draw(coverage, { kind: 'split', line }, drawn)
  return drawn
}

function draw(coverage: Coverage, edit: BoundaryEdit, drawn: Drawn): boolean {
  const result = coverage.apply(edit)
  if (result.done) drawn.edits.push(edit)
  else drawn.refused += 1
  return result.done
}

/** Gives groups of blocks over to the grids that shall have them; a group that must wait for another comes later. */
export function drawBalance(coverage: Coverage, blocks: Blocks, moves: readonly Move[]): Drawn {
  const drawn: Drawn = { edits: [], refused: 0 }
  let waiting = transfers(blocks, moves)
  while (waiting.length > 0) {
    const left = waiting.filter(edit => {
      const done = coverage.apply(edit).done
      if (done) drawn.edits.push(edit)
      return !done
    })
    if (left.length === waiting.length) break
    waiting = left
  }
  drawn.refused = waiting.length
  return drawn
}

/** One transfer for each group of blocks that hang together and go the same way in the end. */
function transfers(blocks: Blocks, moves: readonly Move[]): BoundaryEdit[] {
  const ways = new Map<string, { from: number; to: number; members: Set<number> }>()
  for (const [block, { from, to }] of endsOf(moves)) {
    if (from === to) continue
    const way = ways.get(`${from}>${to}`) ?? { from, to, members: new Set<number>() }
    way.members.add(block)
    ways.set(`${from}>${to}`, way)
  }
  return [...ways.values()].flatMap(({ from, to, members }) =>
    partsOf(blocks, members).flatMap(part =>
      ringsOf(blocks, part).map((ring): BoundaryEdit => ({ kind: 'transfer', from, to, ring })),
    ),
  )
}

/** From whom to whom each block went over all moves. */
function endsOf(moves: readonly Move[]): Map<number, { from: number; to: number }> {
  const ends = new Map<number, { from: number; to: number }>()
  for (const { block, from, to } of moves) ends.set(block, { from: ends.get(block)?.from ?? from, to })
  return ends
}

/** The outline of a group; a group that touches itself in a corner, or has a hole, goes block by block. */
function ringsOf(blocks: Blocks, part: readonly number[]): Spot[][] {
  const lines = frontier(blocks, new Set(part))
  const [line, more] = lines ?? []
  if (line && !more) return [line.slice(0, -1)]
  return part.flatMap(block => blocks.coverage.ringsOf(block).slice(0, 1))
}
