import { type Blocks, frontier, partsOf, sumOf } from './blocks.ts'

export interface Move {
  block: number
  from: number
  to: number
}

/** Who holds each block. */
export type Holders = Map<number, Set<number>>

const mostMoves = 2000
/** What a metre of unmarked boundary weighs against a squared deviation of one mean, over the total length. */
const lengthWeight = 1

/**
 * Moves single blocks between neighbouring grids as long as that evens the measure out more than it lengthens
 * boundaries. Every grid stays in one piece and without holes.
 * @returns the moves in order; `holders` is changed
 */
export function balance(blocks: Blocks, holders: Holders): Move[] {
  const state = stateOf(blocks, holders)
  const moves: Move[] = []
  while (moves.length < mostMoves) {
    const move = bestMove(state)
    if (!move) break
    carry(state, move)
    moves.push(move)
  }
  return moves
}

interface State {
  blocks: Blocks
  holders: Holders
  holderOf: Map<number, number>
  amounts: Map<number, number>
  mean: number
  lengthMeters: number
  /** Moves that were tried and would break a grid, until one of the two grids changes. */
  refused: Map<string, number>
  changes: Map<number, number>
}

function stateOf(blocks: Blocks, holders: Holders): State {
  const amounts = new Map([...holders].map(([id, members]) => [id, sumOf(blocks.amounts, members)]))
  const total = [...amounts.values()].reduce((sum, each) => sum + each, 0)
  const lengthMeters = blocks.borders.reduce(
    (sum, borders) => [...borders.values()].reduce((inner, border) => inner + border.meters, sum),
    0,
  )
  return {
    blocks,
    holders,
    holderOf: new Map([...holders].flatMap(([id, members]) => [...members].map(block => [block, id]))),
    amounts,
    mean: total / Math.max(1, holders.size),
    lengthMeters: Math.max(1, lengthMeters),
    refused: new Map(),
    changes: new Map(),
  }
}

function bestMove(state: State): Move | null {
  const candidates: { move: Move; gain: number }[] = []
  for (const [block, from] of state.holderOf) {
    const tos = new Set<number>()
    for (const next of state.blocks.borders[block]?.keys() ?? []) {
      const to = state.holderOf.get(next)
      if (to !== undefined && to !== from) tos.add(to)
    }
    for (const to of tos) {
      const move = { block, from, to }
      const gain = gainOf(state, move)
      if (gain > 1e-9) candidates.push({ move, gain })
    }
  }
  candidates.sort((a, b) => b.gain - a.gain)
  return candidates.find(({ move }) => isSound(state, move))?.move ?? null
}

/** How much the sum of squared deviations from the mean falls, less what the boundary grows. */
function gainOf({ blocks, amounts, holderOf, mean, lengthMeters }: State, { block, from, to }: Move): number {
  const amount = blocks.amounts[block] ?? 0
  if (mean <= 0) return 0
  const [a, b] = [(amounts.get(from) ?? 0) / mean - 1, (amounts.get(to) ?? 0) / mean - 1]
  const part = amount / mean
  const evened = a * a + b * b - (a - part) ** 2 - (b + part) ** 2
  let longer = 0
  for (const [next, border] of blocks.borders[block] ?? []) {
    const holder = holderOf.get(next)
    if (holder === from) longer += border.cost
    if (holder === to) longer -= border.cost
  }
  return evened - (lengthWeight * longer) / lengthMeters
}

/** Whether both grids are whole and without holes after a move. */
function isSound(state: State, { block, from, to }: Move): boolean {
  const key = `${block}>${to}`
  const age = (state.changes.get(from) ?? 0) + (state.changes.get(to) ?? 0)
  if (state.refused.get(key) === age) return false
  const { blocks, holders } = state
  const giving = new Set(holders.get(from))
  giving.delete(block)
  const taking = new Set(holders.get(to)).add(block)
  const sound = giving.size > 0 && isDisc(blocks, giving) && isDisc(blocks, taking)
  if (!sound) state.refused.set(key, age)
  return sound
}

const isDisc = (blocks: Blocks, members: ReadonlySet<number>) =>
  partsOf(blocks, members).length === 1 && frontier(blocks, members)?.length === 1

function carry(state: State, { block, from, to }: Move): void {
  const amount = state.blocks.amounts[block] ?? 0
  state.holders.get(from)?.delete(block)
  state.holders.get(to)?.add(block)
  state.holderOf.set(block, to)
  state.amounts.set(from, (state.amounts.get(from) ?? 0) - amount)
  state.amounts.set(to, (state.amounts.get(to) ?? 0) + amount)
  for (const id of [from, to]) state.changes.set(id, (state.changes.get(id) ?? 0) + 1)
}
