import type { Mark, RunFacts } from './facts.ts'
import type { Plan, PlanNode, ResponseLevel, Text } from './plan.ts'
import { type Cell, reckon } from './reckon.ts'
import type { Place } from './walk.ts'

/**
 * blocked: it waits for a node it names itself; waiting: its stage or decision has not opened;
 * ready: may be done now. A stage takes its state from the nodes in it.
 */
export type NodeState = 'waiting' | 'ready' | 'running' | 'done' | 'skipped' | 'blocked'

/** Nodes done out of all that take part; skipped ones count in neither. */
export type Progress = { done: number; total: number }

export type BoardNode = {
  id: string
  node: PlanNode
  parentId: string | undefined
  depth: number
  /** The role that answers for it: its own, or the nearest stage's. */
  role: string | undefined
  /** A stage or list: settled by the nodes in it, not by a mark. */
  isGroup: boolean
  state: NodeState
  mark: Mark | undefined
  readyAt: Date | undefined
  /** Known once the node is ready. */
  due: Date | undefined
  late: boolean
  dueSoon: boolean
  reason: Text | undefined
  /** Ids it still waits for, its own or its stage's. */
  waitsFor: string[]
  /** The skipped stage or decision above it. */
  closedBy: string | undefined
  /** Stages and lists only. */
  progress: Progress | undefined
}

/** A running plan at one moment. `nodes` holds those that take part, in document order. */
export type Board = {
  plan: Plan
  level: ResponseLevel
  now: Date
  nodes: ReadonlyMap<string, BoardNode>
  progress: Progress
}

function stateOf(cell: Cell, mark: Mark | undefined): NodeState {
  if (cell.isGroup && mark?.state === 'skipped') return 'skipped'
  if (cell.settledAt !== undefined) return cell.isDone ? 'done' : 'skipped'
  if (cell.isStarted) return 'running'
  if (cell.own.length > 0) return 'blocked'
  return cell.readyAt === undefined ? 'waiting' : 'ready'
}

function quoted(places: readonly Place[]): Text {
  const shown = places.slice(0, 2).map(place => place.node.title)
  const more = places.length - shown.length
  return {
    zh: shown.map(title => `「${title.zh}」`).join('') + (more > 0 ? `等 ${places.length} 项` : ''),
    en: shown.map(title => `“${title.en}”`).join(', ') + (more > 0 ? ` and ${more} more` : ''),
  }
}

function reasonOf(cell: Cell): Text | undefined {
  const places = cell.own.length > 0 ? cell.own : cell.inherited
  if (places.length > 0) {
    const names = quoted(places)
    return { zh: `等${names.zh}`, en: `Waits for ${names.en}` }
  }
  if (!cell.undecided) return undefined
  const names = quoted([cell.undecided])
  return { zh: `待决定${names.zh}`, en: `Until ${names.en} is decided` }
}

/** A deadline is near in its last quarter, but never less than 2 nor more than 15 minutes before. */
export function soonMinutes(minutes: number): number {
  return Math.min(15, Math.max(2, minutes / 4))
}

function deadline(cell: Cell, state: NodeState, now: number) {
  const { minutes } = cell.place.node
  if (minutes === undefined || cell.readyAt === undefined || state === 'skipped') {
    return { due: undefined, late: false, dueSoon: false }
  }
  const due = cell.readyAt + minutes * 60_000
  const late = (state === 'done' ? (cell.settledAt ?? now) : now) > due
  const dueSoon = state !== 'done' && !late && due - now <= soonMinutes(minutes) * 60_000
  return { due: new Date(due), late, dueSoon }
}

function show(cell: Cell, parentId: string | undefined, facts: RunFacts): BoardNode {
  const { node, depth, role } = cell.place
  const mark = facts.marks.get(node.id)
  const state = stateOf(cell, mark)
  const isShut = state === 'waiting' || state === 'blocked'
  const awaited = [...cell.own, ...cell.inherited, ...(cell.undecided ? [cell.undecided] : [])]
  return {
    id: node.id,
    node,
    parentId,
    depth,
    role,
    isGroup: cell.isGroup,
    state,
    mark,
    readyAt: cell.readyAt === undefined ? undefined : new Date(cell.readyAt),
    ...deadline(cell, state, facts.now.getTime()),
    reason: isShut ? reasonOf(cell) : undefined,
    waitsFor: [...new Set(awaited.map(place => place.node.id))],
    closedBy: cell.closedBy?.place.node.id,
    progress: cell.isGroup ? { done: cell.done, total: cell.total } : undefined,
  }
}

// A stage is late, or soon due, when something unfinished inside it is.
function spreadDeadlines(nodes: ReadonlyMap<string, BoardNode>) {
  for (const shown of [...nodes.values()].reverse()) {
    const above = nodes.get(shown.parentId ?? '')
    if (!above?.isGroup || shown.state === 'done' || shown.state === 'skipped') continue
    above.late ||= shown.late
    above.dueSoon ||= shown.dueSoon
  }
}

/** The board of a plan at `facts.now`. Linear in nodes and links; never throws, also on an unchecked plan. */
export function boardOf(plan: Plan, facts: RunFacts): Board {
  const cells = reckon(plan, facts)
  const nodes = new Map<string, BoardNode>()
  for (const cell of cells) {
    if (!cell.takesPart) continue
    const shown = show(cell, cells[cell.place.parent]?.place.node.id, facts)
    nodes.set(shown.id, shown)
  }
  spreadDeadlines(nodes)
  const root = cells[0]
  const progress = { done: root?.done ?? 0, total: root?.total ?? 0 }
  return { plan, level: facts.level, now: facts.now, nodes, progress }
}

/** What remains to be done now, the nearest deadline first; without a deadline last, in document order. */
export function nextUp(board: Board): BoardNode[] {
  const isOpen = (shown: BoardNode) =>
    !shown.isGroup && (shown.state === 'ready' || shown.state === 'running')
  const time = (shown: BoardNode) => shown.due?.getTime() ?? Number.POSITIVE_INFINITY
  const compare = (one: BoardNode, other: BoardNode) =>
    time(one) === time(other) ? 0 : time(one) - time(other)
  return [...board.nodes.values()].filter(isOpen).sort(compare)
}

/** One word for colour, the same for a node, its line to the parent and the line to what waits for it. */
export type Tone = 'done' | 'running' | 'late' | 'soon' | 'ready' | 'waiting' | 'blocked' | 'skipped'

export function toneOf(shown: BoardNode): Tone {
  if (shown.state === 'done' || shown.state === 'skipped') return shown.state
  if (shown.late) return 'late'
  return shown.dueSoon ? 'soon' : shown.state
}

export type BoardEdge = { from: string; to: string; kind: 'child' | 'after'; tone: Tone }

/** Lines of the map: an edge takes the tone of the node it leads to. */
export function edgesOf(board: Board): BoardEdge[] {
  const edges: BoardEdge[] = []
  for (const shown of board.nodes.values()) {
    const tone = toneOf(shown)
    if (shown.parentId) edges.push({ from: shown.parentId, to: shown.id, kind: 'child', tone })
    for (const id of shown.node.after ?? []) {
      if (board.nodes.has(id)) edges.push({ from: id, to: shown.id, kind: 'after', tone })
    }
  }
  return edges
}
