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

test('a region tells what was made of the map', () => {
  expect(tell('region', 'import', { name: '贵溪', cells: 4120, drafts: 310 })).toEqual({
    zh: '周岚 由地图数据建立地区「贵溪」：4120 个单元网格，310 条登记待核实',
    en: '周岚 made the region “贵溪” from map data: 4120 unit cells, 310 entries to be judged',
  })
  expect(tell('region', 'tell', { name: '镜湖新城镇' }).zh).toBe('周岚 补齐「镜湖新城镇」的演示事件与演练')
  expect(tell('region', 'found', { name: '镜湖新城镇' }).zh).toBe('周岚 建立演示地区「镜湖新城镇」')
})

test('an account that is added, let in and turned off is told', () => {
  expect(tell('person', 'create', { name: '李明' }).zh).toBe('周岚 新增人员「李明」')
  expect(tell('person', 'issue-key', { name: '李明' }).zh).toBe('周岚 发放一次性登录链接给人员「李明」')
  expect(tell('person', 'deactivate', null, { name: '李明' }).en).toBe('周岚 turned off person “李明”')
})

test('people of the grids and their codes are told', () => {
  const posting = { gridName: '东村一网格', fromOn: '2026-11-22', toOn: null }
  expect(tell('member', 'enlist', { name: '李明' }).en).toBe('周岚 enlisted grid member “李明”')
  expect(tell('member', 'leave', { name: '李明', leftOn: '2026-11-30' }).zh).toBe(
    '周岚 办理「李明」离岗，至 2026-11-30',
  )
  expect(tell('posting', 'appoint', { ...posting, name: '李明' }).zh).toBe(
    '周岚 任命「李明」到「东村一网格」，自 2026-11-22 起',
  )
  expect(tell('posting', 'change', { ...posting, role: 'police' }, posting).zh).toBe(
    '周岚 变更「东村一网格」的任职',
  )
  expect(tell('posting', 'change', { ...posting, toOn: '2026-12-01' }, posting).en).toBe(
    '周岚 let a posting to “东村一网格” end on 2026-12-01',
  )
  const [before, after] = [{ code: 'G1' }, { name: '东村一网格', code: '9991151000011001' }]
  expect(tell('grid', 'recode', after, before).zh).toContain('的编码 G1 换成 9991151000011001')
  expect(tell('code-rule', 'set', { levelDigits: 1, serialDigits: 3 }).zh).toContain('层级 1 位、序号 3 位')
})
