import type { Both } from '../../region/place.ts'
import { both } from './sourced.ts'
import type { ModelKind } from './substance.ts'

export interface Statement {
  says: Both
  limits: readonly Both[]
}

const flat = both(
  '不计地形、建筑物和障碍物的影响',
  'Terrain, buildings and obstacles are not taken into account',
)
const unverified = both(
  '系数尚未与标准原文核对（未核验）',
  'Coefficients have not been compared with the publication (unverified)',
)

/** What each model says of itself, always shown beside its result. */
export const statements: Readonly<Record<ModelKind, Statement>> = {
  erg: {
    says: both(
      '应急指南（ERG）查表：初始隔离区为圆，防护行动区为下风向正方形',
      'Looked up in the guide (ERG): a circle to isolate, a square downwind to protect',
    ),
    limits: [
      both('到场监测后以监测为准', 'Measurements on scene override it'),
      both(
        '数值来自公开转录，版次未注明，须与官方 PDF 核对（未核验）',
        'From a public copy of unstated edition; compare with the official PDF (unverified)',
      ),
      both(
        '火灾时按橙页火灾距离，可能超过中毒距离',
        'In fire the orange guide holds and may exceed the toxic distances',
      ),
    ],
  },
  bleve: {
    says: both(
      '应急指南（ERG）液化石油气 BLEVE 距离规则',
      'The rule of the guide (ERG) for a BLEVE of liquefied petroleum gas',
    ),
    limits: [both('容器碎片可能飞得更远', 'Fragments of the vessel may fly further'), flat, unverified],
  },
  plume: {
    says: both(
      '高斯烟羽（Briggs σ）：连续、稳态、中性气体在平坦地面上的平均浓度',
      'Gaussian plume (Briggs σ): mean concentration of a steady release of neutral gas over flat ground',
    ),
    limits: [
      both(
        '只用于中性气体；氯、二氧化硫、液化石油气和液氨低温射流不适用，改用 ERG',
        'For neutral gas only; not for chlorine, sulfur dioxide, LPG or cold jets of ammonia: use ERG',
      ),
      both(
        '适用 100 m 至 10 km、风速 1 m/s 以上；100 m 以内仅作示意',
        'Holds from 100 m to 10 km and from 1 m/s of wind; nearer than 100 m it is a sketch',
      ),
      flat,
      both(
        '毒性阈值与夜间低风速取 F 类未核验',
        'Toxic thresholds and class F for calm nights are unverified',
      ),
    ],
  },
  explosion: {
    says: both(
      'TNT 当量法：按当量质量和比例距离求超压',
      'TNT equivalence: overpressure by equivalent charge and scaled distance',
    ),
    limits: [
      both(
        '近场高估、远场低估蒸气云爆炸；阻塞空间中可能更强',
        'Near a vapour cloud it says too much, far away too little; congestion makes it stronger',
      ),
      both('不计碎片与反射', 'Fragments and reflections are not reckoned'),
      flat,
      both('当量系数与破坏阈值未核验', 'Efficiency and damage thresholds are unverified'),
    ],
  },
  'pool-fire': {
    says: both(
      '液池火：Thomas 火焰高度，点源热辐射',
      'Pool fire: flame height by Thomas, heat of a point source',
    ),
    limits: [
      both(
        '静风、圆形液池；点源模型在火焰附近不准',
        'Still air and a round pool; near the flame a point source is not exact',
      ),
      flat,
      unverified,
    ],
  },
  fireball: {
    says: both(
      '火球：直径与持续时间按质量，Hymes 点源热辐射',
      'Fireball: size and time by mass, heat of a point source by Hymes',
    ),
    limits: [
      both(
        '距离按火球中心的投影计，大气透射率取 1',
        'Distances count from below the fireball; the air lets all heat through',
      ),
      flat,
      unverified,
    ],
  },
  flood: {
    says: both(
      '静水淹没（浴缸法）：与水源连通且低于水位的地面',
      'Bathtub flood: ground below the water level that hangs together with the source',
    ),
    limits: [
      both(
        '不计流速、时间、堤防、管网和建筑，是可能淹没的上限',
        'No speed, time, dikes, drains or buildings: an upper bound',
      ),
      both(
        '地形为 SRTM，高程误差可达数米，含植被和屋顶',
        'The terrain is SRTM: errors of several metres, trees and roofs included',
      ),
    ],
  },
}
