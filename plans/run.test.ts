import { describe, expect, it } from 'vitest'
import type { Mark, RunFacts } from './facts.ts'
import type { Plan } from './plan.ts'
import { aDecision, aPlan, aStage, aTask } from './plan-builder.ts'
import { boardOf, edgesOf, nextUp, soonMinutes, toneOf } from './run.ts'

const startedAt = new Date('2026-07-01T06:00:00Z')
const clock = (minutes: number) => new Date(startedAt.getTime() + minutes * 60_000)

type Marks = Record<string, [Mark['state'], number]>

function facts(marks: Marks = {}, more: Partial<RunFacts> & { minute?: number } = {}): RunFacts {
  const { minute = 0, ...rest } = more
  const recorded = Object.entries(marks).map(
    ([id, [state, at]]) => [id, { state, at: clock(at), by: '周岚' }] as const,
  )
  return { level: 'IV', startedAt, now: clock(minute), marks: new Map(recorded), ...rest }
}

const states = (plan: Plan, given: RunFacts) =>
  Object.fromEntries([...boardOf(plan, given).nodes.values()].map(shown => [shown.id, shown.state]))

const shownIn = (plan: Plan, given: RunFacts, id: string) => {
  const shown = boardOf(plan, given).nodes.get(id)
  if (!shown) throw new Error(`${id} is not on the board`)
  return shown
}

describe('states', () => {
  const plan = aPlan([
    aStage('first', [aTask('verify'), aTask('isolate', { after: ['verify'] })]),
    aStage('second', [aTask('search'), aTask('seal', { after: ['search'] })], { after: ['first'] }),
  ])

  it('begins with what waits for nothing', () => {
    expect(states(plan, facts())).toEqual({
      root: 'ready',
      first: 'ready',
      verify: 'ready',
      isolate: 'blocked',
      second: 'blocked',
      search: 'waiting',
      seal: 'blocked',
    })
  })

  it('says what a node waits for', () => {
    expect(shownIn(plan, facts(), 'isolate').reason).toEqual({ zh: '等「verify」', en: 'Waits for “verify”' })
    expect(shownIn(plan, facts(), 'search').reason?.zh).toBe('等「first」')
    expect(shownIn(plan, facts(), 'seal').waitsFor).toEqual(['search', 'first'])
  })

  it('opens a stage when the one before is complete', () => {
    const done = facts({ verify: ['done', 1], isolate: ['done', 3] }, { minute: 4 })
    expect(states(plan, done)).toMatchObject({
      root: 'running',
      first: 'done',
      second: 'ready',
      search: 'ready',
      seal: 'blocked',
    })
    expect(shownIn(plan, done, 'search').readyAt).toEqual(clock(3))
  })

  it('a stage runs once something in it has begun', () => {
    expect(states(plan, facts({ verify: ['running', 1] }))).toMatchObject({
      root: 'running',
      first: 'running',
      verify: 'running',
    })
  })

  it('skipping settles: what follows may begin', () => {
    expect(states(plan, facts({ verify: ['skipped', 1] }))).toMatchObject({
      verify: 'skipped',
      isolate: 'ready',
    })
  })

  it('skipping a stage closes what is in it, but keeps what was done', () => {
    const skipped = facts({ verify: ['done', 1], isolate: ['running', 1], first: ['skipped', 2] })
    expect(states(plan, skipped)).toMatchObject({
      first: 'skipped',
      verify: 'done',
      isolate: 'skipped',
      second: 'ready',
    })
    expect(shownIn(plan, skipped, 'isolate').closedBy).toBe('first')
    expect(shownIn(plan, skipped, 'search').readyAt).toEqual(clock(2))
  })

  it('counts done out of what was not skipped', () => {
    const board = boardOf(plan, facts({ verify: ['skipped', 1], isolate: ['done', 2] }))
    expect(board.progress).toEqual({ done: 1, total: 3 })
    expect(board.nodes.get('first')).toMatchObject({ state: 'done', progress: { done: 1, total: 1 } })
  })

  it('gives a node its own role, or its stage’s', () => {
    expect(shownIn(plan, facts(), 'seal').role).toBe('chief')
  })

  it('does not throw on cycles, unknown ids or doubled ids', () => {
    const broken = aPlan([
      aTask('one', { after: ['two', 'gone'] }),
      aTask('two', { after: ['one'] }),
      aTask('two'),
    ])
    expect(states(broken, facts()).one).toBe('blocked')
  })
})

describe('decisions', () => {
  const plan = aPlan([
    aTask('read'),
    aDecision('widen', [aTask('move', { minutes: 30 })], { after: ['read'] }),
    aTask('end', { after: ['widen'] }),
  ])

  it('keeps the branch waiting until it is taken', () => {
    const shown = shownIn(plan, facts({ read: ['done', 1] }), 'move')
    expect(shown).toMatchObject({ state: 'waiting', reason: { zh: '待决定「widen」' } })
  })

  it('yes opens the branch and counts its deadline from then', () => {
    const yes = facts({ read: ['done', 1], widen: ['done', 10] })
    expect(states(plan, yes)).toMatchObject({ widen: 'done', move: 'ready', end: 'ready' })
    expect(shownIn(plan, yes, 'move').due).toEqual(clock(40))
  })

  it('no skips the branch', () => {
    expect(states(plan, facts({ read: ['done', 1], widen: ['skipped', 10] }))).toMatchObject({
      move: 'skipped',
      end: 'ready',
    })
  })

  it('holds its stage open until the branch is complete', () => {
    const all = { read: ['done', 1], widen: ['done', 2], end: ['done', 3] } satisfies Marks
    expect(states(plan, facts(all)).root).toBe('running')
    expect(states(plan, facts({ ...all, move: ['done', 4] })).root).toBe('done')
  })
})

