import type { Plan, PlanNode } from '../plan.ts'
import { check, decision, notice, type Pair, role, stage, task } from './write.ts'

const titles = {
  commander: ['总指挥', 'Incident commander'],
  deputy: ['现场指挥长', 'On-scene commander'],
  duty: ['值班室', 'Duty office'],
  enterprise: ['事发单位', 'Enterprise or venue involved'],
  rescue: ['抢险救援组', 'Rescue group'],
  medical: ['医疗救护组', 'Medical group'],
  police: ['警戒管制组', 'Cordon and traffic group'],
  shelter: ['转移安置组', 'Evacuation and shelter group'],
  monitor: ['监测研判组', 'Monitoring and analysis group'],
  supply: ['物资保障组', 'Supply group'],
  utility: ['公用设施组', 'Utilities group'],
  media: ['信息宣传组', 'Public information group'],
  expert: ['专家组', 'Expert group'],
  grid: ['网格员', 'Grid members'],
  health: ['疾控防疫组', 'Disease control group'],
  recovery: ['善后恢复组', 'Recovery group'],
} as const satisfies Record<string, Pair>

export type RoleId = keyof typeof titles

export function roles(...ids: RoleId[]): Plan['roles'] {
  return ids.map(id => ({ id, title: { zh: titles[id][0], en: titles[id][1] } }))
}

export const unverified: Pair = [
  '本预案中未注明依据的时限、数量、半径和启动条件均为缺省值，未核验；启用前须由本地按实际修订并审批。',
  'Deadlines, quantities, radii and start criteria given without a source are defaults, not verified; adapt and approve them locally before use.',
]

export const lawBasis: Pair[] = [
  ['中华人民共和国突发事件应对法（2024年修订）', 'Emergency Response Law of the PRC (2024 revision)'],
  [
    '突发事件应急预案管理办法（国办发〔2024〕5号）',
    'Measures for Emergency Plans (State Council Office [2024] 5)',
  ],
]

export const accidentBasis: Pair[] = [
  ...lawBasis,
  [
    '生产安全事故报告和调查处理条例（国务院令第493号）',
    'Work Accident Reporting and Investigation Regulation (Decree 493)',
  ],
  ['生产安全事故应急条例（国务院令第708号）', 'Work Accident Emergency Regulation (Decree 708)'],
]

/** Command: who takes post, what is declared. `site` says where the post is set up. */
export function commandStage(site: Pair): PlanNode {
  return stage('command', ['指挥启动', 'Command'], {
    role: 'commander',
    children: [
      role('command-duty', ['值班室转入战时值守', 'Duty office goes to wartime watch'], {
        role: 'duty',
        minutes: 5,
      }),
      role('command-deputy', ['现场指挥长到位', 'On-scene commander takes post'], {
        role: 'deputy',
        minutes: 30,
      }),
      task('command-declare', ['宣布启动响应', 'Declare the response'], {
        minutes: 15,
        after: ['report-verify'],
        clause: '突发事件应对法 第72条',
        note: [
          '写明响应事项、级别、预计期限和应急处置措施四项，同时通知各工作组。',
          'State what is responded to, the level, the expected duration and the measures; notify every group.',
        ],
      }),
      task('command-post', ['设立现场指挥部', 'Set up the command post'], {
        role: 'deputy',
        minutes: 30,
        after: ['command-deputy'],
        note: site,
      }),
      check('command-comms', ['通信联络畅通', 'Communications work'], {
        role: 'duty',
        minutes: 20,
        after: ['command-declare'],
        note: [
          '指挥部、各组、事发地三方点名；公网中断时改用应急电台和卫星电话。',
          'Roll call of post, groups and site; radio and satellite phones if the network is down.',
        ],
      }),
      role('command-chief', ['总指挥到场指挥', 'Incident commander on scene'], { level: 'III', minutes: 45 }),
      task('command-meet', ['召开首次会商', 'First joint assessment'], {
        level: 'III',
        role: 'monitor',
        minutes: 60,
        note: [
          '形成态势、风险、需求、决定四栏结论，留存会商记录。',
          'Conclude on situation, risks, needs and decisions; keep the minutes.',
        ],
      }),
      task('command-support', ['请求上级增援', 'Ask the level above for support'], {
        level: 'II',
        minutes: 30,
        note: [
          '写明所需队伍、专家、装备数量和集结地点、联络人、进场路线。',
          'State teams, experts, equipment, assembly point, contact and approach route.',
        ],
      }),
      task('command-hand', ['向上级指挥机构移交指挥', 'Hand command to the level above'], {
        level: 'I',
        minutes: 60,
        note: [
          '移交态势图、力量分布、已下达命令和未决事项，移交后继续执行属地任务。',
          'Hand over picture, forces, orders given and open questions; keep doing local tasks.',
        ],
      }),
    ],
  })
}

