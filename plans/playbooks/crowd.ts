import type { Plan } from '../plan.ts'
import { closingStage, commandStage, eventReports, lawBasis, roles, unverified } from './common.ts'
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

export const crowd: Plan = {
  code: 'crowd',
  title: { zh: '大型活动人群安全应急预案', en: 'Crowd safety plan' },
  incidentTypes: ['crowd'],
  edition: '1.0',
  basis: says([
    ...lawBasis,
    ['大型群众性活动安全管理条例（国务院令第505号）', 'Mass Event Safety Regulation (Decree 505)'],
    [
      '社会治安综合治理 公共安全 大型活动安全要求（GB/T 33170 系列，未核验）',
      'Security of large events (GB/T 33170 series, not verified)',
    ],
  ]),
  levels: levelTexts({
    I: [
      '发生踩踏等致多人死亡，秩序失控（缺省，未核验）',
      'Crush with many dead, order lost (default, not verified)',
    ],
    II: [
      '发生拥挤踩踏有死亡或多人重伤（缺省，未核验）',
      'Crush with deaths or many severe injuries (default, not verified)',
    ],
    III: [
      '局部密度超过 4 人/m² 或有人摔倒受伤（缺省，未核验）',
      'Over 4 persons/m² somewhere, or people fallen and hurt (default, not verified)',
    ],
    IV: [
      '客流接近核定容量或局部密度超过 3 人/m²（缺省，未核验）',
      'Near the approved capacity, or over 3 persons/m² somewhere (default, not verified)',
    ],
  }),
  roles: roles(
    'commander',
    'deputy',
    'duty',
    'enterprise',
    'rescue',
    'medical',
    'police',
    'shelter',
    'monitor',
    'supply',
    'utility',
    'media',
    'grid',
    'recovery',
  ),
  root: stage('crowd', ['人群安全处置', 'Crowd safety'], {
    role: 'commander',
    note: unverified,
    children: [
      eventReports([
        '【初报】{时间} {地点}活动现场{人数}人，{位置}发生{情况}，伤{人数}人，已采取{措施}。',
        '[First report] {time} {place}, {n} people present: {event} at {spot}, {n} hurt; measures {measures}.',
      ]),
      commandStage([
        '设在可俯瞰全场、有监控与广播控制的位置。',
        'Overlooking the crowd, with cameras and the loudspeakers.',
      ]),
      stage('watch', ['监测预警', 'Monitoring'], {
        role: 'monitor',
        children: [
          task('watch-count', ['实时客流与密度', 'Live count and density'], {
            minutes: 10,
            note: [
              '分区显示人数、密度、进出速率；通道流量上限约 1.3 人/(m·s)，缺省值，未核验。',
              'People, density, flow in and out by area; a passage carries about 1.3 persons/(m·s): default, not verified.',
            ],
          }),
          check('watch-spots', ['盯守瓶颈点位', 'Watch the bottlenecks'], {
            minutes: 10,
            note: [
              '台阶、坡道、窄口、扶梯口、对冲点。',
              'Steps, ramps, narrows, escalators, crossing flows.',
            ],
          }),
          decision('watch-three', ['密度超过 3 人/m²？', 'Over 3 persons/m²?'], {
            after: ['watch-count'],
            note: [
              '3 人/m² 时步行约 0.28 m/s，3.76 人/m² 起停滞，缺省值，未核验。',
              'At 3 persons/m² people walk 0.28 m/s, from 3.76 they stop: default, not verified.',
            ],
            children: [
              task('watch-gate', ['入口限流、只出不进', 'Slow or stop the entrances'], {
                role: 'enterprise',
                minutes: 5,
              }),
              task('watch-oneway', ['改单向通行', 'One-way walking'], { role: 'police', minutes: 10 }),
              notice('watch-speak', ['现场广播疏导', 'Loudspeaker guidance'], {
                role: 'enterprise',
                minutes: 3,
                to: ['现场人群', 'The crowd'],
                text: [
                  '各位游客，当前{区域}人员较多，请停止向前，听从工作人员引导，从{出口}方向缓慢离开，不要推挤、不要弯腰捡物，照看好老人和孩子。',
                  '{area} is crowded. Please stop moving forward, follow the staff and leave slowly by {exit}. Do not push, do not bend down, look after the old and the young.',
                ],
              }),
            ],
          }),
          task('watch-weather', ['天气与周边客流监测', 'Weather and arrivals'], { minutes: 30 }),
        ],
      }),
      stage('dispatch', ['调派力量', 'Send resources'], {
        role: 'commander',
        after: ['report-verify'],
        children: [
          resource('dispatch-police', ['警力与疏导队', 'Police and guides'], {
            minutes: 5,
            need: [teams('police', 2, 10), teams('evacuation', 1, 15)],
          }),
          resource('dispatch-medical', ['急救前置', 'Medical team in place'], {
            role: 'medical',
            minutes: 5,
            need: [teams('medical', 1, 10), vehicles('medical', 2, 10)],
          }),
          resource('dispatch-fence', ['围栏与扩音器', 'Barriers and loudhailers'], {
            role: 'supply',
            minutes: 20,
            need: [stock('硬质围栏', 200), stock('扩音器', 30)],
          }),
          resource('dispatch-iii', ['增派警力、消防与民兵', 'More police, fire, militia'], {
            level: 'III',
            minutes: 10,
            need: [teams('police', 3, 20), teams('fire', 1, 15), teams('militia', 1, 30)],
          }),
          resource('dispatch-ii', ['医疗增援', 'Medical support'], {
            level: 'II',
            minutes: 10,
            need: [teams('medical', 4, 30), vehicles('medical', 10, 30)],
          }),
          resource('dispatch-i', ['跨区域增援', 'Support from other districts'], {
            level: 'I',
            minutes: 20,
            need: [teams('police', 6, 60), teams('medical', 6, 60), experts('psychology', 2, 120)],
          }),
        ],
      }),
      stage('relieve', ['分流疏散', 'Relieve and evacuate'], {
        role: 'police',
        after: ['watch-count'],
        children: [
          onMap('relieve-road', ['外围道路管制', 'Close the roads around'], { minutes: 15, act: 'closure' }),
          task('relieve-metro', ['公交地铁甩站或加密', 'Trains skip the stop or run more often'], {
            role: 'utility',
            minutes: 15,
            note: ['以远端分流为先。', 'Turn people away further out first.'],
          }),
          task('relieve-exit', ['打开全部出口和应急通道', 'Open every exit'], {
            role: 'enterprise',
            minutes: 5,
            note: ['拆除回形栏，移走摊位车辆。', 'Take down the queue rails, move stalls and cars.'],
          }),
          task('relieve-wedge', ['楔形插入、分块疏散', 'Wedge in, split, release'], {
            minutes: 15,
            after: ['dispatch-police'],
            note: ['从外围向内逐块剥离，先疏后堵。', 'Peel from the outside in; relieve before holding.'],
          }),
          decision('relieve-stop', ['是否中止活动？', 'Stop the event?'], {
            role: 'commander',
            children: [
              task('relieve-light', ['保持照明和音乐渐弱', 'Lights on, music down slowly'], {
                role: 'enterprise',
                minutes: 5,
                note: ['避免突然断电、鸣警引发恐慌。', 'No sudden darkness or sirens.'],
              }),
              notice('relieve-notice', ['分区退场通知', 'Leave by sections'], {
                role: 'enterprise',
                minutes: 5,
                to: ['现场人群', 'The crowd'],
                text: [
                  '因{原因}活动提前结束，请按{区号}顺序由{出口}离场，步行至{集散点}乘车，不必急行。',
                  'Owing to {cause} the event ends now. Leave in the order {sections} by {exit} and walk to {point}; there is no hurry.',
                ],
              }),
              onMap('relieve-area', ['开放周边集散场地', 'Open gathering areas nearby'], {
                role: 'shelter',
                minutes: 20,
                act: 'open-shelter',
              }),
            ],
          }),
          check('relieve-down', ['密度降至 2 人/m² 以下', 'Below 2 persons/m²'], {
            role: 'monitor',
            after: ['relieve-exit'],
            note: ['2 人/m² 为缺省值，未核验。', '2 persons/m² is a default, not verified.'],
          }),
        ],
      }),
      stage('rescue', ['踩踏救援', 'Crush rescue'], {
        role: 'rescue',
        after: ['report-verify'],
        children: [
          decision('rescue-crush', ['发生踩踏？', 'Has there been a crush?'], {
            children: [
              onMap('rescue-cordon', ['划出救援区', 'Clear a rescue area'], {
                role: 'police',
                minutes: 5,
                act: 'cordon',
                radiusMeters: 50,
                note: ['50 m 为缺省值，未核验。', '50 m is a default, not verified.'],
              }),
              task('rescue-lift', ['自上而下解压', 'Lift people off from the top'], { minutes: 10 }),
              task('rescue-cpr', ['窒息者立即复苏', 'Resuscitate at once'], { role: 'medical', minutes: 5 }),
              task('rescue-lane', ['打通救护车通道', 'Open an ambulance lane'], {
                role: 'police',
                minutes: 10,
              }),
              task('rescue-triage', ['检伤与分流转运', 'Triage and transport'], {
                role: 'medical',
                minutes: 30,
              }),
            ],
          }),
          task('rescue-lost', ['走失人员登记', 'Lost persons'], { role: 'grid', minutes: 30 }),
          task('rescue-family', ['家属接待', 'Receive relatives'], {
            level: 'II',
            role: 'recovery',
            minutes: 120,
          }),
        ],
      }),
      stage('public', ['信息发布', 'Public information'], {
        role: 'media',
        after: ['command-declare'],
        children: [
          notice('public-first', ['首次发布', 'First statement'], {
            minutes: 30,
            to: ['社会公众', 'The public'],
            text: [
              '{地点}客流已达上限，现已限流，请暂勿前往；在场人员请听从引导从{出口}离开。',
              '{place} is full and entry is limited. Please do not come; those inside leave by {exit} as guided.',
            ],
          }),
          task('public-press', ['召开新闻发布会', 'Hold a press conference'], { level: 'II', minutes: 300 }),
        ],
      }),
      closingStage(
        ['relieve', 'rescue'],
        [
          '人群有序离场；密度恢复正常；伤员全部转送；无走失人员。',
          'The crowd has left in order; density is normal; the injured are in hospital; nobody is lost.',
        ],
        [
          task('closing-evidence', ['调取保全监控', 'Secure the camera footage'], {
            role: 'police',
            minutes: 240,
            after: ['closing-decide'],
          }),
        ],
      ),
    ],
  }),
}
