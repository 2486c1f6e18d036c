import { type Point, polar } from './plane.ts'
import { STATION } from './rail.ts'

/** What a block is used for. */
export type Use =
  | 'park'
  | 'square'
  | 'shops'
  | 'offices'
  | 'towers'
  | 'slabs'
  | 'houses'
  | 'school'
  | 'kindergarten'
  | 'hospital'
  | 'campus'
  | 'stadium'
  | 'market'
  | 'government'
  | 'station'
  | 'tanks'
  | 'plant'
  | 'sheds'
  | 'yard'
  | 'grass'
  | 'building-site'
  | 'farmland'
  | 'orchard'
  | 'forest'
  | 'wetland'
  | 'hill'
  | 'riverside'
  | 'water'

/** A named block: whichever block lies under `at` gets this use and name. */
export interface Claim {
  key: string
  name: string
  nameEn: string
  use: Use
  at: Point
}

const claim = (key: string, use: Use, [name, nameEn]: [string, string], at: Point): Claim => ({
  key,
  use,
  name,
  nameEn,
  at,
})

const schools: [string, string, Point][] = [
  ['镜湖实验小学', 'Jinghu Experimental Primary School', polar(1680, 47)],
  ['镜湖中学', 'Jinghu Middle School', polar(1910, 128)],
  ['一环小学', 'First Ring Primary School', polar(1380, 245)],
  ['二环中学', 'Second Ring Middle School', polar(1640, 318)],
  ['申港小学', 'Shengang Primary School', [-350, 3330]],
  ['申港中学', 'Shengang Middle School', [1050, 3250]],
  ['临江小学', 'Linjiang Primary School', [1560, 1660]],
  ['芦滨小学', 'Lubin Primary School', [2280, -2450]],
  ['芦滨中学', 'Lubin Middle School', [1150, -2380]],
  ['采菱小学', 'Cailing Primary School', [2000, -1250]],
  ['综合社区小学', 'Zonghe Primary School', [-2450, 500]],
  ['望湖中学', 'Wanghu Middle School', [-2400, -700]],
  ['听涛小学', 'Tingtao Primary School', [-1900, 1500]],
  ['南湖小学', 'Nanhu Primary School', [-1150, -2420]],
]

const kindergartens: [string, string, Point][] = [
  ['小荷幼儿园', 'Xiaohe Kindergarten', polar(1380, 70)],
  ['海鸥幼儿园', 'Haiou Kindergarten', polar(1850, 165)],
  ['紫藤幼儿园', 'Ziteng Kindergarten', polar(1650, 285)],
  ['晨帆幼儿园', 'Chenfan Kindergarten', [520, 3200]],
  ['临江幼儿园', 'Linjiang Kindergarten', [1640, 1880]],
  ['芦花幼儿园', 'Luhua Kindergarten', [2450, -2650]],
  ['荷风幼儿园', 'Hefeng Kindergarten', [-2000, 900]],
  ['星湖幼儿园', 'Xinghu Kindergarten', [700, -2200]],
]

