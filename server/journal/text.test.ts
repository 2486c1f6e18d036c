import { expect, test } from 'vitest'
import { sentence } from './text.ts'

const tell = (noun: string, verb: string, after: unknown, before: unknown = null) =>
  sentence({ actor: '周岚', noun, verb, before, after })

test('a plan that starts is told with its level', () => {
  const title = { zh: '危险化学品泄漏应急预案', en: 'Chemical leak plan' }
  expect(tell('run', 'start', { title, level: 'III' })).toEqual({
    zh: '周岚 启动《危险化学品泄漏应急预案》Ⅲ 级响应',
    en: '周岚 started “Chemical leak plan” at response level Ⅲ',
  })
})

test('a correction names what changed and how the grade moved', () => {
  const before = { number: '2026-0007', grade: 'ordinary', casualties: { dead: 0 }, address: '港湾路' }
  const after = { ...before, grade: 'serious', casualties: { dead: 3 } }
  expect(tell('incident', 'correct', after, before).zh).toBe('周岚 更正 2026-0007 的伤亡，等级由一般改为较大')
})

test('an order tells the team and when it is due', () => {
  expect(tell('order', 'order', { responderName: '消防一队', etaSeconds: 290 }).zh).toBe(
    '周岚 命令「消防一队」出动，预计 4 分 50 秒到达',
  )
  expect(tell('order', 'decline', { responderName: '消防一队', reason: '车辆故障' }).zh).toBe(
    '周岚 「消防一队」无法执行命令：车辆故障',
  )
})

test('a row of an unknown verb or shape is still told', () => {
  expect(tell('hazard', 'assess', { name: '加油站' }).zh).toBe('周岚 评定风险源「加油站」')
  expect(tell('thing', 'twist', null)).toEqual({ zh: '周岚 更改了thing', en: '周岚 changed thing' })
  expect(tell('run', 'start', 'nonsense').zh).toContain('启动')
})
