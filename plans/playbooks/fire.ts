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

export const fire: Plan = {
  code: 'fire',
  title: { zh: '火灾事故应急预案', en: 'Fire plan' },
  incidentTypes: ['fire', 'explosion', 'forest-fire'],
  edition: '1.0',
  basis: says([
    ...accidentBasis,
    ['中华人民共和国消防法', 'Fire Protection Law of the PRC'],
    ['森林防火条例（国务院令第541号）', 'Forest Fire Prevention Regulation (Decree 541)'],
  ]),
  levels: levelTexts({
    I: [
      '特别重大火灾，或火势失控危及大片街区、大量人员被困（缺省，未核验）',
      'Extraordinary fire, or out of control across blocks with many trapped (default, not verified)',
    ],
    II: [
      '高层、地下、大型综合体、石化储罐火灾，短时难以控制（缺省，未核验）',
      'High-rise, underground, complex or tank fire not controllable soon (default, not verified)',
    ],
    III: [
      '人员密集场所或连片建筑火灾，有人员被困或伤亡（缺省，未核验）',
      'Fire in a crowded place or a row of buildings, people trapped or hurt (default, not verified)',
    ],
    IV: [
      '一般建筑、车辆、堆垛火灾，就近队站可以扑灭（缺省，未核验）',
      'Ordinary building, vehicle or stack fire that near stations can put out (default, not verified)',
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
  root: stage('fire', ['火灾扑救', 'Fire response'], {
    role: 'commander',
    note: unverified,
    children: [
      accidentReports(7),
      stage('first', ['先期处置', 'First actions'], {
        role: 'enterprise',
        children: [
          task('first-alarm', ['报警并通报火情', 'Call 119 and say what burns'], {
            minutes: 3,
            note: [
              '地址、燃烧物、楼层、被困人数、有无危险品、联系人。',
              'Address, what burns, floor, trapped, hazardous goods, contact.',
            ],
          }),
          task('first-evacuate', ['启动广播疏散', 'Evacuate by loudspeaker'], {
            minutes: 3,
            note: [
              '逐层引导，关防火门，不乘电梯，弱者专人带离。',
              'Floor by floor, fire doors shut, no lifts, a helper for each frail person.',
            ],
          }),
          task('first-team', ['微型消防站到场', 'Micro fire station arrives'], {
            role: 'grid',
            minutes: 5,
            note: [
              '“1 分钟响应、3 分钟到场”为缺省值，未核验。',
              'Out in one, there in three minutes: default, not verified.',
            ],
          }),
          task('first-cut', ['断电断气、启动消防设施', 'Cut power and gas, start sprinklers and pumps'], {
            minutes: 5,
            note: [
              '先断非消防电源，保留消防泵、排烟、应急照明。',
              'Non-fire power only; keep pumps, smoke control, emergency light.',
            ],
          }),
          task('first-guide', ['专人接应消防车', 'Someone meets the engines'], {
            role: 'grid',
            minutes: 5,
            note: [
              '清开消防车道，指明水源、入口、被困位置。',
              'Clear the lane; point out water, entrance, trapped.',
            ],
          }),
          check('first-count', ['疏散人员清点', 'Count who came out'], {
            minutes: 15,
            after: ['first-evacuate'],
          }),
        ],
      }),
      commandStage([
        '设在上风侧、可俯瞰火场、避开倒塌范围处；内攻、供水、救生分设指挥员。',
        'Upwind, overlooking the fire, clear of collapse; officers for attack, water, rescue.',
      ]),
      stage('dispatch', ['力量调派', 'Send resources'], {
        role: 'commander',
        after: ['report-verify'],
        children: [
          resource('dispatch-first', ['首批 2 支消防队', 'First 2 fire teams'], {
            minutes: 3,
            need: [teams('fire', 2, 8)],
          }),
          resource('dispatch-ladder', ['举高与供水车辆', 'Aerial and water vehicles'], {
            minutes: 5,
            need: [vehicles('fire', 2, 15), vehicles('water-supply', 1, 20)],
          }),
          resource('dispatch-medical', ['急救队伍与救护车', 'Medical team and ambulances'], {
            role: 'medical',
            minutes: 5,
            need: [teams('medical', 1, 12), vehicles('medical', 2, 12)],
          }),
          resource('dispatch-police', ['警戒与交通管制', 'Police'], {
            role: 'police',
            minutes: 5,
            need: [teams('police', 1, 10)],
          }),
          resource('dispatch-utility', ['供水供电燃气抢修', 'Water, power and gas crews'], {
            role: 'utility',
            minutes: 10,
            need: [teams('power', 1, 30), teams('water-supply', 1, 30)],
          }),
          resource('dispatch-air', ['呼吸器与照明', 'Breathing apparatus and light'], {
            role: 'supply',
            minutes: 20,
            need: [stock('空气呼吸器', 12), stock('照明灯组', 4)],
          }),
          resource('dispatch-iii', ['第二批增援', 'Second alarm'], {
            level: 'III',
            minutes: 5,
            need: [teams('fire', 3, 20), teams('rescue', 1, 30), vehicles('medical', 3, 20)],
          }),
          resource('dispatch-structure', ['建筑结构专家', 'Structural expert'], {
            level: 'III',
            minutes: 15,
            need: [experts('structure', 1, 45)],
          }),
          resource('dispatch-ii', ['跨区域增援与泡沫', 'Other districts and foam'], {
            level: 'II',
            minutes: 10,
            need: [teams('fire', 6, 60), stock('泡沫灭火剂', 20), teams('engineering', 1, 60)],
          }),
          resource('dispatch-burn', ['烧伤救治专家', 'Burns experts'], {
            level: 'II',
            role: 'medical',
            minutes: 20,
            need: [experts('burns', 2, 60)],
          }),
          resource('dispatch-i', ['全域增援', 'General alarm'], {
            level: 'I',
            minutes: 15,
            need: [teams('fire', 10, 120), teams('militia', 2, 60), teams('medical', 4, 60)],
          }),
          task('dispatch-area', ['设增援集结区', 'Set the assembly area'], {
            level: 'II',
            role: 'police',
            minutes: 20,
          }),
        ],
      }),
      stage('size-up', ['火情侦察', 'Size-up'], {
        role: 'rescue',
        children: [
          task('size-look', ['外部观察与内部侦察', 'Look from outside, reconnoitre inside'], {
            minutes: 10,
            after: ['dispatch-first'],
            note: [
              '看烟色火色、问知情人、查消控室、测温、看图纸。',
              'Smoke and flame, witnesses, control room, thermal camera, plans.',
            ],
          }),
          check('size-people', ['核实被困人员位置', 'Where are the trapped?'], { minutes: 10 }),
          check('size-danger', ['核查危险品与带电设备', 'Hazardous goods and live equipment'], {
            minutes: 10,
          }),
          check('size-structure', ['评估倒塌风险', 'Risk of collapse'], {
            minutes: 20,
            role: 'expert',
            after: ['size-look'],
            note: [
              '钢结构受火 15 分钟以上须设安全员并预设撤离信号；缺省值，未核验。',
              'Steel in fire for more than 15 minutes: safety officer and a withdrawal signal; default, not verified.',
            ],
          }),
          onMap('size-collapse', ['划定倒塌危险区', 'Mark the collapse zone'], {
            minutes: 20,
            act: 'danger-zone',
            radiusMeters: 60,
            note: [
              '半径取建筑高度 1.5 倍（40 m 高按 60 m），缺省值，未核验。',
              '1.5 times the height (60 m for 40 m): default, not verified.',
            ],
          }),
        ],
      }),
      stage('attack', ['救人灭火', 'Rescue and attack'], {
        role: 'rescue',
        after: ['dispatch-first'],
        children: [
          task('attack-rescue', ['优先搜救被困人员', 'Search and rescue first'], {
            minutes: 20,
            after: ['size-people'],
            note: [
              '先着火层、上层、顶层；标记已搜房间；外部举高车、气垫配合。',
              'Fire floor, floor above, top floor; mark searched rooms; ladders and cushion outside.',
            ],
          }),
          task('attack-water', ['建立供水线', 'Set up water supply'], {
            minutes: 10,
            role: 'rescue',
            note: [
              '市政消火栓、天然水源、运水接力三选，形成不间断供水。',
              'Hydrants, open water, shuttle: never interrupted.',
            ],
          }),
          task('attack-contain', ['堵截火势蔓延', 'Stop the spread'], {
            minutes: 20,
            after: ['attack-water'],
          }),
          task('attack-smoke', ['排烟散热', 'Ventilate'], { minutes: 20, after: ['attack-contain'] }),
          task('attack-safety', ['内攻人员登记与轮换', 'Log and rotate inside teams'], {
            minutes: 10,
            role: 'deputy',
            note: [
              '记姓名、入场时间、气压、撤离时间；每 20 分钟点名，缺省值，未核验。',
              'Name, time in, pressure, time out; roll call every 20 minutes: default, not verified.',
            ],
          }),
          decision('attack-lpg', ['涉及液化石油气或压力容器？', 'LPG or pressure vessels?'], {
            after: ['size-danger'],
            children: [
              onMap('attack-lpg-zone', ['隔离 1600 m', 'Isolate 1600 m'], {
                act: 'danger-zone',
                radiusMeters: 1600,
                minutes: 10,
                role: 'police',
                note: [
                  'ERG 易燃气体着火隔离 1600 m；表值版次待核，仅供初期处置参考。',
                  'ERG fire distance for flammable gas 1600 m; edition to be confirmed, for the first actions only.',
                ],
              }),
              task('attack-lpg-cool', ['冷却容器、不灭漏气火', 'Cool the vessels, do not put out the jet'], {
                minutes: 10,
                note: ['气源未断前保持稳定燃烧。', 'Let it burn steadily until the gas is shut.'],
              }),
            ],
          }),
          decision('attack-liquid', ['涉及油类储罐？', 'Oil or solvent tank?'], {
            after: ['size-danger'],
            children: [
              onMap('attack-liquid-zone', ['隔离 800 m', 'Isolate 800 m'], {
                act: 'danger-zone',
                radiusMeters: 800,
                minutes: 10,
                role: 'police',
                note: [
                  'ERG 易燃液体着火隔离 800 m；表值版次待核，仅供初期处置参考。',
                  'ERG fire distance for flammable liquids 800 m; edition to be confirmed, for the first actions only.',
                ],
              }),
              task('attack-liquid-foam', ['泡沫总攻', 'Foam attack'], {
                minutes: 60,
                note: [
                  '泡沫量备足一次不间断 30 分钟后再总攻，缺省值，未核验。',
                  'Attack only with foam for 30 minutes without a break: default, not verified.',
                ],
              }),
              check('attack-liquid-boil', ['观察沸溢喷溅征兆', 'Watch for boil-over'], {
                minutes: 10,
                note: [
                  '火焰增高发亮、罐体抖动、异常声响，立即全员撤离。',
                  'Taller and brighter flames, shaking, noise: everybody out.',
                ],
              }),
            ],
          }),
          decision('attack-withdraw', ['出现险情需紧急撤离？', 'Emergency withdrawal?'], {
            role: 'deputy',
            after: ['size-structure'],
            children: [
              task('attack-withdraw-go', ['发撤离信号并清点', 'Signal, withdraw, count'], {
                minutes: 5,
                note: [
                  '长鸣警报三次，逐组点名，失联立即启动紧急救助小组。',
                  'Three long signals, roll call by group, rescue team for anyone missing.',
                ],
              }),
            ],
          }),
          task('attack-protect', ['保护毗邻建筑与重点部位', 'Protect the neighbours'], {
            level: 'III',
            minutes: 20,
          }),
          task('attack-sectors', ['分段作战', 'Fight in sectors'], {
            level: 'II',
            role: 'deputy',
            minutes: 30,
            note: ['按火场方位分战斗段，各设段指挥与通信组。', 'Sectors with their own officer and channel.'],
          }),
          check('attack-out', ['明火扑灭、余火清理', 'Flames out, embers cleared'], {
            after: ['attack-contain', 'attack-rescue'],
            note: [
              '热成像复查，留守监护不少于 2 小时；缺省值，未核验。',
              'Thermal check; guard for two hours at least: default, not verified.',
            ],
          }),
        ],
      }),
      stage('cordon', ['警戒疏散', 'Cordon and evacuation'], {
        role: 'police',
        after: ['report-verify'],
        children: [
          onMap('cordon-line', ['划定警戒区', 'Set the cordon'], {
            minutes: 10,
            act: 'cordon',
            radiusMeters: 150,
            note: ['150 m 为缺省值，未核验。', '150 m is a default, not verified.'],
          }),
          onMap('cordon-road', ['封闭周边道路、留消防通道', 'Close roads, keep a fire lane'], {
            minutes: 10,
            act: 'closure',
          }),
          notice('cordon-notice', ['毗邻人员疏散通知', 'Tell the neighbours'], {
            role: 'grid',
            minutes: 15,
            to: ['毗邻楼栋、商铺、下风向居民', 'Neighbouring buildings, shops, people downwind'],
            text: [
              '{地点}发生火灾，请{范围}人员沿{路线}步行撤离到{安置点}，关闭门窗和电源，不要乘电梯，不要返回取物。',
              'Fire at {place}. People in {area} walk by {route} to {shelter}; close doors and windows, power off, no lifts, do not go back.',
            ],
          }),
          task('cordon-check', ['毗邻楼栋逐户清查', 'Check neighbouring houses'], {
            role: 'grid',
            minutes: 30,
            after: ['cordon-notice'],
          }),
          onMap('cordon-shelter', ['开放临时安置点', 'Open a shelter'], {
            role: 'shelter',
            level: 'III',
            minutes: 45,
            act: 'open-shelter',
          }),
          task('cordon-drone', ['划设临时禁飞区', 'Temporary no-fly zone'], { level: 'II', minutes: 30 }),
        ],
      }),
      stage('care', ['医疗救护', 'Medical care'], {
        role: 'medical',
        after: ['dispatch-medical'],
        children: [
          task('care-point', ['设置救护点', 'Set up an aid post'], {
            minutes: 15,
            note: ['警戒区外上风处，与消防通道分开。', 'Outside the cordon, upwind, off the fire lane.'],
          }),
          task('care-triage', ['检伤分类', 'Triage'], { minutes: 15, after: ['care-point'] }),
          task('care-inhale', ['烧伤与吸入性损伤优先转运', 'Burns and inhalation first'], {
            minutes: 30,
            after: ['care-triage'],
          }),
          task('care-family', ['家属接待与信息核对', 'Receive relatives, match names'], {
            role: 'recovery',
            minutes: 60,
          }),
          task('care-psych', ['心理援助', 'Psychological aid'], { level: 'III', minutes: 240 }),
        ],
      }),
      stage('environment', ['环境与公用设施', 'Environment and utilities'], {
        role: 'utility',
        after: ['report-verify'],
        children: [
          task('environment-cut', ['火场区域断电断气', 'Cut power and gas round the fire'], { minutes: 15 }),
          task('environment-pressure', ['市政管网加压', 'Raise mains pressure'], { minutes: 20 }),
          task('environment-water', ['消防水拦截收集', 'Hold back fire water'], {
            role: 'monitor',
            minutes: 60,
          }),
          task('environment-air', ['下风向空气监测', 'Air readings downwind'], {
            role: 'monitor',
            level: 'III',
            minutes: 45,
          }),
        ],
      }),
      stage('public', ['信息发布', 'Public information'], {
        role: 'media',
        after: ['command-declare'],
        children: [
          notice('public-first', ['首次发布', 'First statement'], {
            minutes: 60,
            to: ['社会公众', 'The public'],
            text: [
              '{时间}，{地点}发生火灾，消防救援力量正在扑救，{人数}名群众已疏散，周边{道路}临时管制。原因正在调查，请勿围观传谣。',
              'Fire at {place} at {time}. Crews are at work, {n} people are out, {road} is closed. The cause is under investigation; stay away.',
            ],
          }),
          task('public-press', ['召开新闻发布会', 'Hold a press conference'], { level: 'II', minutes: 300 }),
          task('public-rumour', ['舆情监测与回应', 'Watch and answer rumours'], { minutes: 120 }),
        ],
      }),
      closingStage(
        ['attack', 'cordon'],
        [
          '明火和阴燃全部扑灭；搜救结束、人员清点完毕；倒塌和复燃风险解除。',
          'No flame, no smouldering; search ended and everyone accounted for; no risk of collapse or rekindling.',
        ],
        [
          task('closing-scene', ['保护现场、移交火调', 'Guard the scene for the investigators'], {
            role: 'police',
            minutes: 60,
            after: ['closing-decide'],
          }),
          task('closing-house', ['受损建筑安全鉴定', 'Survey damaged buildings'], {
            role: 'expert',
            minutes: 4320,
            after: ['closing-decide'],
          }),
          task('closing-home', ['受灾群众安置救助', 'House and help those affected'], {
            role: 'shelter',
            minutes: 1440,
            after: ['closing-decide'],
          }),
        ],
      ),
    ],
  }),
}
