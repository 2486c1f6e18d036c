import { describe, expect, it } from 'vitest'
import { playbooks } from './playbooks.ts'
import { gradeLevels, levelAbove, proposePlans } from './propose.ts'

describe('proposePlans', () => {
  it.each([
    ['flood', 'flood'],
    ['chemical', 'chemical-leak'],
    ['fire', 'fire'],
    ['mass-casualty', 'mass-casualty'],
    ['typhoon', 'typhoon'],
    ['gas', 'gas'],
    ['epidemic', 'epidemic'],
    ['crowd', 'crowd'],
  ] as const)('puts the plan made for %s first', (type, code) => {
    expect(proposePlans({ type, grade: 'ordinary' }, playbooks)[0]?.planCode).toBe(code)
  })

  it.each([
    ['extraordinary', 'I'],
    ['major', 'II'],
    ['serious', 'III'],
    ['ordinary', 'IV'],
    [null, 'IV'],
  ] as const)('grade %s suggests level %s', (grade, level) => {
    expect(proposePlans({ type: 'fire', grade }, playbooks)[0]?.level).toBe(level)
  })

  it.each([
    [{ trapped: 1 }, 0, 'III'],
    [{ severe: 9 }, 0, 'IV'],
    [{ severe: 10 }, 0, 'III'],
    [{ severe: 50 }, 0, 'II'],
    [{}, 999, 'IV'],
    [{}, 1000, 'III'],
    [{ trapped: 1 }, 10_000, 'II'],
  ] as const)('%o and %i affected raise an ordinary incident to %s', (casualties, affected, level) => {
    expect(proposePlans({ type: 'fire', grade: 'ordinary', casualties, affected }, playbooks)[0]?.level).toBe(
      level,
    )
  })

  it('never lowers the level the grade asks for, and says why', () => {
    const [first] = proposePlans({ type: 'fire', grade: 'major', casualties: { trapped: 3 } }, playbooks)
    expect(first?.level).toBe('II')
    const reasons = first?.reasons.map(reason => reason.zh).join('\n')
    expect(reasons).toContain('事件等级「重大」')
    expect(reasons).toContain('第71条')
    expect(reasons).toContain('II 级启动条件')
    expect(reasons).not.toContain('被困')
  })

  it('adds medical rescue when many are hurt', () => {
    const codes = (injured: number) =>
      proposePlans({ type: 'crowd', grade: 'ordinary', casualties: { injured } }, playbooks).map(
        one => one.planCode,
      )
    expect(codes(9)).toEqual(['crowd'])
    expect(codes(10)).toEqual(['crowd', 'mass-casualty'])
  })

  it('proposes nothing where nothing fits', () => {
    expect(proposePlans({ type: 'fire', grade: 'major' }, [])).toEqual([])
  })
})

it('suggests a level of its own for each grade, and names the basis', () => {
  expect(gradeLevels.map(row => row.level)).toEqual(['I', 'II', 'III', 'IV'])
  expect(gradeLevels.filter(row => !row.basis.zh.includes('未核验'))).toEqual([])
})

it('knows the next level up', () => {
  expect([levelAbove('IV'), levelAbove('II'), levelAbove('I')]).toEqual(['III', 'I', undefined])
})
