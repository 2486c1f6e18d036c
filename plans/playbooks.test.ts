import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPlan } from './check.ts'
import { criticalPath } from './critical-path.ts'
import type { Mark } from './facts.ts'
import { levelsUpward } from './level.ts'
import { mayMark } from './may-mark.ts'
import { isKnownNeed } from './need.ts'
import { Plan } from './plan.ts'
import { playbooks } from './playbooks.ts'
import { anyLevel } from './random-plan.ts'
import { boardOf, nextUp } from './run.ts'
import { addedBy, walk } from './walk.ts'

const startedAt = new Date('2026-07-01T06:00:00Z')
const main = new Set(['flood', 'chemical-leak', 'fire', 'mass-casualty'])

it('ships eight plans with codes of their own', () => {
  expect(new Set(playbooks.map(plan => plan.code)).size).toBe(8)
  expect(playbooks.map(plan => plan.code)).toEqual(expect.arrayContaining([...main]))
})

describe.each(playbooks.map(plan => [plan.code, plan] as const))('%s', (code, plan) => {
  const nodes = walk(plan.root).map(place => place.node)
  const kinds = new Set(nodes.map(node => node.kind))

  it('is a plan document, unchanged by reading it', () => {
    expect(Plan.parse(plan)).toEqual(plan)
  })

  it('passes its checks with nothing to remark', () => {
    expect(checkPlan(plan)).toEqual([])
  })

  it(`has ${main.has(code) ? 60 : 40} to 120 nodes of every kind`, () => {
    expect(nodes.length).toBeGreaterThanOrEqual(main.has(code) ? 60 : 40)
    expect(nodes.length).toBeLessThanOrEqual(120)
    expect([...kinds].sort()).toEqual([
      'check',
      'decision',
      'map',
      'notice',
      'resource',
      'role',
      'stage',
      'task',
    ])
  })

  it('asks only for skills and items the registers know', () => {
    expect(nodes.flatMap(node => node.need ?? []).filter(need => !isKnownNeed(need))).toEqual([])
  })

  it('adds nodes at each level', () => {
    for (const [low, high] of [
      ['IV', 'III'],
      ['III', 'II'],
      ['II', 'I'],
    ] as const) {
      expect(addedBy(plan, low, high).length).toBeGreaterThan(0)
    }
  })

  it('says of every radius where it comes from', () => {
    const silent = nodes.filter(
      node => node.map?.radiusMeters !== undefined && !/未核验|仅供初期处置参考/.test(node.note?.zh ?? ''),
    )
    expect(silent.map(node => node.id)).toEqual([])
  })

  it('has Chinese in the Chinese and none in the English', () => {
    const texts = nodes
      .flatMap(node => [node.title, node.note, node.notice?.to, node.notice?.text])
      .filter(text => text !== undefined)
    expect(texts.filter(text => !/\p{Script=Han}/u.test(text.zh) || /\p{Script=Han}/u.test(text.en))).toEqual(
      [],
    )
  })

  it.each(levelsUpward)('starts at level %s with something to do and time on the clock', level => {
    const board = boardOf(plan, { level, startedAt, now: startedAt, marks: new Map() })
    expect(nextUp(board).length).toBeGreaterThan(3)
    expect(criticalPath(board).minutes).toBeGreaterThan(0)
  })

  it('runs to its end at any level, whatever is skipped on the way', () => {
    const turns = fc.array(fc.record({ pick: fc.nat(), skip: fc.boolean() }), { minLength: 5, maxLength: 40 })
    fc.assert(
      fc.property(anyLevel, turns, (level, picks) => {
        const marks = new Map<string, Mark>()
        for (let turn = 0; turn <= nodes.length; turn += 1) {
          const now = new Date(startedAt.getTime() + turn * 60_000)
          const board = boardOf(plan, { level, startedAt, now, marks })
          const open = nextUp(board)
          const { pick, skip } = picks[turn % picks.length] ?? { pick: 0, skip: false }
          const shown = open[pick % Math.max(1, open.length)]
          if (!shown) break
          const state = skip ? 'skipped' : 'done'
          expect(mayMark(board, shown.id, state)).toEqual({ allowed: true })
          marks.set(shown.id, { state, at: now, by: '周岚' })
        }
        const end = boardOf(plan, { level, startedAt, now: startedAt, marks })
        expect(
          [...end.nodes.values()].filter(one => one.state !== 'done' && one.state !== 'skipped'),
        ).toEqual([])
        expect(end.progress.done).toBe(end.progress.total)
      }),
      { numRuns: 12 },
    )
  })
})
