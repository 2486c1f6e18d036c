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

export const flood: Plan = {
  code: 'flood',
  title: { zh: '防汛应急预案', en: 'Flood plan' },
  incidentTypes: ['flood', 'landslide', 'typhoon'],
  edition: '1.0',
  basis: says([
    ...lawBasis,
    ['中华人民共和国防洪法', 'Flood Control Law of the PRC'],
    ['中华人民共和国防汛条例', 'Flood Control Regulation of the PRC'],
  ]),
  levels: levelTexts({
    I: [
      '主要堤防决口或即将决口，或城区大面积受淹，需大规模转移（缺省，未核验）',
      'A main dyke has burst or is about to, or much of the town is flooded and many must move (default, not verified)',
    ],
    II: [
      '水位超保证水位，或暴雨红色预警，多处重大险情（缺省，未核验）',
      'Water above the guaranteed stage, or a red rainstorm warning, several major dangers (default, not verified)',
    ],
    III: [
      '水位超警戒水位且持续上涨，或暴雨橙色预警，出现较大险情（缺省，未核验）',
      'Water above the warning stage and rising, or an orange rainstorm warning, a serious danger (default, not verified)',
    ],
    IV: [
      '水位接近警戒水位，或暴雨黄色预警，局部积水内涝（缺省，未核验）',
      'Water near the warning stage, or a yellow rainstorm warning, local waterlogging (default, not verified)',
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
    'expert',
    'grid',
    'health',
    'recovery',
  ),
  root: stage('flood', ['防汛抢险救灾', 'Flood response'], {
    role: 'commander',
    note: unverified,
    children: [
      eventReports([
        '【初报】{时间} {河段/村居}水位{水位}米，{险情}，涉及{人数}人，已转移{人数}人，{队伍}在抢险。已启动{级别}级响应。',
        '[First report] {time} {reach/village}: stage {m} m, {danger}; {n} people affected, {n} moved, {teams} at work. Level {level} declared.',
      ]),
      commandStage([
        '设在高处、道路通达、有双电源的场所；避开滑坡体、河滩和低洼地下空间。',
        'On high ground with road access and two power sources; off slopes, flood plains and basements.',
      ]),
      stage('watch', ['监测预警', 'Monitoring and warning'], {
        role: 'monitor',
        children: [
          task('watch-rain', ['雨情水情汇总', 'Gather rain and water readings'], {
            minutes: 30,
            note: [
              '雨量站、水位站、积水点、水库逐时数据；标出超警站点。',
              'Hourly gauges, water-logging points and reservoirs; mark those over the warning.',
            ],
          }),
          task('watch-forecast', ['气象水文会商', 'Weather and river forecast'], {
            minutes: 60,
            after: ['watch-rain'],
            note: [
              '给出未来 6、12、24 小时降雨、洪峰水位和到达时间。',
              'Rain, crest stage and arrival for the next 6, 12 and 24 hours.',
            ],
          }),
          task('watch-map', ['按水位推演淹没范围', 'Flooded area at the forecast stage'], {
            minutes: 45,
            after: ['watch-forecast'],
            note: [
              '在地图上按预报水位推演，得出淹没的网格、人口、道路、避难场所。',
              'On the map: cells, people, roads and shelters under the forecast stage.',
            ],
          }),
          notice('watch-warn', ['发布预警信息', 'Issue the warning'], {
            role: 'media',
            minutes: 30,
            clause: '突发事件应对法 第64条',
            after: ['watch-forecast'],
            to: [
              '低洼地、河滩、山洪沟口、地质隐患点群众',
              'People on low ground, flood plains, gully mouths and unstable slopes',
            ],
            text: [
              '【{级别}预警】{发布单位}{时间}发布：预计{时段}{范围}有{雨情/水情}，请立即停止涉水作业，低洼处、河滩、沟口人员按网格员指引转移到{安置点}，切勿涉水行车、触碰倒伏电线。',
              '[{level} warning] {issuer}, {time}: {rain/water} expected in {area} during {period}. Stop work near water; people on low ground, flood plains and gully mouths go to {shelter} as the grid member directs. Do not drive through water or touch fallen wires.',
            ],
            note: [
              '预警类别、级别、起始时间、可能影响范围、警示事项、应采取措施、发布单位、发布时间八项齐全。',
              'All eight items: type, level, start, area, caution, measures, issuer, time of issue.',
            ],
          }),
          check('watch-reached', ['预警到户到人', 'The warning reached every household'], {
            role: 'grid',
            minutes: 60,
            after: ['watch-warn'],
            note: [
              '短信、大喇叭、微信群、敲门四路并用，逐户回执。',
              'Text, loudspeaker, chat and door; a receipt from each household.',
            ],
          }),
          task('watch-hour', ['水位逐时观测', 'Hourly gauge readings'], { level: 'III', minutes: 60 }),
          task('watch-quarter', ['加密为 15 分钟观测', 'Readings every 15 minutes'], {
            level: 'I',
            minutes: 15,
          }),
        ],
      }),
      stage('inspect', ['巡堤查险', 'Dyke patrol'], {
        role: 'rescue',
        after: ['report-verify'],
        children: [
          task('inspect-assign', ['落实堤段责任人', 'A person for each reach'], {
            role: 'deputy',
            minutes: 30,
            note: [
              '每公里 5 人、昼夜三班为缺省值，未核验。',
              'Five people a kilometre in three shifts: default, not verified.',
            ],
          }),
          task('inspect-walk', ['拉网式徒步巡查', 'Walk the dykes abreast'], {
            minutes: 120,
            after: ['inspect-assign'],
            note: [
              '堤顶、临水坡、背水坡、堤脚外 50–100 m 四线同步，查裂缝、滑坡、渗水、管涌、漩涡。',
              'Crest, water side, land side and 50 to 100 m beyond the toe; cracks, slides, seepage, boils, eddies.',
            ],
          }),
          task('inspect-weak', ['重点部位蹲守', 'Guard weak points'], {
            minutes: 60,
            after: ['inspect-assign'],
            note: [
              '穿堤涵闸、险工险段、新建堤段、历史决口处。',
              'Culverts and gates, weak reaches, new dykes, old breaches.',
            ],
          }),
          task('inspect-slope', ['地质隐患点巡查', 'Check unstable slopes'], {
            role: 'grid',
            minutes: 60,
            note: [
              '看裂缝、听异响、观泉水浑浊；发现异常先撤人后报告。',
              'Cracks, noises, muddy springs; move people first, report after.',
            ],
          }),
          task('inspect-reservoir', ['水库山塘巡查', 'Check reservoirs and ponds'], {
            minutes: 90,
            note: [
              '坝体、溢洪道、放水设施三看，责任人到岗。',
              'Dam, spillway, outlet; the responsible persons at post.',
            ],
          }),
          task('inspect-night', ['夜间巡查照明加强', 'Lighting for night patrols'], {
            level: 'II',
            role: 'supply',
            minutes: 60,
          }),
        ],
      }),
      stage('act', ['险情处置', 'Fighting the danger'], {
        role: 'rescue',
        after: ['command-declare'],
        children: [
          check('act-assess', ['险情核实定性', 'Verify and classify the danger'], {
            role: 'expert',
            minutes: 20,
            note: [
              '管涌看出水是否带沙，滑坡看裂缝是否贯通，漫溢看超高余量。',
              'Boil: does it carry sand? Slide: is the crack through? Overtopping: how much freeboard?',
            ],
          }),
          onMap('act-zone', ['划定危险区', 'Mark the danger zone'], {
            minutes: 20,
            act: 'danger-zone',
            radiusMeters: 300,
            role: 'police',
            note: [
              '险点周边 300 m，缺省值，未核验；按推演淹没范围改划。',
              '300 m round the point: default, not verified; redraw from the computed flooding.',
            ],
          }),
          decision('act-boil', ['发生管涌？', 'Is it a sand boil?'], {
            after: ['act-assess'],
            children: [
              task('act-boil-ring', ['反滤围井、蓄水反压', 'Ring dyke with filter, back pressure'], {
                minutes: 90,
                note: [
                  '砂石级配由细到粗，严禁直接封堵。',
                  'Filter layers from fine to coarse; never plug it.',
                ],
              }),
              resource('act-boil-kit', ['砂石料与土工布', 'Filter material and geotextile'], {
                role: 'supply',
                minutes: 30,
                need: [stock('编织袋', 3000), stock('土工布', 500), stock('块石', 60)],
              }),
            ],
          }),
          decision('act-slide', ['堤坡滑动？', 'Is the slope sliding?'], {
            after: ['act-assess'],
            children: [
              task('act-slide-load', ['削坡减载、抛石固脚', 'Unload the crest, weight the toe'], {
                minutes: 120,
              }),
            ],
          }),
          decision('act-over', ['可能漫溢？', 'May it overtop?'], {
            after: ['act-assess'],
            children: [
              task('act-over-raise', ['抢筑子堤', 'Raise a sub-dyke'], {
                minutes: 180,
                note: [
                  '土袋子堤顶宽、超高按现场指挥长确定，先低处后高处。',
                  'Sandbag sub-dyke; width and freeboard as the on-scene commander says, low spots first.',
                ],
              }),
              resource('act-over-people', ['子堤抢筑力量', 'People for the sub-dyke'], {
                minutes: 30,
                need: [teams('militia', 2, 45), teams('flood', 1, 30), stock('编织袋', 8000)],
              }),
            ],
          }),
          decision('act-breach', ['已经决口？', 'Has it burst?'], {
            level: 'II',
            role: 'commander',
            after: ['act-assess'],
            children: [
              task('act-breach-flee', ['先撤人后堵口', 'People out first, closure after'], {
                role: 'shelter',
                minutes: 30,
              }),
              task('act-breach-close', ['裹头、进占、合龙', 'Protect the ends, advance, close'], {
                minutes: 720,
                after: ['act-breach-flee'],
              }),
              resource('act-breach-force', ['堵口力量与石料', 'Forces and stone for the closure'], {
                role: 'supply',
                minutes: 60,
                need: [teams('engineering', 2, 90), stock('块石', 500), vehicles('engineering', 12, 90)],
              }),
            ],
          }),
          check('act-stable', ['险情稳定', 'The danger is stable'], {
            after: ['act-assess'],
            note: ['连续 2 小时无发展；缺省值，未核验。', 'No growth for two hours: default, not verified.'],
          }),
        ],
      }),
      stage('forces', ['调派力量', 'Send resources'], {
        role: 'commander',
        after: ['report-verify'],
        children: [
          resource('forces-first', ['2 支防汛抢险队', '2 flood teams'], {
            minutes: 15,
            need: [teams('flood', 2, 30)],
          }),
          resource('forces-boat', ['舟艇搜救队', 'Boat rescue'], {
            minutes: 20,
            need: [teams('rescue', 1, 30), stock('冲锋舟', 4), stock('救生衣', 60)],
          }),
          resource('forces-pump', ['排涝泵车与发电', 'Pumps and generators'], {
            role: 'supply',
            minutes: 30,
            need: [stock('水泵', 4), stock('发电机', 4), stock('照明灯组', 6)],
          }),
          resource('forces-medical', ['医疗救护队', 'Medical team'], {
            role: 'medical',
            minutes: 30,
            need: [teams('medical', 1, 30)],
          }),
          resource('forces-expert', ['水利与地质专家', 'Water and geology experts'], {
            minutes: 30,
            level: 'III',
            need: [experts('hydrology', 1, 60), experts('geology', 1, 60)],
          }),
          resource('forces-engineer', ['工程机械与民兵', 'Machines and militia'], {
            level: 'III',
            minutes: 45,
            need: [teams('engineering', 1, 60), teams('militia', 1, 60)],
          }),
          resource('forces-power', ['电力通信抢修', 'Power and network repair'], {
            level: 'III',
            role: 'utility',
            minutes: 45,
            need: [teams('power', 1, 60)],
          }),
          resource('forces-more', ['跨区域增援', 'Support from other districts'], {
            level: 'II',
            minutes: 60,
            need: [teams('flood', 3, 120), teams('rescue', 3, 120), vehicles('evacuation', 20, 60)],
          }),
          resource('forces-all', ['全域动员', 'Mobilise everything'], {
            level: 'I',
            minutes: 60,
            need: [teams('militia', 4, 120), teams('fire', 4, 90), teams('medical', 4, 90)],
          }),
        ],
      }),
      stage('move', ['转移避险', 'Moving people to safety'], {
        role: 'shelter',
        after: ['watch-map'],
        children: [
          task('move-list', ['核定转移名单', 'Settle the list of who moves'], {
            minutes: 30,
            note: [
              '按网格列出危险区人员，独居老人、孕产妇、残疾人、婴幼儿单列一对一。',
              'By grid; the old alone, pregnant, disabled and infants each with a named helper.',
            ],
          }),
          onMap('move-shelter', ['开放避难场所', 'Open shelters'], {
            minutes: 30,
            act: 'open-shelter',
            note: [
              '核对可容纳人数、人均面积、供水供电、与危险区距离；人均 2.0 m² 为缺省值，未核验。',
              'Capacity, area per person, water, power, distance to the zone; 2.0 m² a person is a default, not verified.',
            ],
          }),
          onMap('move-road', ['封闭漫水路段与隧道', 'Close flooded roads and tunnels'], {
            role: 'police',
            minutes: 20,
            act: 'closure',
            note: [
              '下穿通道积水 0.3 m 封闭，缺省值，未核验。',
              'Underpasses close at 0.3 m: default, not verified.',
            ],
          }),
          notice('move-notice', ['转移通知', 'Order to move'], {
            minutes: 20,
            after: ['move-list'],
            to: ['危险区群众', 'People in the danger zone'],
            text: [
              '请{范围}群众于{时间}前转移到{安置点}，由网格员{姓名}（{电话}）带队，携带证件、药品和随身衣物，关闭电闸和燃气。{集合点}有车接送。',
              'People in {area} go to {shelter} before {time}; grid member {name} ({phone}) leads. Take papers, medicine and clothes, switch off power and gas. Buses wait at {point}.',
            ],
          }),
          resource('move-bus', ['转运车辆', 'Buses'], {
            minutes: 30,
            need: [vehicles('evacuation', 4, 30), teams('evacuation', 1, 30)],
          }),
          task('move-carry', ['组织转移', 'Move people'], {
            role: 'grid',
            minutes: 120,
            after: ['move-notice', 'move-bus', 'move-shelter'],
          }),
          check('move-count', ['转移人员清点', 'Count who has moved'], {
            minutes: 30,
            after: ['move-carry'],
            note: [
              '应转、已转、投亲、失联四数对账，逐户销号。',
              'Due, moved, with relatives, unreachable: reconcile house by house.',
            ],
          }),
          task('move-guard', ['防止擅自返回', 'Keep people from going back'], {
            role: 'police',
            level: 'III',
            minutes: 60,
            after: ['move-count'],
          }),
          task('move-mass', ['危险区整体转移', 'Clear the whole zone'], { level: 'I', minutes: 240 }),
        ],
      }),
      stage('town', ['城区内涝处置', 'Urban waterlogging'], {
        role: 'utility',
        after: ['command-declare'],
        children: [
          task('town-pump', ['积水点抽排', 'Pump out'], { minutes: 60, after: ['forces-pump'] }),
          task('town-guard', ['下穿通道、地下车库值守', 'Guard underpasses and garages'], {
            role: 'police',
            minutes: 20,
            note: [
              '设挡水板、警示灯，积水到线立即断行。',
              'Flood boards, lights; close when the line is reached.',
            ],
          }),
          task('town-manhole', ['窨井盖值守与警示', 'Guard and mark manholes'], { minutes: 30 }),
          task('town-power', ['受淹区域断电', 'Cut power where it floods'], {
            minutes: 20,
            note: ['先断电后涉水。', 'Power off before anyone wades.'],
          }),
          check('town-key', ['医院、泵站、水厂保供电', 'Power to hospital, pumps, waterworks'], {
            minutes: 45,
          }),
          task('town-stop', ['停课停工停运停业', 'Stop schools, work, transport, business'], {
            role: 'commander',
            level: 'II',
            minutes: 60,
          }),
        ],
      }),
      stage('gate', ['水工程调度', 'Water works'], {
        role: 'expert',
        level: 'III',
        after: ['watch-forecast'],
        children: [
          task('gate-plan', ['预泄腾库、闸泵联调', 'Draw down, run gates and pumps together'], {
            minutes: 60,
          }),
          notice('gate-notice', ['泄洪预告', 'Notice of release'], {
            minutes: 60,
            after: ['gate-plan'],
            role: 'duty',
            to: ['下游村居、沿河单位、船舶', 'Villages, units and boats downstream'],
            text: [
              '{水库/闸}将于{时间}起下泄{流量}立方米每秒，下游水位将上涨约{高度}米，请河道内人员、船只、牲畜立即撤离。',
              '{reservoir/gate} will release {flow} m³/s from {time}; the river will rise about {height} m. People, boats and livestock leave the channel at once.',
            ],
          }),
          check('gate-clear', ['下游河道清人', 'The channel downstream is empty'], {
            role: 'grid',
            minutes: 45,
            after: ['gate-notice'],
          }),
          task('gate-run', ['按令泄洪并观测', 'Release as ordered, observe'], {
            minutes: 120,
            after: ['gate-clear'],
          }),
        ],
      }),
      stage('settle', ['安置与卫生防疫', 'Shelter life and health'], {
        role: 'shelter',
        after: ['move-carry'],
        children: [
          resource('settle-supply', ['安置点生活物资', 'Supplies for shelters'], {
            role: 'supply',
            minutes: 60,
            need: [stock('折叠床', 200), stock('毛毯', 200), stock('饮用水', 200), stock('方便食品', 200)],
          }),
          task('settle-register', ['入住登记与亲情查询', 'Register people, answer relatives'], {
            minutes: 60,
          }),
          task('settle-health', ['医疗点与重点人群随访', 'Aid post, visits to the frail'], {
            role: 'medical',
            minutes: 90,
          }),
          task('settle-water', ['饮用水监测与送水', 'Test and deliver water'], {
            role: 'utility',
            minutes: 120,
            level: 'III',
          }),
          task('settle-epidemic', ['消杀与疫情监测', 'Disinfect, watch for disease'], {
            role: 'health',
            minutes: 240,
            note: ['水退到哪里，消杀到哪里。', 'Disinfect as the water goes down.'],
          }),
          resource('settle-psych', ['心理援助', 'Psychological aid'], {
            level: 'II',
            minutes: 240,
            need: [experts('psychology', 1, 120)],
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
              '受{原因}影响，{范围}出现{险情}，{镇/县}已启动{级别}级防汛应急响应，{人数}名群众正在转移。道路封闭和避难场所信息见{渠道}，请减少外出。',
              'Owing to {cause}, {danger} in {area}. Flood response level {level} is in force, {n} people are being moved. Road closures and shelters at {channel}; please stay in.',
            ],
          }),
          task('public-road', ['滚动发布道路与积水', 'Publish roads and flooding as they change'], {
            minutes: 60,
          }),
          task('public-press', ['召开新闻发布会', 'Hold a press conference'], { level: 'II', minutes: 300 }),
        ],
      }),
      closingStage(
        ['act', 'move'],
        [
          '水位退至警戒以下并持续回落；险情全部稳定；预警解除；无人员受困。',
          'Water below the warning stage and falling; every danger stable; warnings lifted; nobody trapped.',
        ],
        [
          task('closing-silt', ['清淤清障、恢复交通', 'Clear silt, reopen roads'], {
            role: 'utility',
            minutes: 4320,
            after: ['closing-decide'],
          }),
          task('closing-house', ['受淹房屋安全鉴定', 'Survey flooded houses'], {
            role: 'expert',
            minutes: 10080,
            after: ['closing-decide'],
            note: ['鉴定合格前不得返住。', 'Nobody moves back before it passes.'],
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
