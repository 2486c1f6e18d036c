import { type Point, polar } from './plane.ts'
import { STATION } from './rail.ts'
import { villages } from './zone.ts'

/** A named point of the map: a place name or something small that stands beside a street. */
interface Spot {
  key: string
  name: string
  nameEn: string
  at: Point
  tags: Record<string, string>
}

const spot = (
  key: string,
  [name, nameEn]: [string, string],
  at: Point,
  tags: Record<string, string>,
): Spot => ({ key, name, nameEn, at, tags })

export const fuelStations: Spot[] = (
  [
    ['三环东加油站', 'Third Ring East Fuel Station', polar(2092, 8)],
    ['申江大道加油站', 'Shenjiang Avenue Fuel Station', [36, -2180]],
    ['北新路加油站', 'Beixin Road Fuel Station', [640, 2905]],
    ['东港大道加油站', 'Donggang Avenue Fuel Station', [2740, 930]],
    ['望湖路加气站', 'Wanghu Road Gas Station', [-2280, -1340]],
    ['芦浦路加油站', 'Lupu Road Fuel Station', [1080, -2200]],
    ['西江路加油站', 'Xijiang Road Fuel Station', [-1640, 2080]],
    ['港区加油站', 'Port Fuel Station', [3470, 240]],
  ] as [string, string, Point][]
).map(([zh, en, at], i) => spot(`fuel-${i + 1}`, [zh, en], at, { amenity: 'fuel' }))

const stations: Spot[] = [
  spot('fire-lubin', ['芦滨消防救援站', 'Lubin Fire and Rescue Station'], [1880, -1480], {
    amenity: 'fire_station',
  }),
  spot('fire-shengang', ['申港专职消防队', 'Shengang Fire Brigade'], [1540, 3010], {
    amenity: 'fire_station',
  }),
  spot('fire-port', ['港区消防救援站', 'Port Fire and Rescue Station'], [3360, 640], {
    amenity: 'fire_station',
  }),
  spot('fire-lake', ['镜湖消防救援站', 'Jinghu Fire and Rescue Station'], polar(1120, 165), {
    amenity: 'fire_station',
  }),
  spot('fire-park', ['化工园区专职消防队', 'Chemical Park Fire Brigade'], [2230, 1330], {
    amenity: 'fire_station',
  }),
  spot('fire-zonghe', ['综合社区微型消防站', 'Zonghe Community Fire Post'], [-2240, -600], {
    amenity: 'fire_station',
  }),
  spot('police-lake', ['镜湖派出所', 'Jinghu Police Station'], polar(1120, 80), { amenity: 'police' }),
  spot('police-shengang', ['申港派出所', 'Shengang Police Station'], [-250, 2930], { amenity: 'police' }),
  spot('police-lubin', ['芦滨派出所', 'Lubin Police Station'], [1400, -2330], { amenity: 'police' }),
  spot('police-zonghe', ['综合社区派出所', 'Zonghe Police Station'], [-2200, 900], { amenity: 'police' }),
]

const names: Spot[] = [
  spot('town', ['镜湖新城镇', 'Jinghu New Town'], [-120, -820], { place: 'town' }),
  spot('lake', ['镜湖', 'Jinghu Lake'], [-140, -100], { natural: 'water', place: 'locality' }),
  spot('island', ['镜心岛', 'Jingxin Island'], [120, 150], { place: 'islet' }),
  spot('shengang', ['申港社区', 'Shengang Community'], [-500, 3420], { place: 'suburb' }),
  spot('lubin', ['芦滨社区', 'Lubin Community'], [1900, -1750], { place: 'suburb' }),
  spot('zonghe', ['综合社区', 'Zonghe Community'], [-2100, -1750], { place: 'suburb' }),
  spot('chemical-park', ['临江化工园区', 'Linjiang Chemical Park'], [2560, 1980], { place: 'quarter' }),
  spot('port', ['东港港区', 'Donggang Port'], [3800, 700], { place: 'quarter' }),
  spot('old-town', ['申港老镇', 'Old Shengang'], [-1000, 3150], { place: 'neighbourhood' }),
  spot('campus', ['镜湖职业大学', 'Jinghu Vocational University'], [-2050, -2100], { amenity: 'university' }),
  spot('wetland', ['芦滨湿地公园', 'Lubin Wetland Park'], [3500, -2500], { leisure: 'nature_reserve' }),
  spot('hill', ['观澜山公园', 'Guanlan Hill Park'], [-3880, 330], { leisure: 'park' }),
  spot('station', ['镜湖站', 'Jinghu Station'], STATION, { railway: 'station' }),
]

export const spots: Spot[] = [
  ...fuelStations,
  ...stations,
  ...names,
  ...villages.map(({ name, nameEn, at }, i) =>
    spot(`village-${i + 1}`, [name, nameEn], at, { place: 'village' }),
  ),
]
