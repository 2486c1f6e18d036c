import { type Blocks, frontier, partsOf, sumOf } from './blocks.ts'

/** One cut of an area into two that hang together each, along one line. */
export interface Cut {
  left: Set<number>
  right: Set<number>
}

interface Tried extends Cut {
  fault: number
}

interface Aim {
  blocks: Blocks
  members: ReadonlySet<number>
  /** Share of the measure that the left side shall have. */
  share: number
  total: number
  /** Metres across all members, against which the length of a cut is judged. */
  acrossMeters: number
}

const directions = 8

/**
 * Divides blocks that hang together into two sets, the left with about `share` of the measure, so that both hang
 * together and one line parts them. Tries sweeps in eight directions, betters each by moving blocks at the line,
 * and takes the one with the least fault.
 * @returns null when no sweep gives such a cut
 */
export function bisect(blocks: Blocks, members: ReadonlySet<number>, share: number): Cut | null {
  const aim: Aim = {
    blocks,
    members,
    share,
    total: sumOf(blocks.amounts, members),
    acrossMeters: acrossMeters(blocks, members),
  }
  let best: Tried | null = null
  for (let turn = 0; turn < directions; turn++) {
    const swept = sweep(aim, (Math.PI * 2 * turn) / directions)
    const cut = swept && better(aim, swept)
    if (cut && (!best || cut.fault < best.fault)) best = cut
  }
  return best && { left: best.left, right: best.right }
}

function acrossMeters({ middles }: Blocks, members: ReadonlySet<number>): number {
  const [xs, ys] = [0, 1].map(axis => [...members].map(block => middles[block]?.[axis === 0 ? 0 : 1] ?? 0))
  return Math.max(1, rangeOf(xs ?? []), rangeOf(ys ?? []))
}

const rangeOf = (values: number[]) =>
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY) -
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)

/**
 * Takes blocks in order along a direction, always one beside those taken, and stops where the fault is least:
 * a road a little off the even share beats a cut across open ground.
 */
function sweep(aim: Aim, angle: number): Tried | null {
  const stops = inOrder(aim, angle)
  const best = stops.toSorted((a, b) => a.fault - b.fault).slice(0, mostStops)
  for (const { count } of best) {
    const tried = whole(aim, new Set(stops.slice(0, count).map(stop => stop.block)))
    if (tried) return tried
  }
  return null
}

const mostStops = 12
/** How far past the wanted share a sweep looks for a better place to stop. */
const past = 1.3

interface Stop {
  block: number
  /** How many blocks are taken with this one. */
  count: number
  fault: number
}

function inOrder(aim: Aim, angle: number): Stop[] {
  const { blocks, members, share, total } = aim
  const along = (block: number) => {
    const [x, y] = blocks.middles[block] ?? [0, 0]
    return x * Math.cos(angle) + y * Math.sin(angle)
  }
  const ordered = [...members].sort((a, b) => along(a) - along(b))
  const left = new Set<number>()
  const reachable = new Set(ordered.slice(0, 1))
  const stops: Stop[] = []
  let [amount, cost] = [0, 0]
  while (amount <= total * share * past && left.size < members.size - 1) {
    const block = ordered.find(each => reachable.has(each))
    if (block === undefined) break
    ordered.splice(ordered.indexOf(block), 1)
    reachable.delete(block)
    left.add(block)
    amount += blocks.amounts[block] ?? 0
    for (const [other, border] of blocks.borders[block] ?? []) {
      if (!members.has(other)) continue
      cost += left.has(other) ? -border.cost : border.cost
      if (!left.has(other)) reachable.add(other)
    }
    stops.push({ block, count: left.size, fault: faultOf(aim, { amount, cost }) })
  }
  return stops
}

/** What the sweep cut off goes to the side that surrounds it. */
function whole(aim: Aim, taken: ReadonlySet<number>): Tried | null {
  const { blocks, members } = aim
  const [, ...cutOff] = partsOf(blocks, new Set([...members].filter(block => !taken.has(block))))
  const left = new Set([...taken, ...cutOff.flat()])
  const cut = { left, right: new Set([...members].filter(block => !left.has(block))) }
  return isWhole(blocks, cut) ? { ...cut, fault: faultOf(aim, amountAndCost(blocks, cut)) } : null
}

/** Whether both sides hang together and one line from rim to rim parts them. */
function isWhole(blocks: Blocks, { left, right }: Cut): boolean {
  if (left.size === 0 || right.size === 0) return false
  if (partsOf(blocks, left).length > 1 || partsOf(blocks, right).length > 1) return false
  const [line, more] = frontier(blocks, left, right) ?? []
  return line !== undefined && !more && String(line[0]) !== String(line.at(-1))
}

interface Figures {
  amount: number
  cost: number
}

function amountAndCost(blocks: Blocks, { left, right }: Cut): Figures {
  let cost = 0
  for (const block of left)
    for (const [other, border] of blocks.borders[block] ?? []) if (right.has(other)) cost += border.cost
  return { amount: sumOf(blocks.amounts, left), cost }
}

/** A tenth off the share weighs as much as a cut across a third of the area that nothing on the map marks. */
function faultOf({ share, total, acrossMeters: across }: Aim, { amount, cost }: Figures): number {
  const off = total > 0 ? Math.abs(amount / total - share) / Math.min(share, 1 - share) : 0
  return off * 3 + cost / across
}

const mostPasses = 6

/** Moves single blocks across the line as long as that lessens the fault. */
function better(aim: Aim, tried: Tried): Tried {
  let best = tried
  for (let pass = 0; pass < mostPasses; pass++) {
    const before = best.fault
    best = moved(aim, moved(aim, best, 'left'), 'right')
    if (best.fault >= before - 1e-6) break
  }
  return best
}

/** Tries each block at the line once on the other side. */
function moved(aim: Aim, tried: Tried, from: 'left' | 'right'): Tried {
  const { blocks } = aim
  const to = from === 'left' ? 'right' : 'left'
  let best = tried
  let figures = amountAndCost(blocks, best)
  for (const block of tried[from]) {
    const after = afterMove(aim, { cut: best, from, block, figures })
    if (!after || faultOf(aim, after) >= best.fault - 1e-6) continue
    const next: Cut = { left: new Set(best.left), right: new Set(best.right) }
    next[from].delete(block)
    next[to].add(block)
    if (!isWhole(blocks, next)) continue
    best = { ...next, fault: faultOf(aim, after) }
    figures = after
  }
  return best
}

/** The figures after one block goes over, or null for a block that is not at the line. */
function afterMove(
  { blocks }: Aim,
  { cut, from, block, figures }: { cut: Cut; from: 'left' | 'right'; block: number; figures: Figures },
): Figures | null {
  const other = from === 'left' ? cut.right : cut.left
  let [gained, lost] = [0, 0]
  for (const [next, border] of blocks.borders[block] ?? []) {
    if (other.has(next)) lost += border.cost
    else if (cut[from].has(next)) gained += border.cost
  }
  if (lost === 0) return null
  const amount = blocks.amounts[block] ?? 0
  return {
    amount: figures.amount + (from === 'left' ? -amount : amount),
    cost: figures.cost + gained - lost,
  }
}
