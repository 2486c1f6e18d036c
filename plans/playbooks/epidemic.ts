import type { Plan, PlanNode } from '../plan.ts'
import { closingStage, commandStage, lawBasis, roles, unverified } from './common.ts'
import {
  check,
  decision,
  experts,
  levelTexts,
  notice,
  onMap,
  resource,
  says,
  stage,
  stock,
  task,
  teams,
  vehicles,
} from './write.ts'

// 突发公共卫生事件应急条例 (Decree 376), arts. 19-20: two hours a level, one hour from province to state.
const reports: PlanNode = stage('report', ['信息报告', 'Reporting'], {
  role: 'duty',
  children: [
    task('report-verify', ['核实信息', 'Verify'], {
      role: 'health',
      minutes: 60,
      note: [
        '病例数、症状、时间地点人群分布、可疑暴露、已采取措施。',
        'Cases, symptoms, time, place, people, suspected exposure, measures.',
      ],
    }),
    task('report-unit', ['单位报县级卫生健康部门', 'Unit reports to county health'], {
      role: 'health',
      minutes: 120,
      clause: '376号令 第20条',
    }),
    notice('report-first', ['县政府报市', 'County reports to prefecture'], {
      minutes: 120,
      clause: '376号令 第19条、第20条',
      after: ['report-verify'],
      to: ['市级政府和卫生健康部门', 'Prefecture government and health department'],
      text: [
        '【初报】{时间} {地点}出现{症状}病例{人数}例，重症{人数}例，死亡{人数}例，疑似{病因}，已采取{措施}。',
        '[First report] {time} {place}: {n} cases of {symptoms}, {n} severe, {n} dead, suspected {cause}; measures {measures}.',
      ],
    }),
    task('report-province', ['市报省', 'Prefecture reports to province'], {
      level: 'III',
      minutes: 120,
      after: ['report-first'],
      clause: '376号令 第19条、第20条',
    }),
    task('report-state', ['省报国家', 'Province reports to the state'], {
      level: 'II',
      minutes: 60,
      after: ['report-province'],
      clause: '376号令 第19条',
    }),
    task('report-daily', ['进程报告', 'Progress report'], {
      minutes: 1440,
      after: ['report-first'],
      note: ['每日一报为缺省值，未核验。', 'Daily is a default, not verified.'],
    }),
  ],
})

