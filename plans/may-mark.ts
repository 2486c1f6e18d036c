import type { Mark } from './facts.ts'
import type { Text } from './plan.ts'
import type { Board, BoardNode } from './run.ts'
import { walk } from './walk.ts'

/** `waiting` takes a mark back. */
export type Markable = Mark['state'] | 'waiting'
export type Verdict = { allowed: true } | { allowed: false; reason: Text }

const yes: Verdict = { allowed: true }
const no = (zh: string, en: string): Verdict => ({ allowed: false, reason: { zh, en } })

const isBegun = (shown: BoardNode) =>
  !shown.isGroup && !shown.closedBy && (shown.mark?.state === 'running' || shown.mark?.state === 'done')

// Nodes that could begin only because this one, or a stage around it, was settled.
function begunBehind(board: Board, shown: BoardNode): BoardNode | undefined {
  const places = walk(board.plan.root)
  const at = places.find(place => place.node.id === shown.id)
  if (!at) return undefined
  const relied = new Set<string>()
  for (const place of places) {
    const isAround = place.index < at.index && place.end >= at.end && place.node.kind !== 'decision'
    const isWithin = place.index >= at.index && place.end <= at.end
    if (isAround || isWithin) relied.add(place.node.id)
  }
  for (const place of places) {
    const isWithin = place.index > at.index && place.end <= at.end
    const opens = isWithin && shown.node.kind === 'decision'
    const names = !isWithin && (place.node.after ?? []).some(id => relied.has(id))
    if (!opens && !names) continue
    for (const { node } of places.slice(place.index, place.end)) {
      const later = board.nodes.get(node.id)
      if (later && later.id !== shown.id && isBegun(later)) return later
    }
  }
  return undefined
}

function undo(board: Board, shown: BoardNode): Verdict {
  const later = begunBehind(board, shown)
  if (!later) return yes
  const { zh, en } = later.node.title
  return no(`其后的「${zh}」已经开始`, `“${en}”, which follows it, has already begun`)
}

function markGroup(board: Board, shown: BoardNode, state: Markable): Verdict {
  const isSkipped = shown.mark?.state === 'skipped'
  if (state === 'waiting') return isSkipped ? undo(board, shown) : no('尚无标记', 'It has no mark')
  if (state !== 'skipped') return no('其状态由下级节点得出', 'Its state follows from the nodes in it')
  if (isSkipped) return no('已略过', 'It is already skipped')
  return shown.state === 'done' ? no('已全部完成', 'Everything in it is done') : yes
}

function beginOrFinish(board: Board, shown: BoardNode, state: 'running' | 'done'): Verdict {
  if (shown.waitsFor.length > 0) {
    return shown.reason
      ? { allowed: false, reason: shown.reason }
      : no('前置条件未满足', 'It waits for other nodes')
  }
  const isSettled = shown.mark?.state === 'done' || shown.mark?.state === 'skipped'
  const staysSettled = state === 'done' && shown.node.kind !== 'decision'
  return isSettled && !staysSettled ? undo(board, shown) : yes
}

function markLeaf(board: Board, shown: BoardNode, state: Markable): Verdict {
  const current = shown.mark?.state ?? 'waiting'
  if (current === state) return no('已是此状态', 'It is already so')
  if (state === 'running' || state === 'done') return beginOrFinish(board, shown, state)
  const unsettles = state === 'waiting' && current !== 'running'
  const changesDecision = state === 'skipped' && current === 'done' && shown.node.kind === 'decision'
  return unsettles || changesDecision ? undo(board, shown) : yes
}

/**
 * Whether a person may mark the node so now, and if not why. Keeps every begun node behind settled ones:
 * a mark others already rely on cannot be taken back.
 */
export function mayMark(board: Board, nodeId: string, state: Markable): Verdict {
  const shown = board.nodes.get(nodeId)
  if (!shown) return no('不在本级响应中', 'It takes no part at this response level')
  const closer = board.nodes.get(shown.closedBy ?? '')
  if (closer) {
    const { zh, en } = closer.node.title
    return no(`所属「${zh}」已略过`, `“${en}”, which holds it, is skipped`)
  }
  return shown.isGroup ? markGroup(board, shown, state) : markLeaf(board, shown, state)
}