/** Decree 493, arts. 9-13: the reporting chain of a work accident. `tollDays`: later changes of the death toll. */
export function accidentReports(tollDays: 7 | 30): PlanNode {
  return stage('report', ['信息报告', 'Reporting'], {
    role: 'duty',
    children: [
      task('report-verify', ['接报核实', 'Verify the call'], {
        minutes: 5,
        note: [
          '核实时间、地点、类型、伤亡被困、现场联系人，回拨确认。',
          'Confirm time, place, type, casualties, trapped and a contact on site; call back.',
        ],
      }),
      task('report-enterprise', ['单位负责人报县级应急管理部门', 'Enterprise reports to the county'], {
        role: 'enterprise',
        minutes: 60,
        clause: '493号令 第9条',
        note: [
          '单位负责人接到报告后 1 小时内。',
          'Within one hour of the head of the enterprise being told.',
        ],
      }),
      notice('report-first', ['初报', 'First report'], {
        minutes: 20,
        after: ['report-verify'],
        to: ['县级值班室', 'County duty office'],
        text: [
          '【初报】{时间} {地点} 发生{事件类型}，已知伤亡{人数}，被困{人数}。已启动{级别}级响应，{队伍}赶赴现场。续报随后。',
          '[First report] {time} {place}: {type}. Known casualties {n}, trapped {n}. Level {level} declared, {teams} on the way. More follows.',
        ],
        note: [
          '电话 20 分钟、书面 40 分钟为部分县规定，缺省值，未核验。',
          'Phone 20 min, written 40 min is the rule of some counties: a default, not verified.',
        ],
      }),
      check('report-items', ['报告六项要素齐全', 'The six items are complete'], {
        minutes: 40,
        after: ['report-first'],
        clause: '493号令 第12条',
        note: [
          '单位概况；时间地点现场；简要经过；伤亡（含下落不明）与初步损失；已采取措施；其他。',
          'Enterprise; time, place, scene; course; casualties incl. missing and first loss estimate; measures; other.',
        ],
      }),
      task('report-up', ['政府逐级上报', 'Government reports upward'], {
        minutes: 120,
        after: ['report-verify'],
        clause: '493号令 第11条',
        note: [
          '每级不超过 2 小时；一般事故报至设区市。',
          'At most two hours a level; an ordinary accident goes up to the prefecture.',
        ],
      }),
      task('report-province', ['较大以上事故报至省级', 'Serious accident: up to the province'], {
        level: 'III',
        minutes: 120,
        clause: '493号令 第10条',
      }),
      task(
        'report-state',
        ['重大以上事故报至国务院部门', 'Major accident: up to the State Council departments'],
        {
          level: 'II',
          minutes: 120,
          clause: '493号令 第10条',
        },
      ),
      task('report-more', ['续报', 'Follow-up report'], {
        minutes: 120,
        after: ['report-first'],
        note: [
          '伤亡、处置、环境有变化立即续报；无变化按约定时点报。',
          'At once on any change in casualties, response or environment; otherwise at agreed times.',
        ],
      }),
      task('report-toll', ['伤亡人数变化补报', 'Report later changes of the toll'], {
        minutes: tollDays * 1440,
        after: ['report-first'],
        clause: '493号令 第13条',
        note: [
          `自事故发生之日起 ${tollDays} 日内伤亡人数变化的，及时补报。`,
          `Changes within ${tollDays} days of the accident are reported at once.`,
        ],
      }),
    ],
  })
}

