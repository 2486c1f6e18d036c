import { field, type Sentence, type Sentences, words } from './text-field.ts'

/** Nouns and verbs of the registers, for rows that need no sentence of their own. */
export const otherNouns: Record<string, Sentence> = {
  region: words('区域', 'region'),
  grid: words('网格', 'grid'),
  'grid-draft': words('网格草案', 'grid draft'),
  hazard: words('风险源', 'hazard source'),
  assessment: words('风险评估', 'assessment'),
  target: words('重点防护目标', 'protection target'),
  shelter: words('应急避难场所', 'shelter'),
  responder: words('应急力量', 'responder'),
  supply: words('物资库', 'supply store'),
  warning: words('预警', 'warning'),
  plan: words('预案', 'plan'),
  incident: words('事件', 'incident'),
  run: words('预案执行', 'run'),
  'run-node': words('预案节点', 'plan node'),
  order: words('调度命令', 'order'),
  position: words('位置', 'position'),
  closure: words('道路封闭', 'closure'),
  zone: words('区域', 'zone'),
  drill: words('演练', 'drill'),
  world: words('演练环境', 'world'),
  person: words('人员', 'person'),
  session: words('登录', 'session'),
}

export const otherVerbs: Record<string, Sentence> = {
  register: words('登记', 'registered'),
  deactivate: words('停用', 'turned off'),
  'issue-key': words('发放一次性登录链接给', 'issued a one-time sign-in link to'),
  redraw: words('调整', 'redrew'),
  draft: words('起草', 'drafted'),
  create: words('新增', 'added'),
  add: words('新增', 'added'),
  correct: words('更正', 'corrected'),
  save: words('保存', 'saved'),
  assess: words('评定', 'assessed'),
  confirm: words('核实', 'confirmed'),
  reject: words('驳回', 'rejected'),
  publish: words('发布', 'published'),
  issue: words('发布', 'issued'),
  remove: words('移除', 'removed'),
  discard: words('放弃', 'discarded'),
  open: words('启用', 'opened'),
  close: words('关闭', 'closed'),
  'sign-in': words('完成', 'began a'),
  'sign-out': words('结束', 'ended a'),
  'set-password': words('更改密码：', 'set the password of'),
}

const count = (noun: unknown, key: string, { zh, en }: Sentence): Sentence => {
  const number = field(noun, key)
  return number ? words(`${number} ${zh}`, `${number} ${en}`) : words('', '')
}

/** 「：1200 个单元网格，56 条待核实」; rows of earlier editions may lack a count. */
const counted = (noun: unknown): Sentence => {
  const parts = [
    count(noun, 'cells', words('个单元网格', 'unit cells')),
    count(noun, 'grids', words('个网格', 'grids')),
    count(noun, 'drafts', words('条登记待核实', 'entries to be judged')),
  ].filter(part => part.zh !== '')
  if (parts.length === 0) return words('', '')
  return words(`：${parts.map(part => part.zh).join('，')}`, `: ${parts.map(part => part.en).join(', ')}`)
}

export const regionSentences: Sentences = {
  'region/import': ({ after }) =>
    words(
      `由地图数据建立地区「${field(after, 'name')}」${counted(after).zh}`,
      `made the region “${field(after, 'name')}” from map data${counted(after).en}`,
    ),
  'region/found': ({ after }) =>
    words(
      `建立演示地区「${field(after, 'name')}」${counted(after).zh}`,
      `founded the demo region “${field(after, 'name')}”${counted(after).en}`,
    ),
  'region/tell': ({ after }) =>
    words(
      `补齐「${field(after, 'name')}」的演示事件与演练`,
      `filled “${field(after, 'name')}” with its demo incident and drill`,
    ),
}