export const epidemic: Plan = {
  code: 'epidemic',
  title: { zh: '突发公共卫生事件应急预案', en: 'Public health emergency plan' },
  incidentTypes: ['epidemic', 'food-poisoning'],
  edition: '1.0',
  basis: says([
    ...lawBasis,
    ['突发公共卫生事件应急条例（国务院令第376号）', 'Public Health Emergency Regulation (Decree 376)'],
    ['中华人民共和国传染病防治法', 'Infectious Disease Law of the PRC'],
  ]),
  levels: levelTexts({
    I: [
      '新发传染病暴发流行，或特别重大突发公共卫生事件（缺省，未核验）',
      'Outbreak of a new disease, or an extraordinary event (default, not verified)',
    ],
    II: [
      '甲类传染病跨县扩散，或一次中毒 100 人以上并有死亡（缺省，未核验）',
      'Class A disease across counties, or 100 or more poisoned with deaths (default, not verified)',
    ],
    III: [
      '聚集性疫情持续扩散，或一次中毒 100 人以上（缺省，未核验）',
      'A cluster that keeps growing, or 100 or more poisoned (default, not verified)',
    ],
    IV: [
      '聚集性病例，或一次中毒 30 人以上（缺省，未核验）',
      'A cluster of cases, or 30 or more poisoned (default, not verified)',
    ],
  }),
  roles: roles(
    'commander',
    'deputy',
    'duty',
    'medical',
    'police',
    'shelter',
    'monitor',
    'supply',
    'media',
    'expert',
    'grid',
    'health',
    'recovery',
  ),
  root: stage('epidemic', ['突发公共卫生事件处置', 'Public health emergency'], {
    role: 'commander',
    note: unverified,
    children: [
      reports,
      commandStage([
        '设在清洁区，视频会商优先，减少聚集。',
        'In the clean area; video first, no gatherings.',
      ]),
      stage('survey', ['流行病学调查', 'Epidemiological survey'], {
        role: 'health',
        after: ['report-verify'],
        children: [
          resource('survey-team', ['疾控流调队', 'Survey team'], {
            minutes: 30,
            need: [teams('epidemic', 1, 60), experts('epidemic', 1, 90)],
          }),
          task('survey-case', ['病例个案调查', 'Interview each case'], {
            minutes: 240,
            after: ['survey-team'],
            note: [
              '发病前 14 天行程、接触、饮食；14 天为缺省值，未核验。',
              'Movements, contacts and food of the last 14 days: default, not verified.',
            ],
          }),
          task('survey-sample', ['采样送检', 'Take and send samples'], {
            minutes: 180,
            after: ['survey-team'],
            note: [
              '人、物、环境三类，三层包装，冷链送样。',
              'People, objects, surroundings; triple packing, cold chain.',
            ],
          }),
          task('survey-contact', ['密切接触者追踪', 'Trace contacts'], {
            minutes: 480,
            after: ['survey-case'],
          }),
          check('survey-cause', ['病因初步判定', 'First finding of the cause'], {
            role: 'expert',
            minutes: 720,
            after: ['survey-sample'],
          }),
          task('survey-chain', ['传播链与风险区研判', 'Chain of transmission, risk areas'], {
            level: 'III',
            role: 'expert',
            minutes: 480,
          }),
        ],
      }),
      stage('control', ['控制措施', 'Control'], {
        role: 'deputy',
        after: ['survey-team'],
        children: [
          decision('control-food', ['是食物中毒？', 'Food poisoning?'], {
            role: 'health',
            children: [
              task('control-seal', ['封存可疑食品与加工场所', 'Seal the food and the kitchen'], {
                role: 'police',
                minutes: 60,
              }),
              task('control-recall', ['追溯召回同批食品', 'Trace and recall the batch'], {
                minutes: 480,
                after: ['control-seal'],
              }),
              notice('control-food-notice', ['停止食用通知', 'Stop eating it'], {
                role: 'media',
                minutes: 60,
                to: ['可能购买同批食品的群众', 'People who may have bought it'],
                text: [
                  '请立即停止食用{食品}（批次{批次}），出现{症状}及时到{医院}就诊并告知进食情况，保留剩余食品。',
                  'Stop eating {food} (batch {batch}). With {symptoms} go to {hospital} and say what you ate; keep the rest.',
                ],
              }),
            ],
          }),
          decision('control-spread', ['可人传人？', 'Spreads between people?'], {
            role: 'expert',
            after: ['survey-cause'],
            children: [
              task('control-isolate', ['病例隔离治疗', 'Isolate and treat cases'], {
                role: 'medical',
                minutes: 120,
              }),
              task('control-observe', ['密切接触者医学观察', 'Observe contacts'], { minutes: 480 }),
              onMap('control-area', ['划定疫点疫区', 'Mark the affected area'], {
                role: 'police',
                minutes: 120,
                act: 'cordon',
                radiusMeters: 200,
                note: [
                  '以楼栋或自然村为单位，200 m 为缺省值，未核验；封锁疫区须依法报批。',
                  'By building or village; 200 m is a default, not verified; closing an area needs lawful approval.',
                ],
              }),
              task('control-grid', ['网格包户服务', 'Grid members serve each household'], {
                role: 'grid',
                minutes: 480,
              }),
            ],
          }),
          task('control-disinfect', ['疫点消毒', 'Disinfect'], { role: 'health', minutes: 480 }),
          task('control-school', ['学校、养老机构防控', 'Schools and care homes'], {
            role: 'grid',
            minutes: 480,
          }),
          task('control-gather', ['限制聚集活动', 'Limit gatherings'], {
            role: 'commander',
            level: 'II',
            minutes: 240,
          }),
          onMap('control-site', ['启用集中观察场所', 'Open observation sites'], {
            role: 'shelter',
            level: 'II',
            minutes: 1440,
            act: 'open-shelter',
          }),
          task('control-traffic', ['交通卫生检疫', 'Health checks on transport'], {
            role: 'police',
            level: 'I',
            minutes: 480,
          }),
        ],
      }),
      stage('care', ['医疗救治', 'Medical care'], {
        role: 'medical',
        after: ['report-verify'],
        children: [
          check('care-triage', ['预检分诊与定点收治', 'Pre-triage, designated hospitals'], { minutes: 120 }),
          resource('care-ambulance', ['负压或专用救护车', 'Dedicated ambulances'], {
            minutes: 30,
            need: [vehicles('medical', 2, 60), teams('medical', 1, 60)],
          }),
          task('care-scheme', ['统一诊疗方案', 'One treatment scheme'], {
            role: 'expert',
            minutes: 480,
            after: ['survey-cause'],
          }),
          task('care-staff', ['医护防护与院感控制', 'Protect staff, control infection'], { minutes: 240 }),
          resource('care-expert', ['重症专家支援', 'Critical care experts'], {
            level: 'III',
            minutes: 120,
            need: [experts('burns', 1, 240), experts('epidemic', 2, 240)],
          }),
          task('care-beds', ['扩充隔离床位', 'More isolation beds'], { level: 'II', minutes: 1440 }),
        ],
      }),
      stage('supply', ['物资与生活保障', 'Supplies'], {
        role: 'supply',
        after: ['command-declare'],
        children: [
          resource('supply-ppe', ['防护消毒物资', 'Protective and disinfecting supplies'], {
            minutes: 240,
            need: [stock('医用防护服', 200), stock('口罩', 100), stock('消毒药剂', 500)],
          }),
          task('supply-life', ['观察人员生活保障', 'Daily needs of those observed'], {
            role: 'grid',
            minutes: 480,
          }),
          resource('supply-ii', ['跨区域支援', 'Support from other districts'], {
            level: 'II',
            minutes: 480,
            need: [teams('epidemic', 3, 480), stock('医用防护服', 1000)],
          }),
          resource('supply-psych', ['心理援助', 'Psychological aid'], {
            level: 'III',
            minutes: 480,
            need: [experts('psychology', 1, 480)],
          }),
        ],
      }),
      stage('public', ['信息发布', 'Public information'], {
        role: 'media',
        after: ['command-declare'],
        children: [
          notice('public-first', ['首次发布', 'First statement'], {
            minutes: 300,
            to: ['社会公众', 'The public'],
            text: [
              '{时间}，{地点}报告{症状}病例{人数}例，均已救治，病因正在调查。请做好{措施}，出现症状及时就医并告知接触史。',
              '{n} cases of {symptoms} reported at {place}; all are treated, the cause is being found. Please {measures}; with symptoms see a doctor and tell your contacts.',
            ],
            note: ['不得公布病例个人信息。', 'Never publish personal data of cases.'],
          }),
          task('public-science', ['健康科普', 'Health advice'], { minutes: 720 }),
          task('public-rumour', ['舆情监测与回应', 'Watch and answer rumours'], { minutes: 240 }),
        ],
      }),
      closingStage(
        ['control', 'care'],
        [
          '末例病例后经过最长潜伏期无新增；或中毒隐患消除、患者病情稳定（须专家评估）。',
          'No new case for the longest incubation after the last; or the poison is removed and patients are stable (by expert review).',
        ],
        [
          task('closing-follow', ['病例随访', 'Follow up cases'], {
            role: 'medical',
            minutes: 43200,
            after: ['closing-decide'],
          }),
          task('closing-disinfect', ['终末消毒', 'Final disinfection'], {
            role: 'health',
            minutes: 1440,
            after: ['closing-decide'],
          }),
        ],
      ),
    ],
  }),
}
