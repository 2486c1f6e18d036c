import { expect, test } from 'vitest'
import { factsOf } from '../../plans/facts.ts'
import { playbooks } from '../../plans/playbooks.ts'
import { boardOf } from '../../plans/run.ts'
import { decorationOf } from './decorate.ts'

const words = {
  doneBy: (who: string, time: string) => `${who} ${time}`,
  left: (time: string) => `left ${time}`,
  late: (time: string) => `late ${time}`,
  running: 'running',
  ready: 'ready',
  skipped: 'skipped',
  waiting: 'waiting',
  progress: (done: number, total: number) => `${done}/${total}`,
}

const startedAt = '2026-11-22T06:00:00.000Z'
const formats = (now: string) => ({
  words,
  language: 'zh' as const,
  minutes: (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
  clockTime: (date: Date) => date.toISOString().slice(11, 16),
  roleOf: () => '指挥长',
  now: Date.parse(now),
})

test('every node of every playbook says something at every moment', () => {
  for (const plan of playbooks) {
    const record = { level: 'I' as const, startedAt, escalations: [], nodes: [] }
    const now = '2026-11-22T08:00:00.000Z'
    const board = boardOf(plan, factsOf(record, new Date(now)))
    for (const shown of board.nodes.values()) expect(decorationOf(shown, formats(now)).line).not.toBe('')
  }
})

test('a finished node names who and when, an open one its time left, an overdue one how late', () => {
  const [plan] = playbooks
  if (!plan) throw new Error('no playbook')
  const fresh = { level: 'III' as const, startedAt, escalations: [], nodes: [] }
  const open = [...boardOf(plan, factsOf(fresh, new Date(startedAt))).nodes.values()].find(
    shown => !shown.isGroup && shown.state === 'ready' && shown.due,
  )
  if (!open?.due) throw new Error('nothing is due at the start')
  expect(decorationOf(open, formats(startedAt)).line).toContain('left')
  const after = new Date(open.due.getTime() + 61_000).toISOString()
  const late = boardOf(plan, factsOf(fresh, new Date(after))).nodes.get(open.id)
  expect(late && decorationOf(late, formats(after))).toMatchObject({
    tone: 'late',
    line: '指挥长 · late 1:01',
  })
  const marked = { ...fresh, nodes: [{ nodeId: open.id, state: 'done' as const, at: startedAt, by: '周岚' }] }
  const done = boardOf(plan, factsOf(marked, new Date(after))).nodes.get(open.id)
  expect(done && decorationOf(done, formats(after))).toEqual({ tone: 'done', line: '周岚 06:00' })
})