/** Reporting of natural disasters and events outside Decree 493. `first` is the text of the first report. */
export function eventReports(first: Pair): PlanNode {
  return stage('report', ['信息报告', 'Reporting'], {
    role: 'duty',
    children: [
      task('report-verify', ['接报核实', 'Verify the call'], {
        minutes: 5,
        note: [
          '与网格员、现场人员双向核实，首报不等全量。',
          'Cross-check with grid members and people on site; do not wait for the full picture.',
        ],
      }),
      notice('report-first', ['初报', 'First report'], {
        minutes: 20,
        after: ['report-verify'],
        to: ['县级值班室', 'County duty office'],
        text: first,
        note: [
          '电话 20 分钟、书面 40 分钟为部分县规定，缺省值，未核验。',
          'Phone 20 min, written 40 min is the rule of some counties: a default, not verified.',
        ],
      }),
      task('report-written', ['书面报告', 'Written report'], { minutes: 40, after: ['report-first'] }),
      task('report-more', ['续报', 'Follow-up report'], {
        minutes: 120,
        after: ['report-written'],
        note: [
          '人员伤亡、险情扩大随时报；每 2 小时一报为缺省值，未核验。',
          'Casualties or escalation at once; every two hours is a default, not verified.',
        ],
      }),
      task('report-hourly', ['加密为每小时一报', 'Hourly reports'], {
        level: 'II',
        minutes: 60,
        after: ['report-first'],
      }),
    ],
  })
}

/** Ending and afterwards. `after`: stages that come first; `ends`: what must be true before the response may end. */
export function closingStage(after: string[], ends: Pair, extra: PlanNode[] = []): PlanNode {
  return stage('closing', ['响应终止与恢复', 'Ending and recovery'], {
    role: 'recovery',
    after: ['command', ...after],
    children: [
      check('closing-check', ['终止条件核查', 'Conditions for ending'], { role: 'deputy', note: ends }),
      decision('closing-decide', ['是否终止响应？', 'End the response?'], {
        role: 'commander',
        after: ['closing-check'],
        children: [
          notice('closing-notice', ['宣布解除应急响应', 'Declare the response ended'], {
            role: 'media',
            minutes: 30,
            clause: '突发事件应对法 第86条',
            to: ['各工作组、相关单位和公众', 'Groups, units and the public'],
            text: [
              '经现场指挥部研判，险情已得到控制，自{时间}起终止{级别}级应急响应，转入后期处置。请群众按通知有序返回。',
              'The danger is under control. The level {level} response ends at {time}; recovery begins. Please return as you are told.',
            ],
          }),
        ],
      }),
      ...extra,
      task('closing-return', ['征用物资返还补偿', 'Return and compensate what was requisitioned'], {
        role: 'supply',
        minutes: 10080,
        after: ['closing-decide'],
        clause: '突发事件应对法 第12条',
      }),
      task(
        'closing-privacy',
        ['应急收集的个人信息销毁', 'Destroy personal data collected for the response'],
        {
          role: 'duty',
          minutes: 43200,
          after: ['closing-decide'],
          clause: '突发事件应对法 第85条',
          note: ['30 日期限为缺省值，未核验。', 'The 30 days are a default, not verified.'],
        },
      ),
      task('closing-review', ['调查评估并提出恢复重建计划', 'Investigate, review, plan reconstruction'], {
        minutes: 43200,
        after: ['closing-decide'],
        clause: '突发事件应对法 第87条、第92条',
        note: ['30 日期限为缺省值，未核验。', 'The 30 days are a default, not verified.'],
      }),
      task('closing-revise', ['修订预案', 'Revise the plan'], {
        role: 'duty',
        after: ['closing-review'],
        clause: '708号令 第6条',
        note: ['将评估发现的重大问题逐条对应到预案节点。', 'Trace each major finding to a node of the plan.'],
      }),
      task('closing-archive', ['资料归档', 'Archive the record'], {
        role: 'duty',
        after: ['closing-review'],
        clause: '突发事件应对法 第94条',
      }),
    ],
  })
}
