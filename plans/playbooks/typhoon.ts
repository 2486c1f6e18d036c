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

export const typhoon: Plan = {
  code: 'typhoon',
  title: { zh: '防台风应急预案', en: 'Typhoon plan' },
  incidentTypes: ['typhoon', 'flood'],
  edition: '1.0',
  basis: says([
    ...lawBasis,
    ['中华人民共和国气象法', 'Meteorology Law of the PRC'],
    ['气象灾害防御条例（国务院令第570号）', 'Meteorological Disaster Prevention Regulation (Decree 570)'],
  ]),
  levels: levelTexts({
    I: [
      '台风红色预警，预计正面袭击，阵风 14 级以上（缺省，未核验）',
      'Red typhoon warning, direct hit expected, gusts of force 14 or more (default, not verified)',
    ],
    II: [
      '台风橙色预警，12 小时内有严重影响（缺省，未核验）',
      'Orange typhoon warning, severe effect within 12 hours (default, not verified)',
    ],
    III: [
      '台风黄色预警，24 小时内有较大影响（缺省，未核验）',
      'Yellow typhoon warning, marked effect within 24 hours (default, not verified)',
    ],
    IV: [
      '台风蓝色预警，24 小时内可能受影响（缺省，未核验）',
      'Blue typhoon warning, possible effect within 24 hours (default, not verified)',
    ],
  }),
  roles: roles(
    'commander',
    'deputy',
    'duty',
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
  root: stage('typhoon', ['防台风处置', 'Typhoon response'], {
    role: 'commander',
    note: unverified,
    children: [
      eventReports([
        '【初报】{时间}受台风{名称}影响，{范围}阵风{级}级、雨量{毫米}毫米，{险情}，已转移{人数}人。已启动{级别}级响应。',
        '[First report] {time} typhoon {name}: gusts force {n}, rain {mm} mm in {area}, {danger}; {n} moved. Level {level} declared.',
      ]),
      commandStage([
        '设在坚固避风建筑内，双电源、双网络，不设在江堤海塘上。',
        'In a solid building with two power sources and two networks; never on a dyke.',
      ]),
      stage('watch', ['监测预警', 'Monitoring and warning'], {
        role: 'monitor',
        children: [
          task('watch-track', ['路径强度研判', 'Track and strength'], {
            minutes: 60,
            note: [
              '给出登陆时间地点、阵风、累计雨量、风暴潮增水四项结论。',
              'Landfall, gusts, total rain, surge: four conclusions.',
            ],
          }),
          task('watch-areas', ['按网格列出影响区', 'Affected grids'], {
            minutes: 60,
            after: ['watch-track'],
          }),
          notice('watch-warn', ['发布防台通知', 'Warn the public'], {
            role: 'media',
            minutes: 60,
            clause: '突发事件应对法 第64条',
            after: ['watch-track'],
            to: ['辖区群众、船舶、工地、企业', 'Public, ships, building sites, businesses'],
            text: [
              '台风{名称}预计{时间}影响我地，阵风{级}级。请加固门窗、收起阳台物品，船只{时间}前回港，工地停工、塔吊放松回转，危房和工棚人员按通知转移，台风眼过境时不要外出。',
              'Typhoon {name} arrives about {time}, gusts force {n}. Secure windows, clear balconies; boats in port by {time}; sites stop, crane slew free; people in unsafe houses and huts move as told; stay in while the eye passes.',
            ],
          }),
          check('watch-reached', ['通知到船到户到工棚', 'Reached boats, houses, huts'], {
            role: 'grid',
            minutes: 120,
            after: ['watch-warn'],
          }),
          task('watch-hour', ['风雨潮逐时监测', 'Hourly wind, rain and tide'], { level: 'III', minutes: 60 }),
        ],
      }),
      stage('prepare', ['防台准备', 'Preparation'], {
        role: 'deputy',
        after: ['watch-track'],
        children: [
          task('prepare-ships', ['船舶回港、人员上岸', 'Boats in port, people ashore'], {
            role: 'police',
            minutes: 240,
            note: ['逐船登记，上岸人员不得返船看守。', 'Boat by boat; nobody goes back aboard.'],
          }),
          task('prepare-sites', ['工地停工、塔吊加固', 'Sites stop, cranes secured'], {
            role: 'grid',
            minutes: 180,
          }),
          task('prepare-signs', ['广告牌、树木、围挡加固', 'Signs, trees, hoardings'], {
            role: 'utility',
            minutes: 240,
          }),
          task('prepare-drain', ['清疏排口、预降内河水位', 'Clear drains, lower the canals'], {
            role: 'utility',
            minutes: 240,
          }),
          check('prepare-weak', ['危房、工棚、地质隐患点排查', 'Unsafe houses, huts, slopes'], {
            role: 'grid',
            minutes: 180,
          }),
          task('prepare-power', ['重点单位备用电源检查', 'Backup power at key sites'], {
            role: 'utility',
            minutes: 180,
            level: 'III',
          }),
          task('prepare-stop', ['停课停工停运停业停市', 'Stop schools, work, transport, business'], {
            role: 'commander',
            level: 'II',
            minutes: 120,
          }),
        ],
      }),
      stage('forces', ['力量预置', 'Place resources'], {
        role: 'commander',
        after: ['report-verify'],
        children: [
          resource('forces-first', ['抢险与防汛队前置', 'Rescue and flood teams in place'], {
            minutes: 120,
            need: [teams('rescue', 1, 60), teams('flood', 1, 60)],
          }),
          resource('forces-saw', ['清障装备', 'Clearing equipment'], {
            role: 'supply',
            minutes: 120,
            need: [stock('油锯', 10), stock('照明灯组', 6), stock('发电机', 4)],
          }),
          resource('forces-power', ['电力抢修队', 'Power repair team'], {
            role: 'utility',
            minutes: 120,
            need: [teams('power', 1, 90)],
          }),
          resource('forces-iii', ['民兵与工程队', 'Militia and engineering'], {
            level: 'III',
            minutes: 120,
            need: [teams('militia', 1, 90), teams('engineering', 1, 90)],
          }),
          resource('forces-ii', ['跨区域增援', 'Support from other districts'], {
            level: 'II',
            minutes: 180,
            need: [teams('rescue', 3, 180), teams('power', 2, 180), vehicles('evacuation', 10, 120)],
          }),
          resource('forces-i', ['全域动员', 'Mobilise everything'], {
            level: 'I',
            minutes: 180,
            need: [teams('militia', 4, 180), teams('medical', 3, 120), experts('structure', 2, 180)],
          }),
        ],
      }),
      stage('move', ['转移避风', 'Moving people'], {
        role: 'shelter',
        after: ['watch-areas'],
        children: [
          task('move-list', ['核定转移名单', 'List who moves'], { minutes: 60 }),
          onMap('move-shelter', ['开放避风场所', 'Open shelters'], {
            minutes: 60,
            act: 'open-shelter',
            note: ['室内、抗风、远离低洼和高大树木。', 'Indoors, wind-proof, off low ground and tall trees.'],
          }),
          resource('move-bus', ['转移车辆与物资', 'Buses and supplies'], {
            minutes: 60,
            need: [
              vehicles('evacuation', 4, 60),
              stock('折叠床', 200),
              stock('饮用水', 200),
              stock('方便食品', 200),
            ],
          }),
          task('move-carry', ['组织转移', 'Move people'], {
            role: 'grid',
            minutes: 240,
            after: ['move-list', 'move-shelter', 'move-bus'],
          }),
          check('move-count', ['清点并防止返回', 'Count, and keep people from going back'], {
            minutes: 60,
            after: ['move-carry'],
          }),
        ],
      }),
      stage('impact', ['台风影响期', 'While it passes'], {
        role: 'deputy',
        after: ['prepare-drain', 'forces-first'],
        children: [
          onMap('impact-road', ['封闭高架、桥梁、积水路段', 'Close viaducts, bridges, flooded roads'], {
            role: 'police',
            minutes: 30,
            act: 'closure',
            note: [
              '阵风 10 级封闭大桥高架，缺省值，未核验。',
              'Bridges and viaducts close at force 10 gusts: default, not verified.',
            ],
          }),
          check('impact-shelter', ['抢险人员避险', 'Crews take cover'], {
            minutes: 30,
            note: ['最大风力期间停止户外作业。', 'No outdoor work at the height of the wind.'],
          }),
          decision('impact-collapse', ['有人员被困或房屋倒塌？', 'Trapped people or collapsed houses?'], {
            children: [
              task('impact-rescue', ['出动搜救', 'Search and rescue'], { role: 'rescue', minutes: 60 }),
              resource('impact-medical', ['医疗救护', 'Medical team'], {
                role: 'medical',
                minutes: 30,
                need: [teams('medical', 1, 30), vehicles('medical', 2, 30)],
              }),
            ],
          }),
          task('impact-tree', ['倒树断线清障', 'Clear trees and wires'], {
            role: 'rescue',
            minutes: 180,
            note: ['先断电后作业。', 'Power off first.'],
          }),
          task('impact-power', ['抢修供电通信', 'Restore power and network'], {
            role: 'utility',
            minutes: 360,
          }),
        ],
      }),
      stage('public', ['信息发布', 'Public information'], {
        role: 'media',
        after: ['command-declare'],
        children: [
          notice('public-first', ['滚动发布', 'Running statements'], {
            minutes: 120,
            to: ['社会公众', 'The public'],
            text: [
              '台风{名称}最新位置{位置}，预计{时间}影响最大。{镇/县}已启动{级别}级响应，避风场所{名单}已开放，{道路}封闭。',
              'Typhoon {name} is at {position}, worst at {time}. Level {level} is in force; shelters {list} are open; {road} closed.',
            ],
          }),
          task('public-rumour', ['辟谣', 'Answer rumours'], { minutes: 180 }),
        ],
      }),
      closingStage(
        ['impact', 'move'],
        [
          '台风预警解除；无人员受困；主要道路、供电、供水基本恢复。',
          'Warning lifted; nobody trapped; main roads, power and water are back.',
        ],
        [
          task('closing-clean', ['清障清淤与消杀', 'Clear and disinfect'], {
            role: 'utility',
            minutes: 4320,
            after: ['closing-decide'],
          }),
          task('closing-loss', ['灾情核查与救助', 'Survey losses, give relief'], {
            minutes: 10080,
            after: ['closing-decide'],
          }),
        ],
      ),
    ],
  }),
}
