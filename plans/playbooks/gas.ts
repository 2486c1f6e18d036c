import type { Plan } from '../plan.ts'
import { accidentBasis, accidentReports, closingStage, commandStage, roles, unverified } from './common.ts'
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

export const gas: Plan = {
  code: 'gas',
  title: { zh: '燃气泄漏爆炸应急预案', en: 'Gas leak and explosion plan' },
  incidentTypes: ['gas', 'explosion'],
  edition: '1.0',
  basis: says([
    ...accidentBasis,
    ['城镇燃气管理条例（国务院令第583号）', 'Urban Gas Regulation (Decree 583)'],
  ]),
  levels: levelTexts({
    I: [
      '燃气爆炸致 30 人以上死亡，或次高压以上管网大面积停供（缺省，未核验）',
      'Explosion with 30 or more dead, or mains supply lost over a wide area (default, not verified)',
    ],
    II: [
      '燃气爆炸致 10 人以上死亡，或停供 1 万户以上（缺省，未核验）',
      'Explosion with 10 or more dead, or 10,000 households cut off (default, not verified)',
    ],
    III: [
      '燃气爆炸有伤亡，或泄漏扩散至地下空间、停供 1000 户以上（缺省，未核验）',
      'Explosion with casualties, gas in underground space, or 1,000 households cut off (default, not verified)',
    ],
    IV: [
      '庭院管、户内泄漏，无人员伤亡（缺省，未核验）',
      'Leak in a yard or a home, nobody hurt (default, not verified)',
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
    'expert',
    'grid',
    'recovery',
  ),
  root: stage('gas', ['燃气泄漏爆炸处置', 'Gas leak and explosion'], {
    role: 'commander',
    note: unverified,
    children: [
      accidentReports(30),
      commandStage([
        '设在上风向、警戒区外；手机等非防爆设备不得带入警戒区。',
        'Upwind outside the cordon; no phones or unprotected devices inside it.',
      ]),
      stage('first', ['先期处置', 'First actions'], {
        role: 'enterprise',
        children: [
          task('first-dispatch', ['抢修班组出动', 'Repair crew leaves'], {
            minutes: 5,
            note: [
              '燃气企业 30 分钟内到场为缺省值，未核验。',
              'The gas company on site within 30 minutes: default, not verified.',
            ],
          }),
          task('first-valve', ['关闭上游阀门', 'Shut the valve upstream'], {
            minutes: 30,
            note: [
              '按阀门图逐级关断，确认影响用户数。',
              'By the valve map, step by step; count users affected.',
            ],
          }),
          task('first-fire', ['杜绝火源、禁动电器', 'No flames, no switches'], {
            role: 'grid',
            minutes: 5,
            note: ['不开灯不按门铃，敲门通知。', 'No lights, no bells: knock.'],
          }),
          onMap('first-isolate', ['初始隔离 100 m', 'Initial isolation 100 m'], {
            role: 'police',
            minutes: 10,
            act: 'cordon',
            radiusMeters: 100,
            note: [
              'ERG 甲烷（UN 1971）小量 100 m，版次待核，仅供初期处置参考。',
              'ERG methane (UN 1971), small spill 100 m; edition to be confirmed, for the first actions only.',
            ],
          }),
          task('first-detect', ['浓度检测与扩散巡查', 'Measure and trace the gas'], {
            minutes: 20,
            note: [
              '查窨井、电缆沟、下水道、地下室、电梯井。',
              'Manholes, cable ducts, sewers, basements, lift shafts.',
            ],
          }),
        ],
      }),
      stage('dispatch', ['调派力量', 'Send resources'], {
        role: 'commander',
        after: ['report-verify'],
        children: [
          resource('dispatch-first', ['消防与燃气抢修', 'Fire and gas repair'], {
            minutes: 5,
            need: [teams('fire', 1, 10), teams('engineering', 1, 30)],
          }),
          resource('dispatch-medical', ['急救力量', 'Medical team'], {
            role: 'medical',
            minutes: 10,
            need: [teams('medical', 1, 15), vehicles('medical', 1, 15)],
          }),
          resource('dispatch-kit', ['检测与通风装备', 'Detectors and fans'], {
            role: 'supply',
            minutes: 20,
            need: [stock('气体检测仪', 6), stock('防爆风机', 2), stock('警戒带', 20)],
          }),
          resource('dispatch-iii', ['救援增援与结构专家', 'Rescue and structural expert'], {
            level: 'III',
            minutes: 15,
            need: [teams('rescue', 1, 30), teams('fire', 2, 20), experts('structure', 1, 45)],
          }),
          resource('dispatch-ii', ['跨区域增援', 'Support from other districts'], {
            level: 'II',
            minutes: 20,
            need: [teams('rescue', 3, 60), teams('medical', 3, 60), experts('burns', 1, 60)],
          }),
          resource('dispatch-i', ['重型救援力量', 'Heavy rescue'], {
            level: 'I',
            minutes: 30,
            need: [teams('rescue', 6, 120), teams('engineering', 3, 120), teams('militia', 2, 90)],
          }),
        ],
      }),
      stage('protect', ['警戒疏散', 'Cordon and evacuation'], {
        role: 'police',
        after: ['first-isolate'],
        children: [
          onMap('protect-road', ['封闭周边道路', 'Close the roads'], { minutes: 15, act: 'closure' }),
          notice('protect-notice', ['疏散通知', 'Order to leave'], {
            role: 'grid',
            minutes: 15,
            to: ['警戒区内居民和商户', 'Residents and shops in the cordon'],
            text: [
              '{地点}燃气泄漏，请立即关闭灶具和表前阀，打开门窗，不要开关电器、不要在楼道打电话，步行到{集合点}。未经通知不得返回。',
              'Gas leak at {place}. Shut the stove and meter valve, open windows, touch no switches, make no calls in the stairs, walk to {point}. Do not return until told.',
            ],
          }),
          task('protect-knock', ['逐户敲门清查', 'Knock on every door'], {
            role: 'grid',
            minutes: 30,
            after: ['protect-notice'],
          }),
          decision('protect-large', ['大量泄漏或进入地下空间？', 'Large leak or gas underground?'], {
            after: ['first-detect'],
            role: 'deputy',
            children: [
              onMap('protect-800', ['隔离扩至 800 m', 'Widen to 800 m'], {
                act: 'danger-zone',
                radiusMeters: 800,
                minutes: 10,
                note: [
                  'ERG 甲烷、液化石油气大量 800 m，版次待核，仅供初期处置参考。',
                  'ERG methane and LPG, large spill 800 m; edition to be confirmed, for the first actions only.',
                ],
              }),
              task('protect-power', ['区域断电（区外操作）', 'Cut power from outside the zone'], {
                role: 'utility',
                minutes: 15,
              }),
              onMap('protect-shelter', ['开放安置点', 'Open shelters'], {
                role: 'shelter',
                act: 'open-shelter',
                minutes: 45,
              }),
            ],
          }),
          decision('protect-fire', ['管道或储罐着火？', 'Main or tank on fire?'], {
            role: 'deputy',
            children: [
              onMap('protect-1600', ['隔离 1600 m', 'Isolate 1600 m'], {
                act: 'danger-zone',
                radiusMeters: 1600,
                minutes: 10,
                note: [
                  'ERG 易燃气体储罐着火 1600 m，版次待核，仅供初期处置参考。',
                  'ERG fire distance for flammable gas tanks 1600 m; edition to be confirmed, for the first actions only.',
                ],
              }),
              task('protect-burn', ['降压稳燃、冷却保护', 'Lower the pressure, let it burn, cool'], {
                role: 'rescue',
                minutes: 20,
                note: [
                  '气源未断不灭火，保持正压防回火。',
                  'Do not put it out before the gas is off; keep positive pressure.',
                ],
              }),
            ],
          }),
        ],
      }),
      stage('handle', ['抢修与救援', 'Repair and rescue'], {
        role: 'rescue',
        after: ['first-valve'],
        children: [
          task('handle-vent', ['防爆通风稀释', 'Ventilate with protected fans'], {
            minutes: 30,
            after: ['first-detect'],
          }),
          decision('handle-blast', ['已发生爆炸坍塌？', 'Explosion or collapse?'], {
            children: [
              task('handle-search', ['废墟搜救', 'Search the rubble'], {
                minutes: 120,
                note: [
                  '先检测可燃气，分区标记，敲击静听。',
                  'Measure gas first; mark areas; knock and listen.',
                ],
              }),
              check('handle-structure', ['结构安全评估', 'Structural assessment'], {
                role: 'expert',
                minutes: 45,
              }),
              task('handle-triage', ['检伤救治转运', 'Triage, treat, transport'], {
                role: 'medical',
                minutes: 30,
              }),
            ],
          }),
          task('handle-repair', ['开挖抢修', 'Dig and repair'], {
            role: 'utility',
            minutes: 240,
            after: ['handle-vent'],
            note: ['开挖前核对地下管线，机械改人工。', 'Check buried lines; hand tools near them.'],
          }),
          check('handle-low', ['浓度低于爆炸下限 10%', 'Below 10% of the lower limit'], {
            role: 'monitor',
            minutes: 60,
            after: ['handle-vent'],
            note: ['10% 为缺省动作值，未核验。', '10% is a default action value, not verified.'],
          }),
          check('handle-test', ['置换试压合格', 'Purge and pressure test pass'], {
            role: 'utility',
            after: ['handle-repair'],
          }),
        ],
      }),
      stage('public', ['信息与民生', 'Information and supply'], {
        role: 'media',
        after: ['command-declare'],
        children: [
          notice('public-first', ['首次发布', 'First statement'], {
            minutes: 60,
            to: ['社会公众', 'The public'],
            text: [
              '{时间}，{地点}发生燃气{泄漏/爆炸}，抢修和救援正在进行，{范围}停气，预计{时间}恢复。恢复前请关闭阀门。',
              'Gas {leak/explosion} at {place} at {time}. Repair and rescue are under way; {area} has no gas until about {time}. Keep valves shut.',
            ],
          }),
          task('public-supply', ['停气用户临时保障', 'Help those without gas'], {
            role: 'utility',
            level: 'III',
            minutes: 240,
          }),
        ],
      }),
      closingStage(
        ['handle', 'protect'],
        [
          '泄漏点修复并试压合格；地下空间复测合格；搜救结束。',
          'Repaired and tested; underground spaces measured clear; search ended.',
        ],
        [
          task('closing-restore', ['入户置换、逐户恢复供气', 'Restore gas house by house'], {
            role: 'utility',
            minutes: 2880,
            after: ['closing-decide'],
            note: ['无人户不通气。', 'No gas where nobody is home.'],
          }),
          check('closing-survey', ['同类管线隐患排查', 'Survey similar mains'], {
            role: 'enterprise',
            minutes: 10080,
            after: ['closing-decide'],
          }),
        ],
      ),
    ],
  }),
}
