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

const ergNote = (what: string, whatEn: string): readonly [string, string] => [
  `${what}；ERG 表值，版次待核，仅供初期处置参考，须以官方版本复核。`,
  `${whatEn}; ERG table value, edition to be confirmed, for the first actions only; check against the official book.`,
]

export const chemical: Plan = {
  code: 'chemical-leak',
  title: { zh: '危险化学品泄漏应急预案', en: 'Hazardous chemical leak plan' },
  incidentTypes: ['chemical', 'explosion', 'water-pollution'],
  edition: '1.0',
  basis: says([
    ...accidentBasis,
    [
      '危险化学品重大危险源辨识（GB 18218-2018）',
      'Identification of major hazard installations (GB 18218-2018)',
    ],
    [
      '生产经营单位生产安全事故应急预案编制导则（GB/T 29639-2020）',
      'Guideline for work accident plans (GB/T 29639-2020)',
    ],
    ['应急响应指南 ERG（版次待核）', 'Emergency Response Guidebook, ERG (edition to be confirmed)'],
  ]),
  levels: levelTexts({
    I: [
      '大量有毒气体持续外泄，影响超出县域或危及 1 万人以上；或已致 30 人以上死亡（缺省，未核验）',
      'Toxic gas keeps escaping beyond the county or endangers 10,000 or more; or 30 or more dead (default, not verified)',
    ],
    II: [
      '泄漏短时不能控制，需跨区域疏散或危及 1000 人以上；或致 10 人以上死亡（缺省，未核验）',
      'Not controllable soon, evacuation across districts, 1,000 or more endangered; or 10 or more dead (default, not verified)',
    ],
    III: [
      '泄漏影响厂界外，需疏散周边群众；或致 3 人以上死亡、10 人以上中毒（缺省，未核验）',
      'Effects beyond the fence, neighbours must leave; or 3 or more dead, 10 or more poisoned (default, not verified)',
    ],
    IV: [
      '少量泄漏，影响限于厂界内，企业与就近队伍可以处置（缺省，未核验）',
      'Small leak inside the fence that the enterprise and nearby teams can handle (default, not verified)',
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
    'media',
    'expert',
    'recovery',
  ),
  root: stage('chemical', ['危险化学品泄漏处置', 'Hazardous chemical leak'], {
    role: 'commander',
    note: unverified,
    children: [
      accidentReports(30),
      stage('first', ['先期处置', 'First actions'], {
        role: 'enterprise',
        children: [
          task('first-substance', ['核实物质、数量与容器', 'Verify substance, quantity, container'], {
            minutes: 10,
            note: [
              '查 UN 号、安全技术说明书（SDS）、储量、压力、泄漏部位和是否着火；不明时按未知物处置。',
              'UN number, safety data sheet, amount, pressure, place of the leak, fire or not; unknown means worst case.',
            ],
          }),
          task('first-wind', ['测定风向风速', 'Measure the wind'], {
            minutes: 5,
            note: [
              '记录风向、风速（km/h）和昼夜，供确定防护距离；风速 10、20 km/h 按中等风计。',
              'Direction, speed in km/h, day or night, for the protective distances; 10 and 20 km/h count as moderate.',
            ],
          }),
          task('first-alarm', ['厂区报警、停工撤人', 'Sound the alarm, stop work, leave'], {
            minutes: 3,
            note: [
              '沿侧上风向撤至集结点，清点人数。',
              'Leave crosswind and upwind to the assembly point; count heads.',
            ],
          }),
          onMap('first-isolate', ['初始隔离 100 m', 'Initial isolation 100 m'], {
            minutes: 10,
            act: 'cordon',
            radiusMeters: 100,
            note: [
              '物质未明时各方向 100 m，缺省值，未核验；物质核实后按分支改划。',
              'All directions while the substance is unknown: default, not verified; redrawn once it is known.',
            ],
          }),
          task('first-ignition', ['消除火源、断电断气', 'Remove ignition sources'], {
            minutes: 10,
            note: [
              '熄灭明火，禁用非防爆电气和手机，车辆熄火。',
              'No flames, no unprotected electrics or phones, engines off.',
            ],
          }),
          task('first-valve', ['切断泄漏源', 'Stop the leak'], {
            minutes: 30,
            after: ['first-substance'],
            note: [
              '远程紧急切断优先；人工关阀须两人一组、重型防护、水雾掩护。',
              'Remote shut-off first; by hand only in pairs, full protection, under water spray.',
            ],
          }),
          check('first-missing', ['清点失联人员', 'Account for the missing'], {
            minutes: 15,
            after: ['first-alarm'],
          }),
          task('first-handover', ['向到场队伍移交情况', 'Brief the arriving teams'], {
            minutes: 15,
            after: ['first-substance'],
            note: [
              '移交平面图、工艺流程、SDS、消防水与排口位置。',
              'Site plan, process, data sheets, water supply and drains.',
            ],
          }),
        ],
      }),
      commandStage([
        '设在上风向、防护距离之外，避开低洼处和管廊；预备一处备用点。',
        'Upwind, outside the protective distance, off low ground and pipe racks; choose a spare place.',
      ]),
      stage('branch', ['按物质调整隔离', 'Isolation by substance'], {
        role: 'monitor',
        after: ['first-substance', 'first-wind'],
        children: [
          decision('branch-ammonia', ['是液氨（UN 1005）？', 'Ammonia (UN 1005)?'], {
            minutes: 5,
            children: [
              onMap('ammonia-isolate', ['液氨槽车：隔离 150 m', 'Ammonia tank truck: isolate 150 m'], {
                act: 'danger-zone',
                radiusMeters: 150,
                minutes: 10,
                note: ergNote(
                  '槽车大量泄漏初始隔离 150 m；小量（不足 208 L）30 m，铁路罐车 300 m',
                  'Tank truck, large spill 150 m; small spill (under 208 L) 30 m, rail car 300 m',
                ),
              }),
              task('ammonia-protect', ['液氨下风向防护', 'Ammonia: protect downwind'], {
                minutes: 20,
                note: ergNote(
                  '槽车白天低/中/高风 800/500/400 m，夜间 1800/700/600 m，划下风向方形',
                  'Tank truck by day 800/500/400 m in low/moderate/high wind, by night 1800/700/600 m, as a square downwind',
                ),
              }),
              task('ammonia-spray', ['水雾稀释吸收氨气', 'Absorb ammonia by water spray'], {
                role: 'rescue',
                note: [
                  '雾状水稀释气云，严禁直流水冲击液氨；废水围堵。',
                  'Fog on the cloud, never a jet on the liquid; hold back the water.',
                ],
              }),
            ],
          }),
          decision('branch-chlorine', ['是液氯（UN 1017）？', 'Chlorine (UN 1017)?'], {
            minutes: 5,
            children: [
              onMap('chlorine-isolate', ['液氯单瓶：隔离 150 m', 'Chlorine ton cylinder: isolate 150 m'], {
                act: 'danger-zone',
                radiusMeters: 150,
                minutes: 10,
                note: ergNote(
                  '单个吨瓶 150 m，多个吨瓶 300 m，槽车 600 m，铁路罐车 1000 m',
                  'One ton cylinder 150 m, several 300 m, tank truck 600 m, rail car 1000 m',
                ),
              }),
              task('chlorine-protect', ['液氯下风向防护', 'Chlorine: protect downwind'], {
                minutes: 20,
                note: ergNote(
                  '单个吨瓶白天 1300/700/500 m、夜间 2400/1200/600 m；槽车白天 5600/3300/2500 m',
                  'One ton cylinder by day 1300/700/500 m, by night 2400/1200/600 m; tank truck by day 5600/3300/2500 m',
                ),
              }),
              task('chlorine-low', ['封闭低洼处与地下空间', 'Close low ground and basements'], {
                role: 'police',
                note: [
                  '氯气比空气重，高斯模型不适用；地铁、地下车库、涵洞先清人。',
                  'Heavier than air, the Gaussian model does not apply; clear subways, garages and culverts first.',
                ],
              }),
            ],
          }),
          decision('branch-lpg', ['是液化石油气等易燃气体？', 'LPG or another flammable gas?'], {
            minutes: 5,
            children: [
              onMap('lpg-isolate', ['易燃气体：隔离 800 m', 'Flammable gas: isolate 800 m'], {
                act: 'danger-zone',
                radiusMeters: 800,
                minutes: 10,
                note: ergNote(
                  'UN 1075、1971、1972、1049、1086：小量 100 m，大量 800 m，着火 1600 m',
                  'UN 1075, 1971, 1972, 1049, 1086: small 100 m, large 800 m, fire 1600 m',
                ),
              }),
              decision('lpg-fire', ['储罐受火焰烘烤？', 'Flames on a tank?'], {
                minutes: 5,
                children: [
                  onMap('lpg-bleve', ['沸腾液体爆炸：撤离 1600 m', 'BLEVE: clear 1600 m'], {
                    act: 'danger-zone',
                    radiusMeters: 1600,
                    minutes: 10,
                    note: [
                      'ERG 着火距离 1600 m（版次待核）；22 m³ 罐最小撤离 929 m、建议 1852 m，由经验式推算，缺省值，未核验。',
                      'ERG fire distance 1600 m (edition to be confirmed); 22 m³ tank: at least 929 m, better 1852 m, by a rule of thumb, default, not verified.',
                    ],
                  }),
                  task('lpg-cool', ['固定水炮冷却罐壁', 'Cool the shell with fixed monitors'], {
                    role: 'rescue',
                    minutes: 10,
                    note: [
                      '无人值守水炮；安全阀啸叫或罐体变色立即撤离。',
                      'Unmanned monitors; leave at once if the valve screams or the shell discolours.',
                    ],
                  }),
                ],
              }),
              check('lpg-lel', ['可燃气浓度低于爆炸下限 10%', 'Gas below 10% of the lower limit'], {
                note: ['10% 为缺省动作值，未核验。', '10% is a default action value, not verified.'],
              }),
            ],
          }),
          decision(
            'branch-liquid',
            ['是汽油、苯类等易燃液体？', 'Petrol, benzene or another flammable liquid?'],
            {
              minutes: 5,
              children: [
                onMap('liquid-isolate', ['易燃液体：隔离 300 m', 'Flammable liquid: isolate 300 m'], {
                  act: 'danger-zone',
                  radiusMeters: 300,
                  minutes: 10,
                  note: ergNote(
                    'UN 1203、1114、1294、1307：小量 50 m，大量 300 m，着火 800 m',
                    'UN 1203, 1114, 1294, 1307: small 50 m, large 300 m, fire 800 m',
                  ),
                }),
                task('liquid-foam', ['泡沫覆盖液面', 'Cover with foam'], { role: 'rescue', minutes: 20 }),
              ],
            },
          ),
        ],
      }),
      stage('dispatch', ['调派力量', 'Send resources'], {
        role: 'commander',
        after: ['report-verify'],
        children: [
          resource('dispatch-first', ['2 支消防队 + 1 名化工专家', '2 fire teams and 1 chemical expert'], {
            minutes: 8,
            need: [teams('fire', 2, 10), experts('chemical', 1, 30)],
          }),
          resource('dispatch-hazmat', ['危化专业队', 'Hazmat team'], {
            minutes: 10,
            need: [teams('hazmat', 1, 30)],
          }),
          resource('dispatch-medical', ['医疗救护前置', 'Medical teams stand by'], {
            role: 'medical',
            minutes: 15,
            need: [teams('medical', 1, 15), vehicles('medical', 2, 15)],
          }),
          resource('dispatch-monitor', ['环境监测队', 'Monitoring team'], {
            role: 'monitor',
            minutes: 15,
            need: [teams('monitoring', 1, 30)],
          }),
          resource('dispatch-police', ['警戒管制力量', 'Police for the cordon'], {
            role: 'police',
            minutes: 10,
            need: [teams('police', 2, 10)],
          }),
          resource('dispatch-suits', ['防护装备', 'Protective equipment'], {
            role: 'supply',
            minutes: 20,
            need: [stock('防化服', 6), stock('空气呼吸器', 12), stock('气体检测仪', 4)],
          }),
          resource('dispatch-seal', ['堵漏与吸附物资', 'Sealing and absorbents'], {
            role: 'supply',
            minutes: 30,
            need: [stock('堵漏工具', 2), stock('吸附材料', 500), stock('中和药剂', 500)],
          }),
          resource('dispatch-iii', ['增派消防、危化与工程力量', 'More fire, hazmat, engineering'], {
            level: 'III',
            minutes: 15,
            need: [
              teams('fire', 2, 20),
              teams('hazmat', 1, 45),
              teams('engineering', 1, 45),
              experts('chemical', 1, 45),
            ],
          }),
          resource('dispatch-foam', ['泡沫与供水保障', 'Foam and water supply'], {
            level: 'III',
            role: 'supply',
            minutes: 30,
            need: [stock('泡沫灭火剂', 10), teams('water-supply', 1, 30)],
          }),
          resource('dispatch-ii', ['跨区域增援', 'Support from other districts'], {
            level: 'II',
            minutes: 30,
            need: [
              teams('fire', 4, 60),
              teams('hazmat', 2, 90),
              teams('medical', 3, 60),
              experts('burns', 1, 60),
            ],
          }),
          resource('dispatch-i', ['民兵与大规模疏散力量', 'Militia for mass evacuation'], {
            level: 'I',
            minutes: 60,
            need: [teams('militia', 2, 60), teams('evacuation', 4, 60), vehicles('evacuation', 20, 60)],
          }),
          task('dispatch-muster', ['设增援集结点', 'Set an assembly area'], {
            level: 'II',
            role: 'police',
            minutes: 30,
            note: ['上风向、主干道旁、可停 30 台车以上。', 'Upwind, on a main road, room for 30 vehicles.'],
          }),
        ],
      }),
      stage('rescue', ['搜救与堵漏', 'Search and sealing'], {
        role: 'rescue',
        after: ['command-deputy'],
        children: [
          check('rescue-zones', ['热区、温区、冷区划定', 'Hot, warm and cold zones marked'], {
            minutes: 15,
            note: [
              '进入须登记姓名、时间、气瓶压力，设安全员。',
              'Log name, time and cylinder pressure; post a safety officer.',
            ],
          }),
          task('rescue-search', ['热区搜救', 'Search the hot zone'], {
            minutes: 30,
            after: ['rescue-zones'],
            note: [
              '两人一组，重型防护，按网格标记已搜区域。',
              'In pairs, full protection, mark searched cells.',
            ],
          }),
          task('rescue-scheme', ['制定堵漏方案', 'Plan the sealing'], {
            role: 'expert',
            minutes: 30,
            after: ['rescue-zones'],
            note: [
              '关阀、捆扎、注胶、倒罐、放空引燃五选，逐项写明风险。',
              'Valve, clamp, inject, transfer, or flare off; state the risk of each.',
            ],
          }),
          task('rescue-seal', ['实施堵漏', 'Seal the leak'], {
            minutes: 60,
            after: ['rescue-scheme', 'first-valve'],
          }),
          decision('rescue-transfer', ['需要倒罐转移？', 'Transfer to another tank?'], {
            role: 'expert',
            after: ['rescue-scheme'],
            children: [
              resource('transfer-truck', ['槽车与防爆泵', 'Tank truck and explosion-proof pump'], {
                role: 'supply',
                minutes: 60,
                need: [vehicles('hazmat', 1, 60), vehicles('engineering', 1, 60)],
              }),
              task('transfer-run', ['倒罐作业', 'Carry out the transfer'], {
                minutes: 120,
                after: ['transfer-truck'],
              }),
            ],
          }),
          task('rescue-decon', ['设置洗消站', 'Set up decontamination'], {
            minutes: 30,
            note: [
              '温区与冷区之间，分人员、装备两线；污水收集。',
              'Between warm and cold zones, one line for people, one for equipment; collect the water.',
            ],
          }),
          resource('rescue-decon-kit', ['洗消器材', 'Decontamination equipment'], {
            role: 'supply',
            minutes: 30,
            need: [stock('洗消帐篷', 1)],
          }),
          check('rescue-sealed', ['确认泄漏停止', 'The leak has stopped'], {
            after: ['rescue-seal'],
            note: [
              '检漏仪复测三次，间隔 10 分钟；缺省值，未核验。',
              'Test three times, ten minutes apart: default, not verified.',
            ],
          }),
        ],
      }),
      stage('protect', ['警戒疏散', 'Cordon and evacuation'], {
        role: 'police',
        after: ['first-wind'],
        children: [
          onMap('protect-road', ['封闭通往现场道路', 'Close the roads to the site'], {
            act: 'closure',
            minutes: 15,
            note: ['保留一条上风向救援通道。', 'Keep one upwind route for rescue.'],
          }),
          notice('protect-school', ['通知下风向学校', 'Tell schools downwind'], {
            role: 'shelter',
            minutes: 10,
            to: ['下风向学校、幼儿园、医院、养老院', 'Schools, hospitals and homes downwind'],
            text: [
              '因{地点}发生{物质}泄漏，请立即关闭门窗和通风系统，人员集中到背风侧室内高处，湿毛巾掩口鼻，等待疏散通知，不要自行外出。联系人{电话}。',
              '{substance} is leaking at {place}. Close doors, windows and ventilation, gather in upper rooms on the sheltered side, cover nose and mouth, wait for instructions. Contact {phone}.',
            ],
          }),
          notice('protect-public', ['周边群众防护通知', 'Warn the neighbours'], {
            role: 'media',
            minutes: 15,
            to: ['防护区内居民和企业', 'Residents and businesses in the protective zone'],
            text: [
              '{地点}发生{物质}泄漏，请{范围}内群众向{侧风方向}撤离至{安置点}，不要穿越烟云，不要使用明火和电器开关；来不及撤离的，关闭门窗就地避护。',
              '{substance} leak at {place}. People in {area}: go crosswind towards {shelter}, do not cross the cloud, no flames, no switches. If you cannot leave, shelter indoors.',
            ],
          }),
          task('protect-grid', ['网格逐户敲门确认', 'Door to door by grid'], {
            role: 'shelter',
            minutes: 45,
            after: ['protect-public'],
            note: [
              '独居老人、行动不便者优先，逐户记录已撤、留守、失联。',
              'The old and the disabled first; record left, stayed, unreachable.',
            ],
          }),
          decision('protect-more', ['是否扩大疏散？', 'Widen the evacuation?'], {
            role: 'commander',
            after: ['monitor-first'],
            note: [
              '依据监测读数和风向变化：氨 160 ppm、氯 2.0 ppm 为 60 分钟 AEGL-2 参考值；液氨 30 ppm 为 AEGL-1，缺省值，未核验。',
              'By readings and wind: ammonia 160 ppm, chlorine 2.0 ppm are 60-min AEGL-2; ammonia AEGL-1 30 ppm is a default, not verified.',
            ],
            children: [
              onMap('protect-shelter', ['开放避难场所', 'Open shelters'], {
                role: 'shelter',
                act: 'open-shelter',
                minutes: 30,
                note: [
                  '选择侧上风向、封闭性好的室内场所。',
                  'Indoor shelters crosswind or upwind that close well.',
                ],
              }),
              resource('protect-bus', ['疏散车辆与队伍', 'Buses and evacuation teams'], {
                role: 'shelter',
                minutes: 30,
                need: [teams('evacuation', 2, 30), vehicles('evacuation', 6, 30)],
              }),
              task('protect-move', ['组织转移', 'Move people'], {
                role: 'shelter',
                minutes: 90,
                after: ['protect-bus', 'protect-shelter'],
              }),
            ],
          }),
          task('protect-traffic', ['外围分流与绕行诱导', 'Diversion further out'], {
            level: 'III',
            minutes: 30,
          }),
          onMap('protect-water', ['停航并封闭下游取水口', 'Stop shipping, close intakes downstream'], {
            level: 'II',
            act: 'closure',
            minutes: 45,
          }),
        ],
      }),
      stage('care', ['医疗救护', 'Medical care'], {
        role: 'medical',
        after: ['dispatch-medical'],
        children: [
          task('care-triage', ['洗消后检伤分类', 'Triage after decontamination'], {
            minutes: 20,
            note: [
              '未洗消者不得进入冷区和救护车。',
              'Nobody enters the cold zone or an ambulance before decontamination.',
            ],
          }),
          task('care-antidote', ['通报毒物与解毒救治方案', 'Tell hospitals the poison and the treatment'], {
            minutes: 20,
            after: ['first-substance'],
          }),
          task('care-hospital', ['定点医院预留床位', 'Hospitals keep beds free'], {
            minutes: 30,
            level: 'III',
          }),
          task('care-responder', ['救援人员轮换与体检', 'Rotate and examine responders'], {
            note: [
              '重型防护作业每次不超过 30 分钟，缺省值，未核验。',
              'No more than 30 minutes a turn in full protection: default, not verified.',
            ],
          }),
        ],
      }),
      stage('environment', ['环境监测与污染控制', 'Monitoring and pollution control'], {
        role: 'monitor',
        children: [
          task('monitor-first', ['下风向布点监测', 'Monitor downwind'], {
            minutes: 20,
            after: ['first-wind'],
            note: [
              '厂界、敏感点、防护区边缘各一点，先快速后加密。',
              'Fence, sensitive places and edge of the zone; quick first, denser later.',
            ],
          }),
          task('monitor-drain', ['关闭雨水排口、启用事故池', 'Close storm drains, open the retention pond'], {
            role: 'enterprise',
            minutes: 15,
          }),
          task('monitor-firewater', ['消防水收集入池', 'Collect fire water'], {
            role: 'enterprise',
            after: ['monitor-drain'],
            minutes: 60,
          }),
          task('monitor-river', ['下游水体监测', 'Monitor the river downstream'], {
            level: 'III',
            minutes: 60,
          }),
          task('monitor-intake', ['通知下游取水单位', 'Tell the waterworks downstream'], {
            level: 'III',
            minutes: 30,
          }),
          task('monitor-model', ['扩散模拟与会商更新', 'Model the spread, update the assessment'], {
            level: 'II',
            minutes: 60,
            note: [
              '氯、二氧化硫、液化石油气为重气，不用高斯模型。',
              'Chlorine, SO2 and LPG are dense: no Gaussian model.',
            ],
          }),
          check('monitor-clear', ['空气水体连续达标', 'Air and water stay within limits'], {
            after: ['rescue-sealed', 'monitor-first'],
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
              '{时间}，{地点}发生{物质}泄漏，{部门}已到场处置，周边{范围}群众正在有序撤离，空气监测数据将滚动公布。请勿前往围观，勿信传言。',
              'At {time} {substance} leaked at {place}. Teams are on site, people within {area} are leaving in order, air readings will be published. Stay away, rely on official information.',
            ],
          }),
          task('public-hotline', ['开通咨询热线', 'Open a hotline'], { level: 'III', minutes: 60 }),
          task('public-press', ['召开新闻发布会', 'Hold a press conference'], {
            level: 'II',
            minutes: 300,
            note: [
              '5 小时内权威发布、24 小时内发布会为缺省值，未核验。',
              'Statement within 5 h, conference within 24 h: default, not verified.',
            ],
          }),
          task('public-rumour', ['舆情监测与辟谣', 'Watch and answer rumours'], { minutes: 120 }),
        ],
      }),
      closingStage(
        ['rescue', 'environment'],
        [
          '泄漏源已切断；监测连续达标；搜救结束；受污染物已收集；无次生风险。',
          'Source stopped; readings stay within limits; search ended; contaminated matter collected; no secondary risk.',
        ],
        [
          task('closing-waste', ['危险废物收集转运', 'Collect and remove hazardous waste'], {
            role: 'enterprise',
            minutes: 4320,
            after: ['closing-decide'],
          }),
          task('closing-home', ['群众有序返回', 'People return'], {
            role: 'shelter',
            after: ['closing-decide'],
            note: ['先通风检测后返回，逐户确认。', 'Air and measure first; confirm house by house.'],
          }),
        ],
      ),
    ],
  }),
}
