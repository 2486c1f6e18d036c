import { describe, expect, it } from 'vitest'
import { type MindNode, mindOf } from './mind.ts'
import { aPlan, aStage, aTask } from './plan-builder.ts'
import { playbooks } from './playbooks.ts'
import { actedAt, walk } from './walk.ts'

const allowed = new Set(['id', 'topic', 'expanded', 'tags', 'hyperLink', 'children'])
const all = (node: MindNode): MindNode[] => [node, ...(node.children ?? []).flatMap(all)]

describe('mind map data', () => {
  it.each(playbooks.map(plan => [plan.code, plan] as const))(
    'of %s has every node and no key but the allowed',
    (_code, plan) => {
      const nodes = all(mindOf(plan, { language: 'zh' }).nodeData)
      expect(nodes.map(node => node.id)).toEqual(walk(plan.root).map(place => place.node.id))
      for (const node of nodes) expect(Object.keys(node).filter(key => !allowed.has(key))).toEqual([])
    },
  )

  it('lets no markup, script link or foreign key through from an unchecked plan', () => {
    const bad = {
      ...aTask('one', { title: { zh: '<img onerror=x>\n&amp;', en: 'x' }, link: 'javascript:alert(1)' }),
      dangerouslySetInnerHTML: '<b>',
    }
    const [, node] = all(mindOf(aPlan([bad]), { language: 'zh' }).nodeData)
    expect(node?.topic).toBe('＜img onerror=x＞ ＆amp;')
    expect(node?.hyperLink).toBeUndefined()
    expect(node).not.toHaveProperty('dangerouslySetInnerHTML')
  })

  it('shows what takes part at a level, and what else is on the board', () => {
    const plan = aPlan([
      aTask('one'),
      aStage('stage', [aTask('two', { level: 'II' }), aTask('three', { level: 'I' })]),
    ])
    const ids = (also?: Set<string>) =>
      all(mindOf(plan, { language: 'zh', level: 'IV', ...(also ? { also } : {}) }).nodeData).map(
        node => node.id,
      )
    expect(ids()).toEqual(['root', 'one'])
    expect(ids(new Set(['stage', 'two']))).toEqual(['root', 'one', 'stage', 'two'])
    for (const one of playbooks) {
      const shown = all(mindOf(one, { language: 'zh', level: 'III' }).nodeData).map(node => node.id)
      expect(shown).toEqual(expect.arrayContaining(actedAt(one, 'III')))
    }
  })

  it('gives a fresh tree each time', () => {
    const plan = aPlan([aTask('one')])
    expect(mindOf(plan, { language: 'zh' }).nodeData).not.toBe(mindOf(plan, { language: 'zh' }).nodeData)
    expect(mindOf(plan, { language: 'en' }).nodeData.children).not.toBe(plan.root.children)
  })
})
