import { expect, test } from 'vitest'
import { factsOf } from '../../plans/facts.ts'
import { mindOf } from '../../plans/mind.ts'
import { playbooks } from '../../plans/playbooks.ts'
import { boardOf, nextUp } from '../../plans/run.ts'
import { foldQuiet } from './fold.ts'

const startedAt = '2026-11-22T06:00:00.000Z'

test('what is due next stays in sight, quiet stages are folded', () => {
  for (const plan of playbooks) {
    const record = { level: 'III' as const, startedAt, escalations: [], nodes: [] }
    const board = boardOf(plan, factsOf(record, new Date(startedAt)))
    const { nodeData } = mindOf(plan, { language: 'zh', level: 'III', expandedDepth: 9 })
    const shown = new Set<string>()
    const see = (node: typeof nodeData) => {
      shown.add(node.id)
      if (node.expanded !== false) for (const child of node.children ?? []) see(child)
    }
    see(foldQuiet(nodeData, board))
    for (const { id } of nextUp(board).slice(0, 12)) expect(shown).toContain(id)
    expect(shown.size).toBeLessThan(board.nodes.size)
  }
})
