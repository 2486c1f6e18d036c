import type { HazardKind } from '../hazard/hazard.ts'
import type { Domain } from '../risk/risk.ts'
import { index, lec, ls } from './assessment.ts'
import type { Source } from './hazards.ts'
import { toPoint } from './plane.ts'
import { at } from './random.ts'
import type { DemoRegion } from './regions.ts'
import { ringMiddle } from './ring.ts'
import type { Sites } from './sites.ts'
import { SLOPE } from './water.ts'

type Line = [
  zh: string,
  en: string,
  kind: HazardKind,
  place: Source['at'],
  reach: number,
  risk: Source['risk'],
]

const lines = (domain: Domain, list: Line[]): Source[] =>
  list.map(([zh, en, kind, place, reach, risk]) => ({ name: [zh, en], domain, kind, at: place, reach, risk }))

export function naturalSources(sites: Sites): Source[] {
  return lines('natural', [
    [
      '申江大道铁路下穿积水点',
      'Shenjiang Avenue underpass flooding',
      'waterlogging',
      sites.underpass('申江大道'),
      190,
      [
        index('flood', 2, { H1: 80, H2: 1, E1: 320, E2: 0.7, V1: 1, V2: 0.6 }),
        index('flood', 2, { H1: 70, H2: 1, E1: 320, E2: 0.7, V1: 1, V2: 0.6 }),
      ],
    ],
    [
      '西江路铁路下穿积水点',
      'Xijiang Road underpass flooding',
      'waterlogging',
      sites.underpass('西江路'),
      180,
      [ls(4, 3), ls(3, 3)],
    ],
    [
      '东湖路铁路下穿积水点',
      'Donghu Road underpass flooding',
      'waterlogging',
      sites.underpass('东湖路'),
      180,
      [
        index('flood', 2, { H1: 70, H2: 0.7, E1: 400, E2: 0.7, V1: 1, V2: 1 }),
        index('flood', 3, { H1: 70, H2: 0.7, E1: 400, E2: 0.7, V1: 1, V2: 0.2 }),
      ],
    ],
    [
      '老镇连片砖木房屋与低洼积水',
      'Old town timber houses and low ground',
      'waterlogging',
      [-1000, 3080],
      480,
      [ls(4, 3), ls(4, 2)],
    ],
    [
      '申江北岸老镇段堤防',
      'Northern river dyke at the old town',
      'river-bank',
      [-600, 2640],
      260,
      [ls(3, 4), ls(2, 4)],
    ],
    [
      '东港海堤与风暴潮',
      'Donggang sea wall and storm surge',
      'river-bank',
      [4380, -1100],
      620,
      [ls(4, 4), ls(2, 4)],
    ],
    ['渔汛河漫溢段', 'Yuxun River overflow reach', 'river-bank', [1000, -3130], 520, [ls(3, 3), ls(3, 2)]],
    [
      '观澜山东坡滑坡点',
      'Guanlan Hill eastern slope',
      'slope',
      SLOPE,
      170,
      [
        index('geology', 2, { H1: 0.8, H2: 200, H3: 1, E1: 86, E2: 0.7, V1: 0.8, V2: 0.6 }),
        index('geology', 2, { H1: 0.8, H2: 200, H3: 1, E1: 78, E2: 0.7, V1: 0.8, V2: 0.6 }),
      ],
    ],
    [
      '环湖森林公园火险',
      'Lakeside Forest Park wildfire',
      'forest',
      sites.at('park-forest'),
      190,
      [ls(2, 3), ls(1, 3)],
    ],
    ['东港岸桥大风', 'Quay cranes in high wind', 'storm-exposed', [4120, 1500], 200, [ls(4, 3), ls(2, 3)]],
  ])
}

export function healthSources(sites: Sites): Source[] {
  return lines('public-health', [
    [
      '镜湖人民医院院内感染',
      "Jinghu People's Hospital infection",
      'hospital-infection',
      sites.at('hospital-lake'),
      160,
      [ls(3, 4), ls(2, 3)],
    ],
    [
      '老镇农贸市场活禽区',
      'Old Town Market live poultry',
      'market',
      sites.at('market-1'),
      180,
      [ls(3, 3), ls(3, 2)],
    ],
    ['望湖水产批发市场', 'Wanghu Seafood Market', 'market', sites.at('market-4'), 180, [ls(4, 3), ls(3, 3)]],
    ['芦滨农贸市场', 'Lubin Market', 'market', sites.at('market-3'), 150, null],
    ['职业大学食堂', 'University canteens', 'food', [-2150, -2350], 260, null],
    [
      '镜湖自来水厂原水',
      'Jinghu Waterworks intake',
      'water-supply',
      sites.at('water-works'),
      200,
      [ls(2, 5), ls(1, 5)],
    ],
  ])
}

export function socialSources(sites: Sites): Source[] {
  const towers = sites.unnamed('towers')
  return lines('social-security', [
    ['镜湖体育场大型活动', 'Jinghu Stadium events', 'venue', sites.at('stadium'), 240, [ls(3, 5), ls(3, 4)]],
    ['镜湖广场聚集', 'Jinghu Square gatherings', 'crowd', sites.at('square'), 260, [ls(3, 4), ls(2, 4)]],
    [
      '镜湖站春运客流',
      'Jinghu Station holiday traffic',
      'crowd',
      sites.at('station'),
      150,
      [ls(3, 3), ls(2, 3)],
    ],
    [
      '镜湖实验小学校门',
      'Experimental Primary School gate',
      'school-gate',
      sites.at('school-1'),
      130,
      [ls(2, 4), ls(2, 3)],
    ],
    ['会展中心', 'Expo Centre', 'venue', sites.at('expo'), 150, null],
    [
      '高层住宅消防通道占用',
      'Blocked fire lanes at high-rises',
      'high-rise',
      at(towers, 2),
      420,
      [ls(3, 4), ls(2, 4)],
    ],
  ])
}

/** What every inhabited part has: ordinary house fires, low risk over the whole village. One is not assessed yet. */
export function villageSources(villages: readonly DemoRegion[]): Source[] {
  return villages.map(({ name, nameEn, polygon }) => {
    const ring = at(polygon.coordinates, 0).slice(1).map(toPoint)
    const short = name.replace(/(居委会|村)$/, '')
    return {
      name: [`${short}一般居住区火灾`, `Ordinary house fires, ${nameEn}`],
      domain: 'work-safety' as const,
      kind: 'residential-fire' as const,
      at: ringMiddle(ring),
      area: polygon,
      reach: 0,
      risk:
        name === '潮音村'
          ? null
          : name === '老镇居委会'
            ? [lec(1, 6, 15), lec(0.5, 6, 15)]
            : [ls(2, 2), ls(1, 2)],
    }
  })
}
