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

export const massCasualty: Plan = {
  code: 'mass-casualty',
  title: { zh: '群体性伤亡事件医疗卫生救援应急预案', en: 'Mass casualty medical rescue plan' },
  incidentTypes: ['mass-casualty', 'traffic', 'explosion', 'earthquake', 'food-poisoning'],
  edition: '1.0',
  basis: says([
    ...lawBasis,
    ['突发公共卫生事件应急条例（国务院令第376号）', 'Public Health Emergency Regulation (Decree 376)'],
    ['国家突发公共事件医疗卫生救援应急预案', 'National plan for medical rescue in emergencies'],
  ]),
  levels: levelTexts({
    I: [
      '一次伤亡 100 人以上且危重多，超出市级救治能力（缺省，未核验）',
      'A hundred or more casualties, many critical, beyond the prefecture (default, not verified)',
    ],
    II: [
      '一次伤亡 50 人以上，或死亡危重 5 人以上（缺省，未核验）',
      'Fifty or more casualties, or five or more dead or critical (default, not verified)',
    ],
    III: [
      '一次伤亡 30 人以上，或死亡危重 3 人以上（缺省，未核验）',
      'Thirty or more casualties, or three or more dead or critical (default, not verified)',
    ],
    IV: [
      '一次伤亡 10 人以上，或死亡危重 1 人以上（缺省，未核验）',
      'Ten or more casualties, or one or more dead or critical (default, not verified)',
    ],
  }),
  roles: roles(
    'commander',
    'deputy',
    'duty',
    'rescue',
    'medical',
    'police',
    'monitor',
    'supply',
    'media',
    'expert',
    'health',
    'recovery',
  ),
  root: stage('mass-casualty', ['医疗卫生救援', 'Medical rescue'], {
    role: 'commander',
    note: unverified,
    children: [
      eventReports([
        '【初报】{时间} {地点} {事件}致伤亡：死亡{人数}、危重{人数}、重伤{人数}、轻伤{人数}，失联{人数}。已派救护车{数量}辆，送{医院}。',
        '[First report] {time} {place} {event}: dead {n}, critical {n}, severe {n}, minor {n}, missing {n}. {n} ambulances sent, patients to {hospital}.',
      ]),
      commandStage([
        '医疗指挥与现场指挥部同址，另设医疗通信频道。',
        'Medical command sits with the command post on its own channel.',
      ]),
      stage('safety', ['现场安全', 'Scene safety'], {
        role: 'deputy',
        children: [
          check('safety-scene', ['确认现场可进入', 'The scene may be entered'], {
            minutes: 10,
            note: [
              '排除火、毒、电、坍塌、二次爆炸、车流；未排除前医疗力量不进入热区。',
              'No fire, poison, current, collapse, second blast or traffic; medics stay out of the hot zone until then.',
            ],
          }),
          onMap('safety-cordon', ['划定警戒区', 'Set the cordon'], {
            role: 'police',
            minutes: 10,
            act: 'cordon',
            radiusMeters: 200,
            note: ['200 m 为缺省值，未核验。', '200 m is a default, not verified.'],
          }),
          onMap('safety-road', ['开辟救护车单向通道', 'One-way ambulance loop'], {
            role: 'police',
            minutes: 15,
            act: 'closure',
            note: [
              '入口、装车点、出口三点分设，专人指挥。',
              'Entry, loading, exit kept apart, each with an officer.',
            ],
          }),
          decision('safety-cbrn', ['怀疑化学、放射或生物因素？', 'Chemical, radiation or biological?'], {
            role: 'expert',
            after: ['safety-scene'],
            children: [
              task('safety-decon', ['先洗消后救治', 'Decontaminate before treatment'], {
                role: 'medical',
                minutes: 20,
              }),
              resource('safety-decon-kit', ['洗消与防护器材', 'Decontamination and protective kit'], {
                role: 'supply',
                minutes: 20,
                need: [
                  teams('hazmat', 1, 30),
                  stock('洗消帐篷', 1),
                  stock('防化服', 8),
                  stock('防毒面具', 20),
                ],
              }),
              notice('safety-hospital', ['通知医院隔离接诊', 'Hospitals receive in isolation'], {
                role: 'medical',
                minutes: 10,
                to: ['收治医院急诊科', 'Emergency departments'],
                text: [
                  '伤员可能受{因素}污染，请在室外设洗消点，分开通道接诊，医护做好防护，保留样本。',
                  'Patients may be contaminated by {agent}. Decontaminate outdoors, use a separate entrance, protect staff, keep samples.',
                ],
              }),
            ],
          }),
        ],
      }),
      stage('forces', ['调派医疗力量', 'Send medical resources'], {
        role: 'medical',
        after: ['report-verify'],
        children: [
          resource('forces-first', ['首批急救队与救护车', 'First medical team and ambulances'], {
            minutes: 3,
            need: [teams('medical', 1, 10), vehicles('medical', 3, 12)],
          }),
          resource('forces-rescue', ['破拆救援队', 'Extrication team'], {
            role: 'rescue',
            minutes: 10,
            need: [teams('rescue', 1, 15), teams('fire', 1, 12)],
          }),
          resource('forces-kit', ['检伤与急救物资', 'Triage and first-aid supplies'], {
            role: 'supply',
            minutes: 15,
            need: [stock('检伤标签', 100), stock('急救包', 50), stock('担架', 20)],
          }),
          resource('forces-police', ['警戒与开道警力', 'Police for cordon and escort'], {
            role: 'police',
            minutes: 10,
            need: [teams('police', 1, 10)],
          }),
          resource('forces-iii', ['第二批医疗力量', 'Second medical wave'], {
            level: 'III',
            minutes: 10,
            need: [teams('medical', 2, 20), vehicles('medical', 8, 25)],
          }),
          resource('forces-burn', ['烧伤、创伤、重症专家', 'Burns and critical care experts'], {
            level: 'III',
            minutes: 15,
            need: [experts('burns', 2, 45)],
          }),
          resource('forces-bus', ['轻伤员转运客车', 'Buses for the lightly injured'], {
            level: 'III',
            minutes: 20,
            need: [vehicles('evacuation', 3, 30)],
          }),
          resource('forces-ii', ['跨区域医疗增援', 'Medical support from other districts'], {
            level: 'II',
            minutes: 15,
            need: [teams('medical', 5, 60), vehicles('medical', 20, 60), experts('burns', 4, 90)],
          }),
          resource('forces-tent', ['移动医疗帐篷与供电', 'Field treatment tents and power'], {
            level: 'II',
            role: 'supply',
            minutes: 45,
            need: [stock('帐篷', 8), stock('发电机', 2), stock('照明灯组', 4)],
          }),
          resource('forces-i', ['请求国家、省级医疗队', 'Provincial and national medical teams'], {
            level: 'I',
            minutes: 30,
            role: 'commander',
            need: [teams('medical', 10, 180), experts('burns', 8, 240)],
          }),
        ],
      }),
      stage('triage', ['检伤分类', 'Triage'], {
        role: 'medical',
        after: ['safety-scene', 'forces-first'],
        children: [
          task('triage-officer', ['指定检伤官', 'Name the triage officer'], {
            minutes: 5,
            note: [
              '首支到场医疗队资深医师担任，只分类不救治。',
              'Senior doctor of the first team; sorts, does not treat.',
            ],
          }),
          task('triage-first', ['初次检伤', 'First triage'], {
            minutes: 15,
            after: ['triage-officer'],
            note: [
              '每人不超过 30 秒：能走的绿；无呼吸开放气道后仍无的黑；呼吸大于 30 次、毛细血管充盈大于 2 秒、不能遵嘱的红；其余黄。START 法，缺省值，未核验。',
              'At most 30 s each: walks green; no breathing after opening the airway black; over 30 breaths, refill over 2 s, or does not obey red; else yellow. START, default, not verified.',
            ],
          }),
          task('triage-areas', ['设红黄绿黑四区', 'Red, yellow, green and black areas'], {
            minutes: 15,
            after: ['triage-officer'],
            note: ['红区靠近装车点；黑区避开视线。', 'Red near the loading point; black out of sight.'],
          }),
          task('triage-register', ['伤员编号登记', 'Number and register patients'], {
            minutes: 30,
            after: ['triage-first'],
            note: [
              '标签号、姓名、性别、伤情、去向五项，一人一号到底。',
              'Tag, name, sex, injuries, destination; one number throughout.',
            ],
          }),
          check('triage-again', ['二次检伤复核', 'Second triage'], { minutes: 30, after: ['triage-first'] }),
          check('triage-missed', ['外围搜寻自行离开的伤员', 'Look for casualties who walked away'], {
            role: 'police',
            minutes: 60,
          }),
        ],
      }),
      stage('extricate', ['解救被困伤员', 'Extrication'], {
        role: 'rescue',
        after: ['safety-scene', 'forces-rescue'],
        children: [
          task('extricate-locate', ['确定被困人数和位置', 'How many, where'], { minutes: 10 }),
          task('extricate-cut', ['破拆救出', 'Cut out'], {
            minutes: 60,
            after: ['extricate-locate'],
            note: [
              '医护伴随，先固定颈椎、建立通道；挤压伤先补液再解压。',
              'A medic goes along: neck first, line in; fluids before releasing a crush.',
            ],
          }),
          check('extricate-clear', ['全部搜寻完毕', 'Search complete'], { after: ['extricate-cut'] }),
        ],
      }),
      stage('treat', ['现场救治', 'Treatment on scene'], {
        role: 'medical',
        after: ['triage-first'],
        children: [
          task('treat-red', ['红标立即救治', 'Treat red at once'], {
            minutes: 10,
            note: ['止血、气道、胸腔减压，稳定即转。', 'Bleeding, airway, chest; move as soon as stable.'],
          }),
          task('treat-yellow', ['黄标分组处置', 'Treat yellow in groups'], { minutes: 30 }),
          task('treat-green', ['绿标集中看护', 'Watch over green'], {
            minutes: 45,
            note: [
              '每 15 分钟复看一次，防漏重伤；缺省值，未核验。',
              'Look again every 15 minutes: default, not verified.',
            ],
          }),
          task('treat-black', ['遗体看护与身份标识', 'Guard and identify the dead'], {
            role: 'police',
            minutes: 60,
          }),
          task('treat-tent', ['开设移动治疗区', 'Open the field treatment area'], {
            level: 'II',
            minutes: 60,
            after: ['forces-tent'],
          }),
        ],
      }),
      stage('transport', ['分流转运', 'Transport'], {
        role: 'medical',
        after: ['triage-first'],
        children: [
          task('transport-beds', ['核实医院床位与专科能力', 'Ask hospitals for beds and specialties'], {
            minutes: 15,
            note: [
              '急诊、手术台、ICU、烧伤、血库五项实时数。',
              'Emergency, theatres, ICU, burns, blood: numbers now.',
            ],
          }),
          task('transport-plan', ['分配去向', 'Assign destinations'], {
            minutes: 10,
            after: ['transport-beds'],
            note: [
              '红标就近有能力医院，避免集中一家；黄绿分流外圈；按道路时间排序。',
              'Red to the nearest able hospital, not all to one; yellow and green further out; by road time.',
            ],
          }),
          notice('transport-alert', ['通知收治医院', 'Alert the hospitals'], {
            minutes: 10,
            after: ['transport-plan'],
            to: ['各收治医院', 'Receiving hospitals'],
            text: [
              '{时间}起将向贵院送{人数}名伤员（红{数}、黄{数}、绿{数}），主要伤情{伤情}，请启动院内大规模伤员预案，{时间}前到位。联系人{电话}。',
              'From {time} you receive {n} patients (red {n}, yellow {n}, green {n}), mainly {injuries}. Start your mass casualty plan, ready by {time}. Contact {phone}.',
            ],
          }),
          task('transport-red', ['红标优先转运', 'Red leaves first'], {
            minutes: 30,
            after: ['transport-plan'],
          }),
          task('transport-rest', ['黄绿标转运', 'Yellow and green leave'], {
            minutes: 90,
            after: ['transport-plan'],
          }),
          task('transport-log', ['伤员去向一览表', 'Table of who went where'], {
            minutes: 60,
            after: ['triage-register'],
          }),
          task('transport-air', ['直升机转运', 'Helicopter transport'], {
            level: 'II',
            minutes: 90,
            note: [
              '起降点 50 m 见方、无线缆，缺省值，未核验。',
              'Landing site 50 m square, no wires: default, not verified.',
            ],
          }),
          check('transport-done', ['现场伤员全部转出', 'Everyone has left the scene'], {
            after: ['transport-red', 'transport-rest'],
          }),
        ],
      }),
      stage('hospital', ['院内救治', 'In hospital'], {
        role: 'medical',
        after: ['transport-alert'],
        children: [
          check('hospital-plan', ['收治医院启动预案', 'Hospitals have started their plans'], { minutes: 30 }),
          task('hospital-blood', ['血液与药品调配', 'Blood and medicine'], { role: 'supply', minutes: 60 }),
          task('hospital-consult', ['危重一人一案会诊', 'A plan for each critical patient'], {
            role: 'expert',
            level: 'III',
            minutes: 120,
          }),
          task('hospital-centre', ['集中伤员集中专家', 'Bring patients and experts together'], {
            level: 'II',
            minutes: 360,
          }),
          task('hospital-toll', ['每日伤情汇总', 'Daily count'], { minutes: 1440 }),
        ],
      }),
      stage('family', ['家属与心理', 'Families and minds'], {
        role: 'recovery',
        after: ['command-declare'],
        children: [
          task('family-hotline', ['开通寻亲热线', 'Open a line for relatives'], {
            minutes: 60,
            note: ['只报去向不报未核实伤情。', 'Says where, not unverified condition.'],
          }),
          task('family-centre', ['设家属接待中心', 'Family centre'], {
            level: 'III',
            minutes: 120,
            note: ['一对一陪护，与媒体分开。', 'A person for each family, away from the press.'],
          }),
          resource('family-psych', ['心理援助', 'Psychological aid'], {
            minutes: 180,
            need: [experts('psychology', 1, 120)],
          }),
          task('family-identify', ['遇难者身份确认', 'Identify the dead'], { role: 'police', minutes: 1440 }),
        ],
      }),
      stage('health', ['卫生监测', 'Public health'], {
        role: 'health',
        after: ['report-verify'],
        level: 'III',
        children: [
          task('health-survey', ['流行病学与中毒调查', 'Survey for disease and poisoning'], {
            minutes: 240,
            note: ['食物中毒、不明原因时留样送检。', 'Keep samples when it may be food or unknown.'],
          }),
          task('health-site', ['现场与安置点消毒', 'Disinfect scene and shelters'], { minutes: 480 }),
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
              '{时间}，{地点}发生{事件}。截至{时间}，{人数}名伤员已送{数量}家医院救治，寻亲热线{电话}。请为救护车让行，请勿前往现场和医院围观。',
              '{event} at {place} at {time}. By {time} {n} patients are in {n} hospitals; relatives call {phone}. Make way for ambulances; keep away.',
            ],
          }),
          notice('public-blood', ['献血与志愿者引导', 'Blood donors and volunteers'], {
            level: 'II',
            minutes: 180,
            to: ['社会公众', 'The public'],
            text: [
              '目前血液储备{情况}，如需献血将通过{渠道}统一预约，请勿自行前往医院。',
              'Blood stock is {state}. If donors are needed, book through {channel}; do not go to hospitals on your own.',
            ],
          }),
          task('public-toll', ['伤亡数字统一口径', 'One source for the numbers'], { minutes: 60 }),
        ],
      }),
      closingStage(
        ['transport', 'extricate'],
        [
          '现场伤员全部转出；搜寻结束；危重伤员得到有效救治；无新增。',
          'All patients have left; search ended; critical patients are treated; no new ones.',
        ],
        [
          task('closing-follow', ['伤员随访与康复', 'Follow up patients'], {
            role: 'medical',
            minutes: 43200,
            after: ['closing-decide'],
          }),
          task('closing-restock', ['救护物资补充消毒', 'Restock and disinfect'], {
            role: 'supply',
            minutes: 1440,
            after: ['closing-decide'],
          }),
        ],
      ),
    ],
  }),
}
