import { expect, test } from 'vitest'
import { playbooks } from '../../plans/playbooks.ts'
import { walk } from '../../plans/walk.ts'
import { levelName, neighboursOf } from './neighbours.ts'

test('what comes before a node names it as what comes after', () => {
  for (const plan of playbooks) {
    for (const { node } of walk(plan.root)) {
      for (const before of neighboursOf(plan, node.id)?.before ?? []) {
        expect(neighboursOf(plan, before.id)?.after.map(each => each.id)).toContain(node.id)
      }
    }
  }
})

test('an unknown node has no neighbours, and levels count from the highest', () => {
  const [plan] = playbooks
  expect(plan && neighboursOf(plan, 'no-such-node')).toBeUndefined()
  expect(levelName({ 1: 'Ⅰ', 2: 'Ⅱ', 3: 'Ⅲ', 4: 'Ⅳ' }, 'III')).toBe('Ⅲ')
})