const civic: Claim[] = [
  claim('government', 'government', ['镜湖新城镇人民政府', 'Jinghu New Town Government'], polar(1000, 97)),
  claim('hospital-lake', 'hospital', ['镜湖人民医院', "Jinghu People's Hospital"], polar(1290, 205)),
  claim('hospital-north', 'hospital', ['申港医院', 'Shengang Hospital'], [-50, 3050]),
  claim(
    'hospital-south',
    'hospital',
    ['芦滨社区卫生服务中心', 'Lubin Community Health Centre'],
    [1700, -2250],
  ),
  claim(
    'hospital-west',
    'hospital',
    ['综合社区卫生服务中心', 'Zonghe Community Health Centre'],
    [-2300, 150],
  ),
  claim('stadium', 'stadium', ['镜湖体育中心', 'Jinghu Sports Centre'], [-1000, -2100]),
  claim('theatre', 'government', ['镜湖大剧院', 'Jinghu Grand Theatre'], polar(820, 345)),
  claim('expo', 'offices', ['镜湖会展中心', 'Jinghu Expo Centre'], polar(980, 22)),
  claim('mall', 'shops', ['澜悦广场', 'Lanyue Mall'], polar(990, 255)),
  claim('care-home', 'hospital', ['芦滨颐养院', 'Lubin Care Home'], [2430, -1000]),
  claim('market-1', 'market', ['老镇农贸市场', 'Old Town Market'], [-800, 3050]),
  claim('market-2', 'market', ['镜湖中心菜场', 'Jinghu Central Market'], polar(1640, 190)),
  claim('market-3', 'market', ['芦滨农贸市场', 'Lubin Market'], [1550, -2600]),
  claim('market-4', 'market', ['望湖水产批发市场', 'Wanghu Seafood Wholesale Market'], [-2350, -400]),
  claim('station', 'station', ['镜湖站', 'Jinghu Station'], [STATION[0], STATION[1] + 60]),
  claim('square', 'square', ['镜湖广场', 'Jinghu Square'], polar(830, 75)),
]

const industry: Claim[] = [
  claim('tanks-1', 'tanks', ['临江化工园区 1 号罐区', 'Linjiang Chemical Park Tank Farm 1'], [2350, 2150]),
  claim('tanks-2', 'tanks', ['临江化工园区 2 号罐区', 'Linjiang Chemical Park Tank Farm 2'], [3050, 2250]),
  claim('tanks-3', 'tanks', ['临江化工园区 3 号罐区', 'Linjiang Chemical Park Tank Farm 3'], [2560, 1700]),
  claim('tanks-port', 'tanks', ['港区油品库', 'Port Oil Depot'], [3600, 1950]),
  claim('plant-1', 'plant', ['澜海精细化工', 'Lanhai Fine Chemicals'], [2900, 1160]),
  claim('plant-2', 'plant', ['申澜新材料', 'Shenlan New Materials'], [3050, 1600]),
  claim('plant-3', 'plant', ['镜湖合成氨厂', 'Jinghu Ammonia Works'], [2950, 1900]),
  claim('cold-store', 'sheds', ['东港冷链物流中心', 'Donggang Cold Chain Centre'], [3050, 450]),
  claim('yard', 'yard', ['东港集装箱码头', 'Donggang Container Terminal'], [3772, 341]),
  claim('shipyard', 'sheds', ['北岸船舶修造厂', 'North Bank Shipyard'], [2700, 3250]),
  claim('battery', 'sheds', ['鹭新动力电池厂', 'Luxin Battery Works'], [3100, -450]),
  claim('textile', 'sheds', ['南汀纺织厂', 'Nanting Textile Works'], [3250, -250]),
  claim('water-works', 'plant', ['镜湖自来水厂', 'Jinghu Waterworks'], [-2450, 1800]),
  claim('sewage', 'plant', ['东港污水处理厂', 'Donggang Sewage Works'], [3650, -700]),
  claim('depot', 'sheds', ['镜湖公交总站', 'Jinghu Bus Depot'], [1850, -2750]),
]

const parks: Claim[] = [
  claim('park-forest', 'park', ['环湖森林公园', 'Lakeside Forest Park'], polar(1290, 130)),
  claim('park-south', 'park', ['采菱公园', 'Cailing Park'], polar(1290, 300)),
  claim('park-east', 'park', ['芦滨公园', 'Lubin Park'], [2100, -600]),
  claim('park-north', 'park', ['申港公园', 'Shengang Park'], [350, 3450]),
  claim('park-west', 'park', ['综合社区公园', 'Zonghe Park'], [-2250, -150]),
]

export const claims: Claim[] = [
  ...civic,
  ...schools.map(([name, nameEn, at], i) => claim(`school-${i + 1}`, 'school', [name, nameEn], at)),
  ...kindergartens.map(([name, nameEn, at], i) =>
    claim(`kindergarten-${i + 1}`, 'kindergarten', [name, nameEn], at),
  ),
  ...industry,
  ...parks,
]
