import type { MindNode } from '../../plans/mind.ts'
import { type Board, nextUp } from '../../plans/run.ts'

/** So many of the nodes that are due next stay in sight; with more, nobody sees which. */
const inSight = 12

const holds = (node: MindNode, ids: ReadonlySet<string>): boolean =>
  ids.has(node.id) || (node.children ?? []).some(child => holds(child, ids))

/** Folds every stage that holds none of the nodes due next, so that the eye falls on what to do now. */
export function foldQuiet(root: MindNode, board: Board): MindNode {
  return fold(
    root,
    new Set(
      nextUp(board)
        .slice(0, inSight)
        .map(shown => shown.id),
    ),
  )
}

function fold(node: MindNode, next: ReadonlySet<string>): MindNode {
  const children = node.children?.map(child =>
    child.children ? { ...fold(child, next), expanded: holds(child, next) } : child,
  )
  return children ? { ...node, children } : node
}