describe('deadlines', () => {
  const plan = aPlan([aTask('one', { minutes: 20 }), aTask('two', { minutes: 20, after: ['one'] })])

  it('count from when the node became ready', () => {
    expect(shownIn(plan, facts(), 'one').due).toEqual(clock(20))
    expect(shownIn(plan, facts(), 'two').due).toBeUndefined()
    expect(shownIn(plan, facts({ one: ['done', 7] }), 'two').due).toEqual(clock(27))
  })

  it.each([
    [14, false, false],
    [15, true, false],
    [20, true, false],
    [21, false, true],
  ])('at minute %i: soon %s, late %s', (minute, dueSoon, late) => {
    expect(shownIn(plan, facts({}, { minute }), 'one')).toMatchObject({ dueSoon, late })
    expect(shownIn(plan, facts({}, { minute }), 'root')).toMatchObject({ dueSoon, late })
  })

  it('what was done late stays marked late, without alarming its stage', () => {
    const given = facts({ one: ['done', 25] }, { minute: 26 })
    expect(shownIn(plan, given, 'one')).toMatchObject({ state: 'done', late: true })
    expect(shownIn(plan, given, 'root').late).toBe(false)
  })

  it('a skipped node has none', () => {
    expect(shownIn(plan, facts({ one: ['skipped', 1] }, { minute: 99 }), 'one')).toMatchObject({
      due: undefined,
      late: false,
    })
  })

  it('warn in the last quarter, between 2 and 15 minutes', () => {
    expect([4, 20, 40, 600].map(soonMinutes)).toEqual([2, 5, 10, 15])
  })
})

describe('levels', () => {
  const plan = aPlan([
    aTask('always'),
    aStage('bigger', [aTask('three', { minutes: 10 }), aTask('two', { level: 'II', minutes: 10 })], {
      level: 'III',
    }),
  ])
  const raised = {
    levels: [
      { level: 'IV', at: clock(0) },
      { level: 'II', at: clock(60) },
    ],
  } satisfies Partial<RunFacts>

  it('leave out what joins higher up, also a stage with nothing in it', () => {
    expect(Object.keys(states(plan, facts()))).toEqual(['root', 'always'])
    expect(Object.keys(states(plan, facts({}, { level: 'III' })))).toEqual([
      'root',
      'always',
      'bigger',
      'three',
    ])
    const hollow = aPlan([aTask('always'), aStage('stage', [aTask('one', { level: 'I' })])])
    expect(Object.keys(states(hollow, facts()))).toEqual(['root', 'always'])
  })

  it('count deadlines of added nodes from the escalation', () => {
    expect(shownIn(plan, facts({}, { level: 'II', minute: 61, ...raised }), 'two').due).toEqual(clock(70))
    expect(shownIn(plan, facts({}, { level: 'II', minute: 61 }), 'two').due).toEqual(clock(10))
  })

  it('keep what was marked when the level goes down', () => {
    const given = facts({ two: ['done', 65] }, { level: 'IV' })
    expect(states(plan, given)).toMatchObject({ bigger: 'done', two: 'done' })
    expect(states(plan, given).three).toBeUndefined()
  })

  it('a missing earlier node holds nothing up', () => {
    const waits = aPlan([aTask('one', { level: 'I' }), aTask('two', { after: ['one'] })])
    expect(states(waits, facts()).two).toBe('ready')
    expect(states(waits, facts({}, { level: 'I' })).two).toBe('blocked')
  })
})

describe('what is next, and colours', () => {
  const plan = aPlan([
    aTask('untimed'),
    aTask('slow', { minutes: 60 }),
    aTask('quick', { minutes: 5 }),
    aTask('later', { minutes: 1, after: ['slow'] }),
  ])

  it('the nearest deadline comes first, untimed nodes last, unready ones not at all', () => {
    const board = boardOf(plan, facts({ slow: ['running', 1] }, { minute: 2 }))
    expect(nextUp(board).map(shown => shown.id)).toEqual(['quick', 'slow', 'untimed'])
  })

  it('an edge has the tone of the node it leads to', () => {
    const board = boardOf(plan, facts({ untimed: ['done', 1] }, { minute: 6 }))
    const tones = Object.fromEntries(edgesOf(board).map(edge => [`${edge.from}-${edge.to}`, edge.tone]))
    expect(tones).toEqual({
      'root-untimed': 'done',
      'root-slow': 'ready',
      'root-quick': 'late',
      'root-later': 'blocked',
      'slow-later': 'blocked',
    })
    expect(toneOf(shownIn(plan, facts({}, { minute: 4 }), 'quick'))).toBe('soon')
  })
})
