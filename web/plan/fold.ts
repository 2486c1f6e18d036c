import type { MindNode } from '../../plans/mind.ts'
import type { BoardNode } from '../../plans/run.ts'

const isOpen = (shown: BoardNode | undefined) =>
  shown !== undefined && !shown.isGroup && (shown.state === 'ready' || shown.state === 'running')

const holdsOpen = (node: MindNode, board: ReadonlyMap<string, BoardNode>): boolean =>
  isOpen(board.get(node.id)) || (node.children ?? []).some(child => holdsOpen(child, board))

/** Folds every stage in which nothing can be done now, so that the eye falls on what can. */
export function foldQuiet(root: MindNode, board: ReadonlyMap<string, BoardNode>): MindNode {
  const children = root.children?.map(child =>
    child.children ? { ...foldQuiet(child, board), expanded: holdsOpen(child, board) } : child,
  )
  return children ? { ...root, children } : root
}
