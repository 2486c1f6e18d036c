import { describe, expect, it } from 'vitest'
import type { Plan } from './plan.ts'
import { aPlan, aStage, aTask } from './plan-builder.ts'
import { playbooks } from './playbooks.ts'
import { checklist, markdown, outline, spanText } from './text.ts'
import { isActed, walk } from './walk.ts'

const plan: Plan = aPlan([
  aStage('first', [
    aTask('verify', { minutes: 10, note: { zh: '第一行\n<b>第二行</b>', en: 'note' } }),
    aTask('isolate', { after: ['verify'], level: 'II' }),
  ]),
  aStage('send', [
    aTask('teams', {
      kind: 'resource',
      need: [{ kind: 'team', skill: 'fire', count: 2, withinMinutes: 10 }],
    }),
    aTask('tell', {
      kind: 'notice',
      notice: { to: { zh: '学校', en: 'Schools' }, text: { zh: '关窗', en: 'Shut windows' } },
    }),
  ]),
  aStage('late', [aTask('more')], { level: 'I' }),
])

describe('outline', () => {
  it('numbers every node inside its parent', () => {
    expect(outline(plan, { language: 'zh' }).map(line => `${line.number} ${line.nodeId}`)).toEqual([
      ' root',
      '1 first',
      '1.1 verify',
      '1.2 isolate',
      '2 send',
      '2.1 teams',
      '2.2 tell',
      '3 late',
      '3.1 more',
    ])
  })

  it('keeps what takes part at a level', () => {
    expect(outline(plan, { language: 'zh', level: 'III' }).map(line => line.nodeId)).toEqual([
      'root',
      'first',
      'verify',
      'send',
      'teams',
      'tell',
    ])
  })
})

describe('checklist', () => {
  it('lists what people act on, with stage, role and time', () => {
    const [line, ...more] = checklist(plan, { language: 'zh' })
    expect(line).toMatchObject({ nodeId: 'verify', stage: 'first', role: 'chief', minutes: 10 })
    expect(more).toHaveLength(4)
  })

  it('keeps one role', () => {
    expect(checklist(plan, { language: 'zh', role: 'nobody' })).toEqual([])
  })

  it.each(playbooks.map(one => [one.code, one] as const))(
    'of %s names every acted-on node once',
    (_code, one) => {
      const acted = walk(one.root).filter(place => isActed(place.node))
      expect(checklist(one, { language: 'en' }).map(line => line.nodeId)).toEqual(
        acted.map(place => place.node.id),
      )
    },
  )
})

describe('markdown', () => {
  it('has headings for stages, lines for the rest, and says needs and notices', () => {
    const text = markdown(plan, { language: 'zh' })
    expect(text).toContain('\n### 1 first\n')
    expect(text).toContain('- **1.2 isolate**（任务；责任 chief；II级起；前置 1.1）')
    expect(text).toContain('  - 2 支消防灭火队伍（10 分钟内）')
    expect(text).toContain('  - 对象 学校：关窗')
    expect(markdown(plan, { language: 'en' })).toContain('  - 2 firefighting teams (within 10 min)')
  })

  it('opens with the caution that its values are defaults', () => {
    for (const one of playbooks)
      expect(markdown(one, { language: 'zh' })).toMatch(/\n> 本预案中未注明依据的.*未核验/)
  })

  it('escapes what would be markup', () => {
    const text = markdown(plan, { language: 'zh' })
    expect(text).toContain('第一行 \\<b\\>第二行\\</b\\>')
    expect(text).not.toMatch(/[^\\]<b/)
  })

  it('drops a link that is not a web address', () => {
    const linked = aPlan([
      aTask('one', { link: 'javascript:alert(1)' }),
      aTask('two', { link: 'https://a.org' }),
    ])
    expect(markdown(linked, { language: 'zh' })).not.toContain('javascript')
    expect(markdown(linked, { language: 'zh' })).toContain('<https://a.org>')
  })
})

it('says spans in the largest whole unit', () => {
  expect([45, 120, 4320].map(minutes => spanText(minutes).zh)).toEqual(['45 分钟', '2 小时', '3 天'])
})
