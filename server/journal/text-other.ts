import { field, type Sentence, type Sentences, words } from './text-field.ts'

/** Nouns and verbs of the registers, for rows that need no sentence of their own. */
export const otherNouns: Record<string, Sentence> = {
  region: words('区域', 'region'),
  grid: words('网格', 'grid'),
  'grid-draft': words('网格调整方案', 'grid proposal'),
  member: words('网格人员', 'grid member'),
  posting: words('任职', 'posting'),
  'code-rule': words('网格编码规则', 'rule of grid codes'),
  hazard: words('风险源', 'hazard source'),
  edition: words('四色图', 'edition of the map'),
  installation: words('重大危险源单元', 'major hazard installation'),
  assessment: words('风险评估', 'assessment'),
  method: words('风险评估方法', 'risk method'),
  target: words('重点防护目标', 'protection target'),
  shelter: words('应急避难场所', 'shelter'),
  responder: words('应急力量', 'responder'),
  supply: words('物资库', 'supply store'),
  warning: words('预警', 'warning'),
  danger: words('隐患', 'hidden danger'),
  'risk-setting': words('上色规则', 'colour rules'),
  sensor: words('传感器', 'sensor'),
  reading: words('监测读数', 'readings'),
  inspection: words('检查', 'inspection'),
  identification: words('风险点自动辨识', 'risk identification'),
  proposal: words('辨识建议', 'proposal'),
  task: words('到期检查', 'overdue inspection'),
  control: words('管控责任人：', 'the person responsible for'),
  'control-rules': words('分类管控规则', 'control rules'),
  plan: words('预案', 'plan'),
  incident: words('事件', 'incident'),
  run: words('预案执行', 'run'),
  'run-node': words('预案节点', 'plan node'),
  order: words('调度命令', 'order'),
  position: words('位置', 'position'),
  closure: words('道路封闭', 'closure'),
  zone: words('区域', 'zone'),
  threat: words('后果影响区', 'consequence zone'),
  drill: words('演练', 'drill'),
  world: words('演练环境', 'world'),
  person: words('人员', 'person'),
  session: words('登录', 'session'),
}

export const otherVerbs: Record<string, Sentence> = {
  sign: words('签发', 'signed'),
  make: words('推算', 'reckoned'),
  withdraw: words('撤销', 'withdrew'),
  'turn-into-zone': words('划为危险区：', 'made a danger zone of'),
  upload: words('上传', 'uploaded'),
  'import-terrain': words('导入地形到', 'imported terrain into'),
  register: words('登记', 'registered'),
  deactivate: words('停用', 'turned off'),
  'issue-key': words('发放一次性登录链接给', 'issued a one-time sign-in link to'),
  redraw: words('调整', 'redrew'),
  divide: words('划分下级：', 'divided'),
  undivide: words('取消下级：', 'took the lower grids away from'),
  revive: words('恢复', 'brought back'),
  enlist: words('登记', 'enlisted'),
  draft: words('起草', 'drafted'),
  create: words('新增', 'added'),
  add: words('新增', 'added'),
  correct: words('更正', 'corrected'),
  save: words('保存', 'saved'),
  assess: words('评定', 'assessed'),
  revise: words('发布新版', 'published a revision of'),
  grade: words('重新分级', 'graded'),
  'set-inventory': words('更新物料清单：', 'set the inventory of'),
  'state-people': words('核定周边人数：', 'settled the people round'),
  file: words('备案', 'filed'),
  retire: words('注销', 'retired'),
  confirm: words('核实', 'confirmed'),
  reject: words('驳回', 'rejected'),
  publish: words('发布', 'published'),
  issue: words('发布', 'issued'),
  lift: words('解除', 'lifted'),
  amend: words('变更', 'changed'),
  end: words('结束', 'ended'),
  report: words('登记', 'reported'),
  supervise: words('挂牌督办', 'put under supervision'),
  rectify: words('整改', 'rectified'),
  accept: words('验收', 'inspected the repair of'),
  reopen: words('重新打开', 'reopened'),
  install: words('安装', 'installed'),
  take: words('接收', 'took'),
  exceed: words('报告超限：', 'told of exceeding: '),
  recover: words('报告恢复：', 'told of recovery: '),
  inspect: words('完成', 'made an'),
  finish: words('办结', 'finished the'),
  undo: words('撤回对', 'took back the decision on the'),
  begin: words('开始', 'began a'),
  propose: words('更新', 'updated the'),
  fail: words('中断', 'broke off the'),
  void: words('撤销', 'withdrew the'),
  assign: words('指定', 'named'),
  set: words('更新', 'set'),
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
  'region/import-cells': ({ after }) =>
    words(
      `导入「${field(after, 'name')}」的单元网格${counted(after).zh}`,
      `brought in the unit cells of “${field(after, 'name')}”${counted(after).en}`,
    ),
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
