import { joinedTimes, type Mark, type RunFacts } from './facts.ts'
import { joins } from './level.ts'
import type { Plan } from './plan.ts'
import { type Place, walk } from './walk.ts'

/** What follows from the marks for one node. Times are milliseconds; `undefined` means not yet. */
export type Cell = {
  place: Place
  takesPart: boolean
  /** A stage or list: settled by the nodes in it. */
  isGroup: boolean
  isMarked: boolean
  /** The skipped stage or decision above it. */
  closedBy: Cell | undefined
  closedAt: number
  isStarted: boolean
  isDone: boolean
  settledAt: number | undefined
  /** Settled, and for a decision the branch it opened as well. */
  completeAt: number | undefined
  done: number
  total: number
  readyAt: number | undefined
  /** Unsettled nodes it names itself, those its stages name, and the decision that has not been taken. */
  own: Place[]
  inherited: Place[]
  undecided: Place | undefined
}

const emptyCell = (place: Place): Cell => ({
  place,
  takesPart: false,
  isGroup: false,
  isMarked: false,
  closedBy: undefined,
  closedAt: 0,
  isStarted: false,
  isDone: false,
  settledAt: undefined,
  completeAt: undefined,
  done: 0,
  total: 0,
  readyAt: undefined,
  own: [],
  inherited: [],
  undecided: undefined,
})

function inside(cells: readonly Cell[], cell: Cell): Cell[] {
  const { index, end } = cell.place
  const found: Cell[] = []
  for (let next = index + 1; next < end; next = cells[next]?.place.end ?? end) {
    const child = cells[next]
    if (child?.takesPart) found.push(child)
  }
  return found
}

// Lowering the level takes unmarked nodes away; what people recorded stays on the board.
function choosePart(cells: readonly Cell[], facts: RunFacts) {
  for (const cell of cells.toReversed()) {
    const above = cells[cell.place.parent]
    cell.isMarked ||= facts.marks.has(cell.place.node.id)
    if (above) above.isMarked ||= cell.isMarked
  }
  for (const cell of cells) {
    const above = cells[cell.place.parent]
    cell.takesPart = (above?.takesPart ?? true) && (joins(cell.place.gate, facts.level) || cell.isMarked)
  }
  for (const cell of cells.toReversed()) {
    const { node, parent } = cell.place
    const hasPart = cell.takesPart && inside(cells, cell).length > 0
    cell.isGroup = hasPart && node.kind !== 'decision'
    const isHollow = node.kind === 'stage' && (node.children ?? []).length > 0 && !hasPart
    if (isHollow && parent >= 0) cell.takesPart = false
  }
}

function close(cells: readonly Cell[], facts: RunFacts) {
  for (const cell of cells) {
    const above = cells[cell.place.parent]
    if (!above) continue
    const mark = facts.marks.get(above.place.node.id)
    const isSkipped = mark?.state === 'skipped'
    cell.closedBy = above.closedBy ?? (isSkipped ? above : undefined)
    cell.closedAt = above.closedBy ? above.closedAt : (mark?.at.getTime() ?? 0)
  }
}

/** The last of the times, or `undefined` while one is missing. */
function last(times: (number | undefined)[]): number | undefined {
  let most: number | undefined = Number.NEGATIVE_INFINITY
  for (const time of times) most = most === undefined || time === undefined ? undefined : Math.max(most, time)
  return most
}

function settleOne(cell: Cell, mark: Mark | undefined) {
  const isClosed = cell.closedBy !== undefined
  cell.isDone = mark?.state === 'done'
  cell.isStarted = cell.isDone || (mark?.state === 'running' && !isClosed)
  if (cell.isDone || (mark?.state === 'skipped' && !isClosed)) cell.settledAt = mark?.at.getTime()
  else if (isClosed) cell.settledAt = cell.closedAt
  cell.done = cell.isDone ? 1 : 0
  cell.total = cell.isDone || cell.settledAt === undefined ? 1 : 0
}

function settle(cells: readonly Cell[], facts: RunFacts) {
  for (const cell of cells.toReversed()) {
    if (!cell.takesPart) continue
    const within = inside(cells, cell)
    const all = last(within.map(child => child.completeAt))
    if (cell.isGroup) {
      cell.isDone = within.some(child => child.isDone)
      cell.isStarted = within.some(child => child.isStarted)
      cell.settledAt = all
    } else settleOne(cell, facts.marks.get(cell.place.node.id))
    for (const child of within) {
      cell.done += child.done
      cell.total += child.total
    }
    cell.completeAt = last([cell.settledAt, all])
  }
}

function open(cells: readonly Cell[], facts: RunFacts) {
  const byId = new Map(cells.map(cell => [cell.place.node.id, cell]))
  const joinedAt = joinedTimes(facts)
  for (const cell of cells) {
    if (!cell.takesPart) continue
    const above = cells[cell.place.parent]
    const decision = above?.place.node.kind === 'decision' ? above : undefined
    const before = (cell.place.node.after ?? [])
      .map(id => byId.get(id))
      .filter(found => found !== undefined)
      .filter(found => found.takesPart)
    cell.own = before.filter(found => found.settledAt === undefined).map(found => found.place)
    cell.inherited = above ? [...above.own, ...above.inherited] : []
    cell.undecided = decision && decision.settledAt === undefined ? decision.place : above?.undecided
    if (cell.own.length > 0 || cell.inherited.length > 0 || cell.undecided) continue
    const times = [joinedAt(cell.place.gate), above?.readyAt ?? 0, decision?.settledAt ?? 0]
    cell.readyAt = Math.max(...times, ...before.map(found => found.settledAt ?? 0))
  }
}

/** Every node of the plan in document order with what follows for it; linear in nodes and links. */
export function reckon(plan: Plan, facts: RunFacts): Cell[] {
  const cells = walk(plan.root).map(emptyCell)
  choosePart(cells, facts)
  close(cells, facts)
  settle(cells, facts)
  open(cells, facts)
  return cells
}
